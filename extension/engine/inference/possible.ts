import { bounds, type Dim } from '../ir/dim';
import { type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';

/** No tensor has negative or fractional dims, whatever hostile attributes make of them. */
export function sane(facts: readonly TensorFacts[]): readonly TensorFacts[] {
  return facts.map((fact) => (isPossible(fact) ? fact : { ...UNKNOWN_TENSOR, dtype: fact.dtype }));
}

function isPossible({ shape, holds }: TensorFacts): boolean {
  if (shape?.every(isPossibleDim) === false) return false;
  return !holds || (isPossible(holds.element) && (holds.items ?? []).every(isPossible));
}

function isPossibleDim(dim: Dim): boolean {
  return typeof dim === 'number' ? Number.isInteger(dim) && dim >= 0 : bounds(dim)[1] >= 0;
}
