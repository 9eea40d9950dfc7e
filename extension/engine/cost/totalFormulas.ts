import type { TotalFormulas } from '../../shared/report';
import { type Dim, mul, product, sum } from '../ir/dim';
import { formatDim } from '../ir/dimText';
import { fromTerms, termsOf } from '../ir/polynomial';
import type { NodeCost } from './types';

/** Coefficients beyond this are not exact any more. */
const LARGEST_EXACT = Number.MAX_SAFE_INTEGER;
/** In place of a formula that nobody could read. */
const TOO_LONG: Dim = 0;

/**
 * MACs and FLOPs of the whole model as polynomials in its open dims: 2 per MAC and the element operations, times how often
 * a layer runs. A member is absent where no dim is open, some layer's cost is not known, or it has too many terms to read.
 */
export function totalFormulas(costs: readonly NodeCost[]): TotalFormulas {
  if (costs.some(({ unknown }) => unknown !== null)) return {};
  const macs = formulaOf(costs.map((cost) => timesCalls(cost, macsOf(cost))));
  const flops = formulaOf(
    costs.map((cost) => timesCalls(cost, sum([mul(macsOf(cost), 2), cost.work?.elementOps ?? 0]))),
  );
  return { ...(macs !== null && { macs }), ...(flops !== null && { flops }) };
}

function macsOf({ work }: NodeCost): Dim {
  return sum((work?.macs ?? []).map((factors) => product(factors.map(({ value }) => value))));
}

function timesCalls({ shaped }: NodeCost, dim: Dim): Dim {
  return dim === 0 ? 0 : mul(dim, shaped.calls ?? 1);
}

/** All terms at once: adding layer by layer would merge what is there again and again. */
function formulaOf(dims: readonly Dim[]): string | null {
  const total = fromTerms(dims.flatMap(termsOf), () => TOO_LONG);
  if (typeof total === 'number') return null;
  return total.terms.every(({ coefficient }) => Math.abs(coefficient) <= LARGEST_EXACT)
    ? formatDim(total)
    : null;
}
