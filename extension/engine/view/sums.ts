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
  readonly layers: number;
  /** Bounds, where some of what is missing hangs on branches that only a run takes; null elsewhere. */
  readonly range: Readonly<Record<AdditiveMetric, ReportRange>> | null;
}

/** Adds up the costs of units; inputs and outputs of the model cost nothing. */
export function sumCosts(graph: LayerGraph, units: readonly number[]): Costs {
  const sums = { macs: 0, params: 0, bytes: 0, energy: 0 };
  const missing = { macs: 0, params: 0, bytes: 0, energy: 0 };
  const layers = units
    .map((index) => at(graph.units, index))
    .flatMap((unit) => (unit.kind === 'layer' ? [unit.layer] : []));
  for (const layer of layers) {
    for (const metric of ADDITIVE) {
      const cost = costOf(layer, metric);
      if (cost === null) missing[metric]++;
      else sums[metric] += cost;
    }
  }
  return { sums, missing, layers: layers.length, range: rangeOf(layers) };
}

function rangeOf(layers: readonly ReportLayer[]): Costs['range'] {
  if (!layers.some(({ choice, branches }) => choice ?? branches)) return null;
  const ids = new Set(layers.map(({ id }) => id));
  // Layers in the branches of a member are in what that member comes to.
  const counted = layers.filter(({ choice }) => !choice || !ids.has(choice.owner));
  const range = (metric: AdditiveMetric): ReportRange =>
    counted.map((layer) => boundsOf(layer, metric)).reduce(plus, { atLeast: 0, atMost: 0 });
  return { macs: range('macs'), params: range('params'), bytes: range('bytes'), energy: range('energy') };
}

const BOUNDED = { macs: 'macs', bytes: 'movedBytes', energy: 'energyPj' } as const;

function boundsOf(layer: ReportLayer, metric: AdditiveMetric): ReportRange {
  const cost = costOf(layer, metric);
  if (metric === 'params') return { atLeast: cost ?? 0, atMost: cost };
  const own = { atLeast: cost ?? 0, atMost: cost ?? layer.choice?.[BOUNDED[metric]] ?? null };
  const branches = branchRange(layer, BOUNDED[metric]);
  return branches ? plus(own, branches) : own;
}

function plus(a: ReportRange, b: ReportRange): ReportRange {
  return {
    atLeast: a.atLeast + b.atLeast,
    atMost: a.atMost === null || b.atMost === null ? null : a.atMost + b.atMost,
  };
}
