import { at } from './arrays';
import type { LayerGraph } from './layerGraph';
import { ADDITIVE, type AdditiveMetric, costOf } from './metrics';

/** Sums over a set of layers. A sum that misses an unknown member is a lower bound. */
export interface Costs {
  readonly sums: Readonly<Record<AdditiveMetric, number>>;
  /** Members whose cost is unknown, per metric. */
  readonly missing: Readonly<Record<AdditiveMetric, number>>;
  readonly layers: number;
}

/** Adds up the costs of units; inputs and outputs of the model cost nothing. */
export function sumCosts(graph: LayerGraph, units: readonly number[]): Costs {
  const sums = { macs: 0, params: 0, bytes: 0, energy: 0 };
  const missing = { macs: 0, params: 0, bytes: 0, energy: 0 };
  let layers = 0;
  for (const index of units) {
    const unit = at(graph.units, index);
    if (unit.kind !== 'layer') continue;
    layers++;
    for (const metric of ADDITIVE) {
      const cost = costOf(unit.layer, metric);
      if (cost === null) missing[metric]++;
      else sums[metric] += cost;
    }
  }
  return { sums, missing, layers };
}
