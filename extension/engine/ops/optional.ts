import { fill, holding, type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { InferView, OpSpec } from './op';

/** Operators on values that may be missing. */
export const OPTIONAL_OPS: readonly OpSpec[] = [
  { types: ['Optional'], infer: inferOptional },
  { types: ['OptionalHasElement'], infer: inferHasElement },
  { types: ['OptionalGetElement'], infer: inferGetElement, carries: [0] },
];

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
