import type { Costs } from '../../extension/shared/suggestions';

/** Sums of products of joules: only the order of addition may differ. */
const ENERGY_TOLERANCE = 1e-12;

/** Metrics in which two costs differ, each with both figures; energy counts as equal up to rounding. */
export function differences(one: Costs, other: Costs): readonly string[] {
  const metrics = Object.keys(one) as (keyof Costs)[];
  return metrics.flatMap((metric) => {
    const [a, b] = [one[metric], other[metric]];
    const same =
      metric === 'energyPj'
        ? Math.abs(one.energyPj - other.energyPj) <= ENERGY_TOLERANCE * other.energyPj
        : a === b;
    return same ? [] : [`${metric} ${String(a)} against ${String(b)}`];
  });
}
