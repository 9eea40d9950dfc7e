import type { Report, ReportLayer } from '../../shared/report';
import type { Metric } from '../../shared/scene';
import { formatBytes, formatCount, formatEnergy, formatIntensity } from '../units';

/** The metrics that add up over layers; intensity is the quotient of two of them. */
export const ADDITIVE = ['macs', 'params', 'bytes', 'energy'] as const;
export type AdditiveMetric = (typeof ADDITIVE)[number];

export const METRIC_LABELS: Readonly<Record<Metric, string>> = {
  macs: 'MACs',
  params: 'Params',
  bytes: 'Moved bytes',
  energy: 'Energy',
  intensity: 'Intensity',
};

/** A layer's cost in an additive metric; null where it is not known. */
export function costOf(layer: ReportLayer, metric: AdditiveMetric): number | null {
  switch (metric) {
    case 'macs':
      return layer.macs;
    case 'params':
      return layer.params;
    case 'bytes':
      return layer.movedBytes;
    case 'energy':
      return layer.energyPj;
  }
}

/** The model's cost in an additive metric; a lower bound while the report is incomplete. */
export function totalOf(report: Report, metric: AdditiveMetric): number {
  switch (metric) {
    case 'macs':
      return report.totals.macs;
    case 'params':
      return report.totals.params;
    case 'bytes':
      return report.totals.movedBytes;
    case 'energy':
      return report.totals.energy.totalPj;
  }
}

/** A value in the metric's own unit, rounded: `116 M`, `1.20 MiB`, `3.41 mJ`, `12.3 MAC/B`. */
export function formatMetric(metric: Metric, value: number): string {
  switch (metric) {
    case 'macs':
    case 'params':
      return formatCount(value);
    case 'bytes':
      return formatBytes(value);
    case 'energy':
      return formatEnergy(value);
    case 'intensity':
      return formatIntensity(value);
  }
}

/** Share of a total, 0 to 1; 0 where the total is 0. */
export function shareOf(value: number, total: number): number {
  return total > 0 ? Math.min(1, value / total) : 0;
}
