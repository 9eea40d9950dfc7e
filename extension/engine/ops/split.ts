import { call, type Dim, divideExactly, mul, sub, sum } from '../ir/dim';
import { formatShape, resolveAxis } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { formatValues, listOf } from './support/lists';
import type { InferView, OpSpec } from './op';
import type { Value } from './support/scalars';
import { rearrange, stridesOf, trackedDims } from './support/values';

/** A tensor cut into pieces along one axis. */
export const SPLIT_OPS: readonly OpSpec[] = [{ types: ['Split'], infer: inferSplit, carries: [0] }];

/** Sizes are an attribute before opset 13 and an input since; without them the pieces are equal. */
function inferSplit(view: InferView): readonly TensorFacts[] {
  const input = view.input(0);
  const { dtype, shape } = input;
  if (shape === null) return pieces(view, () => tensor(dtype, null));
  const axis = resolveAxis(view.int('axis', 0), shape.length);
  if (axis === null)
    return view.conflict(`Split: axis ${view.int('axis', 0)} lies outside ${formatShape(shape)}`);
  const dim = shape[axis] ?? 1;
  const sizes = sizesOf(view, dim);
  if (typeof sizes === 'string') return view.conflict(`Split of ${formatShape(shape)}: ${sizes}`);
  let start: Value = 0;
  return pieces(view, (slot) => {
    const size: Value = sizes?.[slot] ?? null;
    const part = shape.with(axis, size ?? view.dataDim(slot, 'size'));
    const facts = { dtype, shape: part, content: partContent(input, part, axis, start) };
    start = start === null || size === null ? null : sum([start, size]);
    return facts;
  });
}

function pieces(view: InferView, piece: (slot: number) => TensorFacts): readonly TensorFacts[] {
  return Array.from({ length: view.outputCount }, (_, slot) => piece(slot));
}

/** Size of each piece; null where not known, a sentence where they do not fit. */
function sizesOf(view: InferView, dim: Dim): readonly Value[] | string | null {
  const given = listOf(view, 1, 'split');
  if (given === undefined) return equalSizes(view, dim);
  if (given === null) return null;
  const wrong =
    given.length !== view.outputCount || given.some((size) => typeof size === 'number' && size < 0);
  if (wrong) return `sizes ${formatValues(given)} for ${view.outputCount} outputs`;
  const total = given.includes(null) ? null : sum(given as readonly Dim[]);
  return typeof total === 'number' && typeof dim === 'number' && total !== dim
    ? `sizes ${formatValues(given)} do not add up to ${dim}`
    : given;
}

/** Since opset 18 the last piece may be smaller; before, the pieces must be equal. */
function equalSizes(view: InferView, dim: Dim): readonly Value[] | string {
  const count = view.int('num_outputs', view.outputCount);
  if (!(count >= 1) || count < view.outputCount) return `${count} pieces for ${view.outputCount} outputs`;
  const exact = divideExactly(dim, count);
  if (exact !== null) return new Array<Value>(view.outputCount).fill(exact);
  if (view.opset < 18 && typeof dim === 'number') return `${dim} is no multiple of ${count}`;
  const most = call('ceilDiv', [dim, count]);
  return Array.from({ length: view.outputCount }, (_, slot) => pieceSize(dim, most, slot));
}

/** min(most, what is left), but never below 0: five elements in four pieces are 2, 2, 1, 0. */
function pieceSize(dim: Dim, most: Dim, slot: number): Dim {
  return call('max', [call('min', [most, sub(dim, mul(most, slot))]), 0]);
}

function partContent(input: TensorFacts, part: Shape, axis: number, start: Value): TensorFacts['content'] {
  if (input.content?.kind === 'fill') return input.content;
  const dims = trackedDims(input.shape);
  if (dims === null || typeof start !== 'number') return null;
  const strides = stridesOf(dims);
  return rearrange(input, part, (index) =>
    index.reduce((offset, at, of) => offset + (of === axis ? at + start : at) * (strides[of] ?? 0), 0),
  );
}
