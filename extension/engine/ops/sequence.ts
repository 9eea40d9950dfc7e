import { add, type Dim, sub } from '../ir/dim';
import { dtypeFromCode } from '../ir/dtype';
import { fill, holding, scalarOf, tensor, type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { InferView, NodeView, OpSpec } from './op';
import { inferConcat, inferSplit } from './sequencePieces';
import { merged } from './support/merging';
import { anyElement, openDims, sequenceAt, sequenceOf } from './support/sequences';

const FLOAT32 = 1;

/** Operators on sequences of tensors. */
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
];

function inferEmpty(view: InferView): readonly TensorFacts[] {
  const element = tensor(dtypeFromCode(view.int('dtype', FLOAT32)), null);
  return [holding('sequence', element, 0, [])];
}

function inferConstruct(view: InferView): readonly TensorFacts[] {
  return [sequenceOf(view, inputsFrom(view, 0))];
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

function inputsFrom(view: NodeView, first: number): readonly TensorFacts[] {
  return Array.from({ length: Math.max(view.inputCount - first, 0) }, (_, at) => view.input(first + at));
}
