import { type Dim, mul, sum } from '../ir/dim';
import { elementCount } from '../ir/shape';
import type { TensorFacts } from '../ir/tensor';
import { like, unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** What an optimizer keeps per tensor and computes per element; the equations of ONNX's documentation counted out. */
interface Optimizer {
  readonly op: string;
  /** Tensors per optimized one among the inputs: the value, its gradient, and its state. */
  readonly groups: number;
  readonly operations: (view: NodeView) => number;
}

/** Inputs before the tensors: learning rate and update count. */
const LEADING = 2;
/** `norm_coefficient * X + G`. */
const REGULARIZED = 2;

const OPTIMIZERS: readonly Optimizer[] = [
  // H + G * G (2), sqrt + epsilon (2), X - r * G / H (3)
  { op: 'Adagrad', groups: 3, operations: (view) => 7 + regularization(view) },
  // alpha * V + (1 - alpha) * G (3), beta * H + (1 - beta) * G * G (4), sqrt + epsilon (2), X - r * V / H (3)
  {
    op: 'Adam',
    groups: 4,
    operations: (view) => 12 + regularization(view) + Number(view.float('norm_coefficient_post', 0) !== 0),
  },
  // alpha * V + beta * G (3), X - r * V (2); Nesterov's G + alpha * V for V, 2 more
  {
    op: 'Momentum',
    groups: 3,
    operations: (view) => (view.string('mode', '') === 'nesterov' ? 7 : 5) + regularization(view),
  },
];

function regularization(view: NodeView): number {
  return view.float('norm_coefficient', 0) === 0 ? 0 : REGULARIZED;
}

/** A derivative by each of the tensors `xs`, whose values are the first inputs in the same order. */
const GRADIENT: OpSpec = {
  types: ['ai.onnx.preview.training:Gradient'],
  infer: (view) => (view.strings('xs') ?? []).map((_, slot) => like(view.input(slot))),
  work: () => ({
    unknown: 'it stands for a backward pass through other nodes, which the file does not hold',
  }),
};

/** Steps of training that a graph may hold (ai.onnx.preview.training). */
export const TRAINING_OPS: readonly OpSpec[] = [
  ...OPTIMIZERS.map((optimizer): OpSpec => ({
    types: [`ai.onnx.preview.training:${optimizer.op}`],
    infer: (view) => infer(view, optimizer),
    work: (view) => work(view, optimizer),
  })),
  GRADIENT,
];

/** Tensors optimized at once; a sentence where the inputs do not come in equal groups. */
function countOf(view: NodeView, { op, groups }: Optimizer): number | string {
  const count = (view.inputCount - LEADING) / groups;
  return Number.isInteger(count) && count >= 1
    ? count
    : `${op}: ${view.inputCount - LEADING} tensors are not ${groups} per optimized one`;
}

/** New values of the optimized tensors, then of each state; gradients have none. */
function infer(view: InferView, optimizer: Optimizer): readonly TensorFacts[] {
  const count = countOf(view, optimizer);
  if (typeof count === 'string') return view.conflict(count);
  const group = (at: number): readonly TensorFacts[] =>
    Array.from({ length: count }, (_, i) => like(view.input(LEADING + at * count + i)));
  const states = Array.from({ length: optimizer.groups - 2 }, (_, at) => group(at + 2));
  return [group(0), ...states].flat();
}

function work(view: SolvedView, optimizer: Optimizer): Work | UnknownWork {
  const count = countOf(view, optimizer);
  if (typeof count === 'string') return { unknown: count };
  const sizes: Dim[] = [];
  for (let slot = LEADING; slot < LEADING + count; slot++) {
    const { shape } = view.input(slot);
    if (shape === null) return unknownInput(view, slot);
    sizes.push(elementCount(shape));
  }
  return { elementOps: mul(sum(sizes), optimizer.operations(view)) };
}
