import type { Report, ReportLayer } from '../../shared/report';
import type { Metric } from '../../shared/scene';
import { rankingCost } from './heat';

/** A layer's place in the order of costs. */
export interface Ranked {
  readonly layer: ReportLayer;
  readonly cost: number;
  readonly share: number;
  readonly cumulativeShare: number;
  readonly hot: boolean;
}

/**
 * Layers that cost something, hottest first; equal ones in program order. Hot are those that make up the first
 * half of the sum. For intensity only layers with MACs count: the lowest intensity comes first, and shares
 * are of the bytes that those layers move.
 */
export function rankLayers(report: Report, metric: Metric): Ranked[] {
  const priced = report.layers
    .map((layer) => ({ layer, cost: rankingCost(layer, metric) ?? 0 }))
    .filter(({ cost }) => cost > 0);
  if (metric === 'intensity') priced.sort((a, b) => (a.layer.intensity ?? 0) - (b.layer.intensity ?? 0));
  else priced.sort((a, b) => b.cost - a.cost);
  const total = priced.reduce((sum, { cost }) => sum + cost, 0);
  let before = 0;
  return priced.map(({ layer, cost }) => {
    const hot = before < total / 2;
    before += cost;
    return { layer, cost, share: cost / total, cumulativeShare: before / total, hot };
  });
}

/** Ids of the hot layers: those that together make up the first half of the metric. */
export function hotLayers(report: Report, metric: Metric): ReadonlySet<string> {
  return new Set(
    rankLayers(report, metric)
      .filter(({ hot }) => hot)
      .map(({ layer }) => layer.id),
  );
}
