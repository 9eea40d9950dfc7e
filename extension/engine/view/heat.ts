import type { Report, ReportLayer } from '../../shared/report';
import type { Metric } from '../../shared/scene';
import { type AdditiveMetric, costOf, formatMetric, shareOf, totalOf } from './metrics';
import { formatShare } from '../units';
import { shortRange } from './ranges';
import type { Costs } from './sums';

/** A box's cost in one metric, ready to be compared and printed. */
export interface BoxCost {
  /** In the metric's unit; null where nothing is known or, for intensity, there are no MACs. */
  readonly value: number | null;
  readonly atLeast: boolean;
  /** `>= 115 M (2.8%)`, `64 to 640` or `<= 640` in branches that only a run takes; "" where there is nothing to say. */
  readonly text: string;
}

/**
 * The cost of one or more layers. Where all of them are unknown the value is null; where some are it is a
 * lower bound. Intensity is MACs per moved byte and has no share of a total: the share shown is that of the
 * moved bytes.
 */
export function boxCost(report: Report, metric: Metric, costs: Costs): BoxCost {
  if (metric === 'intensity') return boxIntensity(report, costs);
  const sum = costs.sums[metric];
  const { atLeast, atMost } = costs.bounds[metric];
  const format = (value: number): string => formatMetric(metric, value);
  if (atMost === null && atLeast === 0) return UNKNOWN;
  if (atMost !== null && atMost !== sum)
    return { value: null, atLeast: false, text: shortRange({ atLeast, atMost }, format) };
  if (atMost === 0) return { value: 0, atLeast: false, text: '' };
  const bound = shortRange({ atLeast, atMost }, format);
  const text = atLeast === sum ? `${bound} (${share(report, metric, sum)})` : bound;
  return { value: atLeast, atLeast: atMost === null, text };
}

const UNKNOWN: BoxCost = { value: null, atLeast: false, text: '?' };

function boxIntensity(report: Report, { sums, missing }: Costs): BoxCost {
  if (missing.macs + missing.bytes > 0) return UNKNOWN;
  if (sums.macs === 0 || sums.bytes === 0) return { value: null, atLeast: false, text: '' };
  const value = sums.macs / sums.bytes;
  const text = `${formatMetric('intensity', value)} (${share(report, 'bytes', sums.bytes)})`;
  return { value, atLeast: false, text };
}

function share(report: Report, metric: AdditiveMetric, value: number): string {
  return formatShare(shareOf(value, totalOf(report, metric)));
}

/**
 * Heat of each box, 0 to 1 of the hottest. A low intensity means that a layer waits for memory, so there heat
 * runs the other way, on a logarithmic scale from the highest intensity on the screen (0) to the lowest (1).
 */
export function heatOf(metric: Metric, costs: readonly BoxCost[]): (number | null)[] {
  const values = costs.map((cost) => cost.value).filter((value) => value !== null);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (metric !== 'intensity')
    return costs.map(({ value }) => (value === null ? null : most > 0 ? value / most : 0));
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const range = Math.log(most / least);
  return costs.map(({ value, text }) => {
    if (value === null) return text === '?' ? null : 0;
    return range > 0 ? Math.log(most / value) / range : 1;
  });
}

/** What a layer is ranked by: its cost, or for intensity the bytes that it moves. Null where it does not count. */
export function rankingCost(layer: ReportLayer, metric: Metric): number | null {
  if (metric !== 'intensity') return costOf(layer, metric);
  return layer.macs !== null && layer.macs > 0 && layer.intensity !== null ? layer.movedBytes : null;
}
