import { type Dim, equal } from '../ir/dim';
import { formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { ELLIPSIS, type Equation, parseEquation } from './einsumEquation';
import { unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

interface Solved {
  /** Size of every label; the axes behind an ellipsis are `...0`, `...1` from the right, so that they align. */
  readonly sizes: ReadonlyMap<string, Dim>;
  readonly output: Shape;
}

/** Sizes of all labels; null where an operand's shape is unknown, a sentence where something does not fit. */
function solve(view: NodeView): Solved | string | null {
  const text = view.string('equation', '');
  const equation = parseEquation(text);
  if (typeof equation === 'string') return equation;
  const shapes = Array.from({ length: view.inputCount }, (_, slot) => view.input(slot).shape);
  if (shapes.length !== equation.inputs.length)
    return `"${text}" names ${equation.inputs.length} operands, not ${shapes.length}`;
  const known = shapes.filter((shape) => shape !== null);
  if (known.length < shapes.length) return null;
  const sizes = labelSizes(equation, known);
  if (typeof sizes === 'string') return `${sizes} in "${text}"`;
  const labels = expand(equation.output, hiddenAxes(equation, known));
  const missing = labels.find((label) => !sizes.has(label));
  if (missing !== undefined) return `"${text}" asks for ${missing}, which no operand has`;
  return { sizes, output: labels.map((label) => sizes.get(label) ?? 1) };
}

function labelSizes(equation: Equation, shapes: readonly Shape[]): Map<string, Dim> | string {
  const sizes = new Map<string, Dim>();
  for (const [operand, labels] of equation.inputs.entries()) {
    const shape = shapes[operand] ?? [];
    const hidden = shape.length - labels.length + 1;
    const named = expand(labels, hidden);
    if (named.length !== shape.length) return `${formatShape(shape)} does not fit ${labels.join('')}`;
    for (const [axis, label] of named.entries()) {
      const size = unify(sizes.get(label), shape[axis] ?? 1);
      if (size === null) return `${label} is ${formatShape([sizes.get(label) ?? 1, shape[axis] ?? 1])}`;
      sizes.set(label, size);
    }
  }
  return sizes;
}

/** Axes behind the longest ellipsis. */
function hiddenAxes(equation: Equation, shapes: readonly Shape[]): number {
  const ranks = equation.inputs.map((labels, i) =>
    labels.includes(ELLIPSIS) ? (shapes[i]?.length ?? 0) - labels.length + 1 : 0,
  );
  return Math.max(0, ...ranks);
}

function expand(labels: readonly string[], hidden: number): readonly string[] {
  const axes = Array.from({ length: Math.max(0, hidden) }, (_, i) => `${ELLIPSIS}${hidden - 1 - i}`);
  return labels.flatMap((label) => (label === ELLIPSIS ? axes : [label]));
}

/** The common size of a label that two operands mention; null where known sizes differ. 1 broadcasts. */
function unify(a: Dim | undefined, b: Dim): Dim | null {
  if (a === undefined || a === 1 || equal(a, b)) return b;
  if (b === 1 || typeof b !== 'number') return a;
  return typeof a === 'number' ? null : b;
}

function infer(view: InferView): readonly TensorFacts[] {
  const solved = solve(view);
  if (typeof solved === 'string') return view.conflict(solved);
  return [tensor(view.input(0).dtype, solved?.output ?? null)];
}

/** MACs: the product of all label sizes, for each operand after the first; a single operand is moved or summed. */
function work(view: SolvedView): Work | UnknownWork {
  const solved = solve(view);
  if (solved === null) return unknownInput(view, firstUnknown(view));
  if (typeof solved === 'string') return { unknown: solved };
  if (view.inputCount < 2) return {};
  const labels = [...solved.sizes].map(([label, value]) => ({ label, value }));
  const products = view.inputCount - 1;
  return { macs: [products === 1 ? labels : [...labels, { label: 'operands - 1', value: products }]] };
}

function firstUnknown(view: SolvedView): number {
  let slot = 0;
  while (view.input(slot).shape !== null) slot++;
  return slot;
}

export const EINSUM_OPS: readonly OpSpec[] = [{ types: ['Einsum'], infer, work, parameterSlots: 'all' }];
