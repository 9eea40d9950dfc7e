import type { Costs, Potential } from '../../shared/suggestions';

/** Advice that saves less than this of every metric is trivial. */
export const TRIVIAL_SHARE = 0.005;

const METRICS = ['macs', 'params', 'weightBytes', 'movedBytes', 'peakActivationBytes', 'energyPj'] as const;

/** The largest share that is saved of any metric that a budget can be about; negative where all of them grow. */
export function largestSaving(before: Costs, after: Costs, potential?: Potential): number {
  const savings = METRICS.flatMap((metric) => saving(before[metric], after[metric]));
  const possible = potential
    ? [...saving(before.macs, potential.macs), ...saving(before.weightBytes, potential.weightBytes)]
    : [];
  return Math.max(...savings, ...possible);
}

function saving(before: number | null, after: number | null): readonly number[] {
  return before === null || after === null || before === 0 ? [] : [1 - after / before];
}
