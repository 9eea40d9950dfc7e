import { type Dim, equal } from '../ir/dim';
import { resolveAxis } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { elementCount } from '../ir/shape';
import { scalarArgument } from './support/lists';
import type { InferView, OpSpec } from './op';
import { perInputElement, perOutputElement } from './support/measure';

/** Running sums, the k largest, distinct elements: 1 FLOP per element read. */
export const SORTING_OPS: readonly OpSpec[] = [
  { types: ['CumSum', 'CumProd'], infer: inferCumulative, work: perOutputElement(1) },
  { types: ['TopK'], infer: inferTopK, work: perInputElement(1) },
  { types: ['Unique'], infer: inferUnique, work: perInputElement(1) },
];

function inferCumulative(view: InferView): readonly TensorFacts[] {
  return [{ ...view.input(0), content: null }];
}

/** k is an attribute before opset 10 and an input since. */
function inferTopK(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  if (shape === null) return [tensor(dtype, null), tensor('int64', null)];
  const axis = resolveAxis(view.int('axis', -1), shape.length);
  const k = scalarArgument(view, 1, 'k') ?? null;
  if (axis === null)
    return view.conflict(`TopK: axis ${view.int('axis', -1)} lies outside rank ${shape.length}`);
  const size = shape[axis];
  if (typeof k === 'number' && (k < 0 || (typeof size === 'number' && k > size)))
    return view.conflict(`TopK: k = ${k} of an axis of ${typeof size === 'number' ? size : '?'} elements`);
  const result = shape.with(axis, k ?? view.dataDim(0, 'k'));
  return [tensor(dtype, result), tensor('int64', result)];
}

/** Distinct elements, or distinct slices along an axis: how many, only a run tells. */
function inferUnique(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const axis = view.int('axis');
  const total: Dim | null = shape === null ? null : elementCount(shape);
  const count = total !== null && equal(total, 1) ? 1 : view.dataDim(0, 'distinct');
  const along = axis === undefined || shape === null ? undefined : resolveAxis(axis, shape.length);
  if (along === null)
    return view.conflict(`Unique: axis ${axis ?? '?'} lies outside rank ${shape?.length ?? 0}`);
  const inverse = shape === null ? null : [along === undefined ? (total ?? 1) : (shape[along] ?? 1)];
  const flat = axis === undefined ? [count] : null;
  const values = along === undefined || shape === null ? flat : shape.with(along, count);
  const counts = tensor('int64', [count]);
  return [tensor(dtype, values), counts, tensor('int64', inverse), counts];
}
