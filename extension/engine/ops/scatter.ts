import { formatShape, resolveAxis } from '../ir/shape';
import { type Content, elements, type TensorFacts, valuesOf } from '../ir/tensor';
import type { InferView, OpSpec } from './op';
import { countOf, stridesOf, trackedDims } from './support/values';
import type { Value } from './support/scalars';

/** Elements written into a copy of a tensor. */
export const SCATTER_OPS: readonly OpSpec[] = [
  { types: ['ScatterND'], infer: inferScatterNd },
  { types: ['ScatterElements', 'Scatter'], infer: inferScatterElements },
  { types: ['TensorScatter'], infer: (view) => [{ ...view.input(0), content: null }] },
];

/** Each tuple of indices names a block of the data that an update replaces. */
function inferScatterNd(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const indices = view.input(1).shape;
  const depth = indices?.at(-1);
  if (shape !== null && typeof depth === 'number' && depth > shape.length)
    return view.conflict(`ScatterND: indices ${formatShape(indices)} do not address ${formatShape(shape)}`);
  return [{ dtype, shape, content: replacedContent(view) }];
}

function replacedContent(view: InferView): Content | null {
  const dims = trackedDims(view.input(0).shape);
  const values = valuesOf(view.input(0));
  const depth = trackedDims(view.input(1).shape)?.at(-1);
  const tuples = valuesOf(view.input(1));
  const updates = valuesOf(view.input(2));
  if (dims === null || values === null || tuples === null || updates === null || depth === undefined)
    return null;
  if (view.string('reduction', 'none') !== 'none' || depth === 0) return null;
  const block = countOf(dims.slice(depth));
  const strides = stridesOf(dims);
  const result: Value[] = [...values];
  for (let at = 0; at * depth < tuples.length; at++) {
    const offset = offsetOfTuple(tuples.slice(at * depth, (at + 1) * depth), dims, strides);
    if (offset === null || offset + block > result.length) return null;
    result.splice(offset, block, ...padded(updates.slice(at * block, (at + 1) * block), block));
  }
  return elements(result);
}

function offsetOfTuple(
  tuple: readonly Value[],
  dims: readonly number[],
  strides: readonly number[],
): number | null {
  let offset = 0;
  for (const [axis, at] of tuple.entries()) {
    const size = dims[axis] ?? 0;
    if (typeof at !== 'number' || at < -size || at >= size) return null;
    offset += (at < 0 ? at + size : at) * (strides[axis] ?? 0);
  }
  return offset;
}

function padded(values: readonly Value[], length: number): readonly Value[] {
  return Array.from({ length }, (_, at) => values[at] ?? null);
}

function inferScatterElements(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const indices = view.input(1).shape;
  const axis = view.int('axis', 0);
  const fits =
    shape === null ||
    (resolveAxis(axis, shape.length) !== null && (indices?.length ?? shape.length) === shape.length);
  if (!fits)
    return view.conflict(
      `${view.node.op}: ${formatShape(indices)} along axis ${axis} does not index ${formatShape(shape)}`,
    );
  return [{ dtype, shape, content: null }];
}
