import type { HeavyLayer } from '../../shared/compression';
import type { BudgetMetric } from '../../shared/suggestions';
import type { PricedModel } from '../compress/pricing';
import type { PricedNode } from '../cost/types';

const MOST = 5;

const VALUE: Readonly<Record<BudgetMetric, (node: PricedNode) => number>> = {
  macs: ({ cost }) => cost.macs ?? 0,
  params: ({ params }) => params,
  weights: ({ cost }) => cost.weightBytes ?? 0,
  moved: ({ cost }) => cost.movedBytes ?? 0,
  // At its own step a layer holds at least what it reads and writes.
  peak: ({ cost }) => (cost.inputBytes ?? 0) + (cost.outputBytes ?? 0),
  energy: ({ cost }) => (cost.computePj ?? 0) + (cost.memoryPj ?? 0),
};

/** Layers that make up the first half of a metric, heaviest first, at most five. */
export function heaviest({ nodes }: PricedModel, metric: BudgetMetric): readonly HeavyLayer[] {
  const valueOf = VALUE[metric];
  const sorted = [...nodes].sort((a, b) => valueOf(b) - valueOf(a));
  const whole = nodes.reduce((sum, node) => sum + valueOf(node), 0);
  const layers: HeavyLayer[] = [];
  let sum = 0;
  for (const priced of sorted) {
    const value = valueOf(priced);
    if (layers.length === MOST || sum >= whole / 2 || value === 0) break;
    const { node, path, index } = priced.shaped;
    layers.push({ id: `${path}${index}`, name: node.name, op: node.op, value });
    sum += value;
  }
  return layers;
}
