import type { HeavyLayer } from '../../shared/compression';
import type { BudgetMetric } from '../../shared/suggestions';
import type { PricedModel } from '../compress/pricing';
import type { NodeCost } from '../cost/types';

const MOST = 5;

const VALUE: Readonly<Record<BudgetMetric, (cost: NodeCost) => number>> = {
  macs: ({ macs }) => macs ?? 0,
  params: ({ params }) => params,
  weights: ({ weightBytes }) => weightBytes ?? 0,
  moved: ({ movedBytes }) => movedBytes ?? 0,
  // At its own step a layer holds at least what it reads and writes.
  peak: ({ inputBytes, outputBytes }) => (inputBytes ?? 0) + (outputBytes ?? 0),
  energy: ({ computePj, memoryPj }) => (computePj ?? 0) + (memoryPj ?? 0),
};

/** Layers that make up the first half of a metric, heaviest first, at most five. */
export function heaviest({ costs }: PricedModel, metric: BudgetMetric): readonly HeavyLayer[] {
  const valueOf = VALUE[metric];
  const sorted = [...costs].sort((a, b) => valueOf(b) - valueOf(a));
  const whole = costs.reduce((sum, cost) => sum + valueOf(cost), 0);
  const layers: HeavyLayer[] = [];
  let sum = 0;
  for (const cost of sorted) {
    if (layers.length === MOST || sum >= whole / 2 || valueOf(cost) === 0) break;
    const { node, path, index } = cost.shaped;
    layers.push({ id: `${path}${index}`, name: node.name, op: node.op, value: valueOf(cost) });
    sum += valueOf(cost);
  }
  return layers;
}
