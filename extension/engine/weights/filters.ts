import { axisOf, eachRun } from './axis';
import { Pacer, type Work } from './pace';
import { elementCount, type Values } from './values';

/**
 * The L1 norm of each output filter: the sum of magnitudes of all elements with the same place on `axis`, the output
 * axis (0 of a convolution's [Cout, Cin, ...kernel], 1 of MatMul's [in, out]). Li et al. 2017, "Pruning Filters for
 * Efficient ConvNets". Throws {@link RangeError} where there is no such axis.
 */
export async function filterNorms(
  values: Values,
  dims: readonly number[],
  axis: number,
  work: Work,
): Promise<Float64Array> {
  const along = axisOf(dims, axis);
  const norms = new Float64Array(along.length);
  const pacer = new Pacer(work, 'filters', elementCount(dims));
  await eachRun(along, pacer, (start, end, filter) => {
    let sum = norms[filter] ?? 0;
    for (let at = start; at < end; at++) sum += Math.abs(values[at] ?? 0);
    norms[filter] = sum;
  });
  return norms;
}

/** Filters from the smallest norm to the largest, the order in which they are pruned; equals by their number. */
export function rankFilters(norms: Float64Array): readonly number[] {
  return Array.from(norms.keys()).sort((a, b) => (norms[a] ?? 0) - (norms[b] ?? 0) || a - b);
}

/** How many of these filters pruning of a fraction (0 to 1) removes: rounded to a whole number. */
export function filtersRemoved(filters: number, fraction: number): number {
  return Math.round(Math.max(0, Math.min(1, fraction)) * filters);
}

/** Share of the L1 norm, 0 to 1, that stays when the smallest fraction of filters is removed; 1 of zeros. */
export function keptNorm(norms: Float64Array, fraction: number): number {
  const sorted = norms.toSorted();
  const removed = filtersRemoved(sorted.length, fraction);
  const sum = (part: Float64Array): number => part.reduce((a, b) => a + b, 0);
  const total = sum(sorted);
  return total === 0 ? 1 : sum(sorted.subarray(removed)) / total;
}
