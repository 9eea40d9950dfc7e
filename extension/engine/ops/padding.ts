import { type Dim, sum } from '../ir/dim';
import { formatShape, resolveAxis } from '../ir/shape';
import { scalarOf, type Shape, type TensorFacts } from '../ir/tensor';
import { formatValues, intsOf, listOf } from './support/lists';
import type { InferView, OpSpec } from './op';
import type { Value } from './support/scalars';
import { eachIndex, stridesOf, trackedDims } from './support/values';

/** A tensor with elements added (or, by negative pads, cut) at its borders. */
export const PADDING_OPS: readonly OpSpec[] = [{ types: ['Pad', 'com.microsoft:Pad'], infer: inferPad }];

/** What comes before and after each axis. */
type Pads = readonly (readonly [before: Value, after: Value])[];

/** Pads are an attribute before opset 11 (named `paddings` in opset 1) and an input since; axes came with opset 18. */
function inferPad(view: InferView): readonly TensorFacts[] {
  const input = view.input(0);
  const { dtype, shape } = input;
  if (shape === null) return [{ dtype, shape: null, content: null }];
  const pads = padsOf(view, shape.length);
  if (typeof pads === 'string') return view.conflict(`Pad of ${formatShape(shape)}: ${pads}`);
  const padded = shape.map((dim, axis): Dim => {
    const [before, after] = pads?.[axis] ?? [null, null];
    return before === null || after === null ? view.dataDim(0, `axis ${axis}`) : sum([dim, before, after]);
  });
  if (padded.some((dim) => typeof dim === 'number' && dim < 0))
    return view.conflict(
      `Pad of ${formatShape(shape)}: nothing is left of an axis in ${formatShape(padded)}`,
    );
  return [{ dtype, shape: padded, content: pads === null ? null : paddedContent(view, padded, pads) }];
}

function padsOf(view: InferView, rank: number): Pads | string | null {
  const list = listOf(view, 1, view.opset < 2 ? 'paddings' : 'pads');
  const axes = view.has(3) ? intsOf(view, 3, 'axes') : undefined;
  if (list === null || list === undefined || axes === null) return null;
  const named = axes ?? Array.from({ length: rank }, (_, axis) => axis);
  const resolved = named.map((axis) => resolveAxis(axis, rank));
  if (list.length !== 2 * named.length || resolved.includes(null))
    return `pads ${formatValues(list)} do not fit its axes`;
  return Array.from({ length: rank }, (_, axis) => {
    const at = resolved.indexOf(axis);
    return at < 0 ? [0, 0] : [list[at] ?? null, list[at + named.length] ?? null];
  });
}

/** Only constant padding of small known tensors is followed. */
function paddedContent(view: InferView, shape: Shape, pads: Pads): TensorFacts['content'] {
  const input = view.input(0);
  const dims = trackedDims(input.shape);
  const result = trackedDims(shape);
  const constant = paddingValue(view);
  const before = pads.map(([first]) => first);
  if (input.content === null || dims === null || result === null || constant === null) return null;
  if (view.string('mode', 'constant') !== 'constant' || before.some((x) => typeof x !== 'number'))
    return null;
  const { content } = input;
  const strides = stridesOf(dims);
  const values: Value[] = [];
  eachIndex(result, (index) => {
    const at = index.map((position, axis) => position - (before[axis] as number));
    const inside = at.every((position, axis) => position >= 0 && position < (dims[axis] ?? 0));
    const offset = at.reduce((total, position, axis) => total + position * (strides[axis] ?? 0), 0);
    values.push(
      inside ? (content.kind === 'fill' ? content.value : (content.values[offset] ?? null)) : constant,
    );
  });
  return { kind: 'elements', values };
}

function paddingValue(view: InferView): Value {
  if (view.opset < 11) return view.float('value', 0);
  return view.has(2) ? scalarOf(view.input(2)) : 0;
}
