import type { TotalFormulas } from '../../shared/report';
import { type Dim, equal, mul, product, sum } from '../ir/dim';
import { formatDim } from '../ir/dimText';
import { fromTerms, termsOf } from '../ir/polynomial';
import type { Work } from '../ops/op';
import type { PricedNode } from './types';

/** Coefficients beyond this are not exact any more. */
const LARGEST_EXACT = Number.MAX_SAFE_INTEGER;
/** In place of a formula that nobody could read. */
const TOO_LONG: Dim = 0;

/** Layers of the same work and as many runs, and how many they are: nodes that are alike share their work. */
interface Portion {
  readonly work: Work;
  readonly calls: Dim;
  layers: number;
}

/**
 * MACs and FLOPs of the whole model as polynomials in its open dims: 2 per MAC and the element operations, times how often
 * a layer runs. A member is absent where no dim is open, some layer's cost is not known, or it has too many terms to read.
 */
export function totalFormulas(nodes: readonly PricedNode[]): TotalFormulas {
  if (nodes.some(({ cost }) => cost.unknown !== null)) return {};
  const portions = portionsOf(nodes);
  const macs = formulaOf(portions.map((portion) => timesRuns(portion, macsOf(portion))));
  const flops = formulaOf(
    portions.map((portion) =>
      timesRuns(portion, sum([mul(macsOf(portion), 2), portion.work.elementOps ?? 0])),
    ),
  );
  return { ...(macs !== null && { macs }), ...(flops !== null && { flops }) };
}

function portionsOf(nodes: readonly PricedNode[]): readonly Portion[] {
  const known = new Map<Work, Portion>();
  const portions: Portion[] = [];
  for (const { cost, shaped } of nodes) {
    const { work } = cost;
    if (work === null) continue;
    const calls = shaped.calls ?? 1;
    const twin = known.get(work);
    if (twin && equal(twin.calls, calls)) twin.layers++;
    else {
      const portion = { work, calls, layers: 1 };
      portions.push(portion);
      known.set(work, portion);
    }
  }
  return portions;
}

function macsOf({ work }: Portion): Dim {
  return sum((work.macs ?? []).map((factors) => product(factors.map(({ value }) => value))));
}

function timesRuns({ calls, layers }: Portion, dim: Dim): Dim {
  return dim === 0 ? 0 : mul(mul(dim, calls), layers);
}

/** All terms at once: adding layer by layer would merge what is there again and again. */
function formulaOf(dims: readonly Dim[]): string | null {
  const total = fromTerms(dims.flatMap(termsOf), () => TOO_LONG);
  if (typeof total === 'number') return null;
  return total.terms.every(({ coefficient }) => Math.abs(coefficient) <= LARGEST_EXACT)
    ? formatDim(total)
    : null;
}
