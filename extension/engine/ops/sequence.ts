import { fill, tensor, type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { InferView, OpSpec } from './op';

/** Operators whose results are sequences or optionals, or come out of one: facts describe tensors only, so these stay unknown. */
const UNFOLLOWED = [
  'SequenceEmpty',
  'SequenceConstruct',
  'SequenceInsert',
  'SequenceErase',
  'SequenceAt',
  'SplitToSequence',
  'ConcatFromSequence',
  'Optional',
];

export const SEQUENCE_OPS: readonly OpSpec[] = [
  { types: UNFOLLOWED, infer: () => [] },
  { types: ['SequenceLength'], infer: () => [tensor('int64', [])] },
  { types: ['SequenceMap'], infer: inferSequenceMap },
  { types: ['OptionalHasElement'], infer: inferHasElement },
  // Since opset 18 the input may be a tensor, which then is the element.
  { types: ['OptionalGetElement'], infer: (view) => [view.input(0)], carries: [0] },
];

/** The body runs once per element of the sequences, whose number only a run tells. */
function inferSequenceMap(view: InferView): readonly TensorFacts[] {
  const unknown = Array.from({ length: view.inputCount }, () => UNKNOWN_TENSOR);
  view.subgraph('body', unknown, null);
  return [];
}

/** An omitted input has no element, a tensor is one; an optional may have one. */
function inferHasElement(view: InferView): readonly TensorFacts[] {
  const isTensor = view.input(0).shape !== null;
  const content = !view.has(0) ? fill(0) : isTensor ? fill(1) : null;
  return [{ dtype: 'bool', shape: [], content }];
}
