import { add, call, type Dim, isDeclared, mul, sub } from '../ir/dim';
import { dtypeFromCode } from '../ir/dtype';
import { formatShape, resolveAxis } from '../ir/shape';
import {
  fill,
  type Holding,
  holding,
  MAX_TRACKED_ITEMS,
  scalarOf,
  tensor,
  type TensorFacts,
  UNKNOWN_TENSOR,
  valuesOf,
} from '../ir/tensor';
import { merged } from './support/merging';
import type { InferView, NodeView, OpSpec } from './op';

const FLOAT32 = 1;

/** Operators on sequences of tensors and on values that may be missing. */
export const SEQUENCE_OPS: readonly OpSpec[] = [
  { types: ['SequenceEmpty'], infer: inferEmpty },
  { types: ['SequenceConstruct'], infer: inferConstruct },
  { types: ['SequenceInsert'], infer: inferInsert },
  { types: ['SequenceErase'], infer: inferErase },
  { types: ['SequenceAt'], infer: inferAt },
  { types: ['SplitToSequence'], infer: inferSplit },
  { types: ['ConcatFromSequence'], infer: inferConcat },
  { types: ['SequenceLength'], infer: inferLength },
  { types: ['SequenceMap'], infer: inferMap },
  { types: ['Optional'], infer: inferOptional },
  { types: ['OptionalHasElement'], infer: inferHasElement },
  { types: ['OptionalGetElement'], infer: inferGetElement, carries: [0] },
];

function inferEmpty(view: InferView): readonly TensorFacts[] {
  const element = tensor(dtypeFromCode(view.int('dtype', FLOAT32)), null);
  return [holding('sequence', element, 0, [])];
}

function inferConstruct(view: InferView): readonly TensorFacts[] {
  return [sequenceOf(view, inputsFrom(view, 0))];
}

/** A sequence of these; too many of them are followed as a whole. */
function sequenceOf(view: InferView, items: readonly TensorFacts[], slot = 0): TensorFacts {
  const element = commonElement(view, items, slot);
  return holding('sequence', element, items.length, items.length > MAX_TRACKED_ITEMS ? null : items);
}

/** What is true of all of them. */
function commonElement(view: InferView, items: readonly TensorFacts[], slot: number): TensorFacts {
  const [first = UNKNOWN_TENSOR, ...rest] = items;
  const open = openDims(view, slot);
  return rest.reduce((common, item) => merged(common, item, open), { ...first, content: null });
}

function openDims(view: InferView, slot: number): (axis: number | 'count') => Dim {
  return (axis) => view.dataDim(slot, axis === 'count' ? 'elementCount' : `element${axis}`);
}

function sequenceAt(view: NodeView, slot: number): Holding | null {
  const { holds } = view.input(slot);
  return holds?.kind === 'sequence' ? holds : null;
}

/** The position that an input names: the fallback where it is omitted, null where not known. */
function positionOf(view: NodeView, slot: number, fallback: Dim | null): Dim | null {
  return view.has(slot) ? scalarOf(view.input(slot)) : fallback;
}

/** Inserts before `position`, at the end without one. */
function inferInsert(view: InferView): readonly TensorFacts[] {
  const sequence = sequenceAt(view, 0);
  const added = view.input(1);
  if (sequence === null) return [holding('sequence', tensor(added.dtype, null))];
  const { count, items } = sequence;
  const at = resolved(positionOf(view, 2, items?.length ?? null), items?.length ?? 0);
  if (items !== null && at !== null && at <= items.length)
    return [sequenceOf(view, items.toSpliced(at, 0, added))];
  const element =
    count === 0 ? { ...added, content: null } : merged(sequence.element, added, openDims(view, 0));
  return [holding('sequence', element, count === null ? null : add(count, 1))];
}

/** A number within a list, counted from its end where negative; null for anything else. */
function resolved(position: Dim | null, length: number): number | null {
  if (typeof position !== 'number' || !Number.isInteger(position)) return null;
  const at = position < 0 ? position + length : position;
  return at >= 0 ? at : null;
}

/** Takes out the element at `position`, the last one without it. */
function inferErase(view: InferView): readonly TensorFacts[] {
  const sequence = sequenceAt(view, 0);
  if (sequence === null) return [holding('sequence', UNKNOWN_TENSOR)];
  const { element, count, items } = sequence;
  const at = resolved(positionOf(view, 1, -1), items?.length ?? 0);
  if (items !== null && at !== null) {
    if (at >= items.length) return view.conflict(`SequenceErase: no element ${at} among ${items.length}`);
    return [sequenceOf(view, items.toSpliced(at, 1))];
  }
  const fewer = count === null || count === 0 ? null : sub(count, 1);
  return [holding('sequence', element, fewer)];
}

function inferAt(view: InferView): readonly TensorFacts[] {
  const sequence = sequenceAt(view, 0);
  if (sequence === null) return [UNKNOWN_TENSOR];
  const { items, element } = sequence;
  const at = resolved(positionOf(view, 1, null), items?.length ?? 0);
  if (items === null || at === null) return [anyElement(view, element, 0)];
  const item = items[at];
  return item ? [item] : view.conflict(`SequenceAt: no element ${at} among ${items.length}`);
}

/** Some element: dims in which the elements may differ are this one's own. */
function anyElement(view: InferView, element: TensorFacts, slot: number): TensorFacts {
  if (element.holds) return element;
  const shape = element.shape?.map((dim, axis) =>
    isDeclared(dim) ? dim : view.dataDim(slot, `axis ${axis}`),
  );
  return tensor(element.dtype, shape ?? null);
}

/**
 * Pieces of `split` elements each (a scalar, 1 by default; the last may be smaller), or of the sizes listed. Only without
 * `split` does `keepdims` 0 take the axis away.
 */
function inferSplit(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  if (shape === null) return [holding('sequence', tensor(dtype, null))];
  const axis = resolveAxis(view.int('axis', 0), shape.length);
  if (axis === null) return view.conflict(`SplitToSequence: no axis in ${formatShape(shape)}`);
  const length = shape[axis] ?? 1;
  const piece = (size: Dim): TensorFacts => tensor(dtype, shape.with(axis, size));
  if (!view.has(1)) {
    const whole = view.int('keepdims', 1) === 0 ? tensor(dtype, shape.toSpliced(axis, 1)) : piece(1);
    return [repeated(whole, length)];
  }
  const sizes = view.input(1);
  const values = valuesOf(sizes);
  if (sizes.shape?.length === 0) return [chunks(view, scalarOf(sizes), length, piece)];
  if (values?.every((value) => value !== null) === true)
    return [
      sequenceOf(
        view,
        values.map((value) => piece(value)),
      ),
    ];
  return [holding('sequence', piece(view.dataDim(0, 'size')), sizes.shape?.[0] ?? null)];
}

function repeated(item: TensorFacts, count: Dim): TensorFacts {
  const few = typeof count === 'number' && count >= 0 && count <= MAX_TRACKED_ITEMS;
  return holding('sequence', item, count, few ? new Array<TensorFacts>(count).fill(item) : null);
}

/** Pieces of one size, the last of what is left. */
function chunks(
  view: InferView,
  size: Dim | null,
  length: Dim,
  piece: (size: Dim) => TensorFacts,
): TensorFacts {
  const open = piece(view.dataDim(0, 'size'));
  if (size === null) return holding('sequence', open);
  if (typeof size === 'number' && !(size >= 1)) return holding('sequence', open);
  const count = call('ceilDiv', [length, size]);
  if (typeof count !== 'number' || typeof size !== 'number' || typeof length !== 'number')
    return holding('sequence', open, count);
  if (length % size === 0) return repeated(piece(size), count);
  if (count > MAX_TRACKED_ITEMS) return holding('sequence', open, count);
  return sequenceOf(
    view,
    Array.from({ length: count }, (_, at) => piece(Math.min(size, length - at * size))),
  );
}

/** Joins all elements along an axis, a new one with `new_axis`. */
function inferConcat(view: InferView): readonly TensorFacts[] {
  const sequence = sequenceAt(view, 0);
  const element = sequence?.element ?? UNKNOWN_TENSOR;
  const { dtype, shape } = element;
  if (sequence === null || shape === null) return [tensor(dtype, null)];
  const isNew = view.int('new_axis', 0) === 1;
  const axis = resolveAxis(view.int('axis', 0), shape.length + Number(isNew));
  if (axis === null) return view.conflict(`ConcatFromSequence: no axis in ${formatShape(shape)}`);
  const others = anyElement(view, element, 0).shape ?? shape;
  const count = sequence.count ?? view.dataDim(0, 'count');
  if (isNew) return [tensor(dtype, others.toSpliced(axis, 0, count))];
  const joined = lengthOfAll(sequence, axis) ?? view.dataDim(0, `axis ${axis}`);
  return [tensor(dtype, others.with(axis, joined))];
}

function lengthOfAll({ element, count, items }: Holding, axis: number): Dim | null {
  if (items === null) {
    const each = element.shape?.[axis];
    return each === undefined || count === null || !isDeclared(each) ? null : mul(each, count);
  }
  return items.reduce<Dim | null>((total, { shape }) => {
    const dim = shape?.[axis];
    return total === null || dim === undefined ? null : add(total, dim);
  }, 0);
}

function inferLength(view: InferView): readonly TensorFacts[] {
  const count = sequenceAt(view, 0)?.count ?? null;
  return [{ dtype: 'int64', shape: [], content: count === null ? null : fill(count) }];
}

/** The body runs once per element of the first sequence; other inputs are sequences as long, or tensors for every run. */
function inferMap(view: InferView): readonly TensorFacts[] {
  const inputs = inputsFrom(view, 0);
  const count = sequenceAt(view, 0)?.count ?? null;
  const given = inputs.map((facts) => (facts.holds?.kind === 'sequence' ? facts.holds.element : facts));
  const outputs = view.subgraph('body', given, count);
  return outputs.map((facts) => holding('sequence', { ...facts, content: null }, count, null));
}

/** With an input its value, without one nothing. */
function inferOptional(view: InferView): readonly TensorFacts[] {
  if (!view.has(0)) return [holding('optional', UNKNOWN_TENSOR, 0)];
  const value = view.input(0);
  return [holding('optional', value, 1, [value])];
}

/** An omitted input has no element, a tensor or a sequence is one; an optional may have one. */
function inferHasElement(view: InferView): readonly TensorFacts[] {
  return [{ dtype: 'bool', shape: [], content: hasElement(view) }];
}

function hasElement(view: InferView): TensorFacts['content'] {
  if (!view.has(0)) return fill(0);
  const { shape, holds } = view.input(0);
  if (holds?.kind === 'optional') return holds.count === null ? null : fill(holds.count);
  return shape !== null || holds !== undefined ? fill(1) : null;
}

/** What an optional holds. Since opset 18 the input may be a tensor or a sequence, which then is the element. */
function inferGetElement(view: InferView): readonly TensorFacts[] {
  const facts = view.input(0);
  return [facts.holds?.kind === 'optional' ? facts.holds.element : facts];
}

function inputsFrom(view: NodeView, first: number): readonly TensorFacts[] {
  return Array.from({ length: Math.max(view.inputCount - first, 0) }, (_, at) => view.input(first + at));
}
