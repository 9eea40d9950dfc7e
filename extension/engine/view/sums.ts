import type { ReportLayer, ReportRange } from '../../shared/report';
import { at } from './arrays';
import type { LayerGraph } from './layerGraph';
import { ADDITIVE, type AdditiveMetric, costOf } from './metrics';
import { branchRange } from './ranges';

/** Sums over a set of layers. A sum that misses an unknown member is a lower bound. */
export interface Costs {
  readonly sums: Readonly<Record<AdditiveMetric, number>>;
  /** Members whose cost is unknown, per metric. */
  readonly missing: Readonly<Record<AdditiveMetric, number>>;
  /** Of those that are missing, members that are priced but lie in branches that only a run takes. */
  readonly undecided: Readonly<Record<AdditiveMetric, number>>;
  readonly layers: number;
  /** Between which the cost lies, whichever branches are taken; the sum where none is undecided. */
  readonly bounds: Readonly<Record<AdditiveMetric, ReportRange>>;
}

/** Adds up the costs of units; inputs and outputs of the model cost nothing. */
export function sumCosts(graph: LayerGraph, units: readonly number[]): Costs {
  const sums = { macs: 0, params: 0, bytes: 0, energy: 0 };
  const missing = { macs: 0, params: 0, bytes: 0, energy: 0 };
  const undecided = { macs: 0, params: 0, bytes: 0, energy: 0 };
  const layers = units
    .map((index) => at(graph.units, index))
    .flatMap((unit) => (unit.kind === 'layer' ? [unit.layer] : []));
  for (const layer of layers) {
    for (const metric of ADDITIVE) {
      const cost = costOf(layer, metric);
      if (cost !== null) sums[metric] += cost;
      else missing[metric]++;
      if (cost === null && costIfTaken(layer, metric) !== null) undecided[metric]++;
    }
  }
  const sumRange = (metric: AdditiveMetric): ReportRange => ({
    atLeast: sums[metric],
    atMost: missing[metric] > 0 ? null : sums[metric],
  });
  const range = rangeOf(layers) ?? sumRange;
  const bounds = {
    macs: range('macs'),
    params: sumRange('params'),
    bytes: range('bytes'),
    energy: range('energy'),
  };
  return { sums, missing, undecided, layers: layers.length, bounds };
}

/** A metric that hangs on branches; parameters are there whichever is taken. */
type BranchMetric = Exclude<AdditiveMetric, 'params'>;

function rangeOf(layers: readonly ReportLayer[]): ((metric: BranchMetric) => ReportRange) | null {
  if (!layers.some(({ choice, branches }) => choice ?? branches)) return null;
  const ids = new Set(layers.map(({ id }) => id));
  // Layers in the branches of a member are in what that member comes to.
  const counted = layers.filter(({ choice }) => !choice || !ids.has(choice.owner));
  return (metric) => counted.map((layer) => boundsOf(layer, metric)).reduce(plus, { atLeast: 0, atMost: 0 });
}

const BOUNDED = { macs: 'macs', bytes: 'movedBytes', energy: 'energyPj' } as const;

function costIfTaken({ choice }: ReportLayer, metric: AdditiveMetric): number | null {
  return metric === 'params' ? null : (choice?.[BOUNDED[metric]] ?? null);
}

function boundsOf(layer: ReportLayer, metric: BranchMetric): ReportRange {
  const cost = costOf(layer, metric);
  const own = { atLeast: cost ?? 0, atMost: cost ?? costIfTaken(layer, metric) };
  return branchRange(layer, BOUNDED[metric]) ?? own;
}

function plus(a: ReportRange, b: ReportRange): ReportRange {
  return {
    atLeast: a.atLeast + b.atLeast,
    atMost: a.atMost === null || b.atMost === null ? null : a.atMost + b.atMost,
  };
}
