import { add, type Dim, mul, product } from '../ir/dim';
import { elementCount, formatShape, resolveAxis } from '../ir/shape';
import type { Shape, TensorFacts } from '../ir/tensor';
import { like, unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

function infer(view: InferView): readonly TensorFacts[] {
  const x = view.input(0);
  if (x.shape === null || x.shape.length === 0 || axisOf(view, x.shape.length) !== null) return [like(x)];
  return view.conflict(`${formatShape(x.shape)} has no axis ${view.int('axis', defaultAxis(view))}`);
}

function defaultAxis(view: NodeView): number {
  return view.opset >= 13 ? -1 : 1;
}

/** Before opset 13 the axis splits the tensor into rows and columns, and may lie behind the last one. */
function axisOf(view: NodeView, rank: number): number | null {
  const axis = view.int('axis', defaultAxis(view));
  return axis === rank && view.opset < 13 ? rank : resolveAxis(axis, rank);
}

/** How many vectors are normalized: positions on the other axes, before opset 13 on those in front. */
function rows(view: NodeView, shape: Shape): Dim {
  const axis = axisOf(view, shape.length);
  return product(shape.filter((_, i) => (view.opset >= 13 ? i !== axis : i < (axis ?? 0))));
}

/** 5 operations per element (maximum, subtract, exp, sum, divide), one exp among them. */
function softmaxWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(0);
  if (shape === null) return unknownInput(view, 0);
  return { elementOps: mul(elementCount(shape), 5), transcendentals: elementCount(shape) };
}

function logSoftmaxWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(0);
  return shape === null ? unknownInput(view, 0) : logSoftmaxOf(shape, rows(view, shape));
}

/** As softmax, with one logarithm per row besides the exp per element. */
export function logSoftmaxOf(shape: Shape, rowCount: Dim): Work {
  const elements = elementCount(shape);
  return { elementOps: mul(elements, 5), transcendentals: add(elements, rowCount) };
}

/** One comparison per element. */
function hardmaxWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(0);
  return shape === null ? unknownInput(view, 0) : { elementOps: elementCount(shape) };
}

export const SOFTMAX_OPS: readonly OpSpec[] = [
  { types: ['Softmax'], infer, work: softmaxWork },
  { types: ['LogSoftmax'], infer, work: logSoftmaxWork },
  { types: ['Hardmax'], infer, work: hardmaxWork },
];
