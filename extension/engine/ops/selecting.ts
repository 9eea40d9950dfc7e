import type { Dim } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import {
  type Content,
  elements,
  scalarOf,
  type Shape,
  tensor,
  type TensorFacts,
  valuesOf,
} from '../ir/tensor';
import type { InferView, OpSpec } from './op';
import { eachIndex, trackedDims } from './support/values';

/** Positions found or marked by value. */
export const SELECTING_OPS: readonly OpSpec[] = [
  { types: ['NonZero'], infer: inferNonZero },
  { types: ['OneHot'], infer: inferOneHot },
];

/** One column per element that is not 0. A fill tells the count without listing the elements. */
function inferNonZero(view: InferView): readonly TensorFacts[] {
  const input = view.input(0);
  const rank = input.shape?.length ?? view.dataDim(0, 'rank');
  const count = nonZeroCount(input) ?? view.dataDim(0, 'non-zeros');
  // A scalar counts as one element of rank 1.
  const shape = [rank === 0 ? 1 : rank, count];
  return [{ dtype: 'int64', shape, content: positions(input, shape) }];
}

function nonZeroCount(input: TensorFacts): Dim | null {
  const { content, shape } = input;
  if (content?.kind === 'fill' && typeof content.value === 'number') {
    if (content.value === 0) return 0;
    return shape === null ? null : elementCount(shape);
  }
  const values = valuesOf(input);
  if (values === null || values.some((value) => typeof value !== 'number')) return null;
  return values.filter((value) => value !== 0).length;
}

function positions(input: TensorFacts, shape: Shape): Content | null {
  const dims = trackedDims(input.shape);
  const values = valuesOf(input);
  if (dims === null || values === null || trackedDims(shape) === null) return null;
  const columns: number[][] = [];
  let at = 0;
  eachIndex(dims, (index) => {
    if (values[at] !== 0) columns.push([...index]);
    at++;
  });
  const axes = Array.from({ length: Math.max(dims.length, 1) }, (_, axis) => axis);
  return elements(axes.flatMap((axis) => columns.map((column) => column[axis] ?? 0)));
}

/** A new axis of `depth` positions. */
function inferOneHot(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  const { dtype } = view.input(2);
  if (shape === null) return [tensor(dtype, null)];
  const depth = scalarOf(view.input(1)) ?? view.dataDim(0, 'depth');
  const axis = view.int('axis', -1);
  const at = axis < 0 ? axis + shape.length + 1 : axis;
  if (!(at >= 0 && at <= shape.length))
    return view.conflict(`OneHot: axis ${axis} lies outside ${formatShape(shape)}`);
  return [tensor(dtype, shape.toSpliced(at, 0, depth))];
}
