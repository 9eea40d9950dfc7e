import type { Dim } from '../ir/dim';
import { formatShape, resolveAxis } from '../ir/shape';
import { type Content, elements, type Shape, type TensorFacts, valuesOf } from '../ir/tensor';
import type { InferView, OpSpec } from './op';
import type { Value } from './support/scalars';
import { countOf, eachIndex, stridesOf, trackedDims } from './support/values';

/** Elements picked by index: only the picked ones are read. */
export const INDEXING_OPS: readonly OpSpec[] = [
  { types: ['Gather'], infer: inferGather, traffic: 'rows', parameterSlots: [0] },
  { types: ['GatherElements'], infer: inferGatherElements },
  { types: ['GatherND', 'com.microsoft:GatherND'], infer: inferGatherNd },
];

/** `data[.., indices, ..]` along one axis. */
function inferGather(view: InferView): readonly TensorFacts[] {
  const data = view.input(0);
  const indices = view.input(1);
  if (data.shape === null || indices.shape === null)
    return [{ dtype: data.dtype, shape: null, content: fillOf(data) }];
  const axis = resolveAxis(view.int('axis', 0), data.shape.length);
  if (axis === null)
    return view.conflict(`Gather: axis ${view.int('axis', 0)} lies outside ${formatShape(data.shape)}`);
  const outside = indexOutside(indices, data.shape[axis] ?? 1);
  if (outside !== null)
    return view.conflict(`Gather: index ${outside} lies outside axis ${axis} of ${formatShape(data.shape)}`);
  const shape = [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
  return [{ dtype: data.dtype, shape, content: gatheredContent(data, indices, shape, axis) }];
}

function indexOutside(indices: TensorFacts, size: Dim): number | null {
  if (typeof size !== 'number') return null;
  const bad = valuesOf(indices)?.find((at) => typeof at === 'number' && (at < -size || at >= size));
  return typeof bad === 'number' ? bad : null;
}

function gatheredContent(
  data: TensorFacts,
  indices: TensorFacts,
  shape: Shape,
  axis: number,
): Content | null {
  const dims = trackedDims(data.shape);
  const result = trackedDims(shape);
  const positions = valuesOf(indices);
  const values = valuesOf(data);
  if (data.content?.kind === 'fill') return data.content;
  if (dims === null || result === null || positions === null || values === null) return null;
  const size = dims[axis] ?? 1;
  const inner = countOf(dims.slice(axis + 1));
  const block = (outer: number, at: Value): readonly Value[] => {
    if (typeof at !== 'number') return new Array<Value>(inner).fill(null);
    const start = (outer * size + (at < 0 ? at + size : at)) * inner;
    return values.slice(start, start + inner);
  };
  const outer = Array.from({ length: countOf(dims.slice(0, axis)) }, (_, at) => at);
  return elements(outer.flatMap((at) => positions.flatMap((position) => block(at, position))));
}

/** The result has the shape of the indices. */
function inferGatherElements(view: InferView): readonly TensorFacts[] {
  const data = view.input(0);
  const indices = view.input(1);
  const axis = data.shape === null ? null : resolveAxis(view.int('axis', 0), data.shape.length);
  if (
    data.shape !== null &&
    (axis === null || (indices.shape?.length ?? data.shape.length) !== data.shape.length)
  )
    return view.conflict(
      `GatherElements: ${formatShape(indices.shape)} does not index ${formatShape(data.shape)}`,
    );
  const content = axis === null ? null : pickedContent(data, indices, axis);
  return [{ dtype: data.dtype, shape: indices.shape, content }];
}

function pickedContent(data: TensorFacts, indices: TensorFacts, axis: number): Content | null {
  if (data.content?.kind === 'fill') return data.content;
  const dims = trackedDims(data.shape);
  const result = trackedDims(indices.shape);
  const values = valuesOf(data);
  const positions = valuesOf(indices);
  if (dims === null || result === null || values === null || positions === null) return null;
  const strides = stridesOf(dims);
  const picked: Value[] = [];
  eachIndex(result, (index) => {
    const at = positions[picked.length] ?? null;
    const known = typeof at === 'number' ? (at < 0 ? at + (dims[axis] ?? 0) : at) : null;
    const offset =
      known === null
        ? -1
        : index.reduce((sum, i, of) => sum + (of === axis ? known : i) * (strides[of] ?? 0), 0);
    picked.push(values[offset] ?? null);
  });
  return elements(picked);
}

/** The last dim of the indices says how many axes of the data each tuple addresses. */
function inferGatherNd(view: InferView): readonly TensorFacts[] {
  const { dtype, shape, content } = view.input(0);
  const indices = view.input(1).shape;
  const depth = indices?.at(-1);
  const batch = view.int('batch_dims', 0);
  if (shape === null || indices === null || depth === undefined || typeof depth !== 'number')
    return [{ dtype, shape: null, content: fillOf({ dtype, shape, content }) }];
  if (batch < 0 || batch >= indices.length || batch + depth > shape.length)
    return view.conflict(`GatherND: indices ${formatShape(indices)} do not address ${formatShape(shape)}`);
  const gathered = [...indices.slice(0, -1), ...shape.slice(batch + depth)];
  return [{ dtype, shape: gathered, content: fillOf({ dtype, shape, content }) }];
}

function fillOf({ content }: TensorFacts): Content | null {
  return content?.kind === 'fill' ? content : null;
}
