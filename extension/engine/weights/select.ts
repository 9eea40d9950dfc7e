import type { Pacer } from './pace';
import type { Values } from './values';

/**
 * The element that would stand at `rank` (from 0) were `values` sorted; reorders them. Quickselect (Hoare 1961) with the
 * median of three as pivot: linear time on all but contrived input, and the same answer whatever the order.
 */
export async function selectRank(values: Values, rank: number, pacer: Pacer): Promise<number> {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const [left, right] = await partition(values, low, high, pacer);
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank] ?? 0;
}

/** Moves what is at most the pivot up to `right` and what is at least the pivot from `left` on; between lie equals. */
async function partition(
  values: Values,
  low: number,
  high: number,
  pacer: Pacer,
): Promise<readonly [left: number, right: number]> {
  const pivot = medianOfThree(values[low] ?? 0, values[(low + high) >>> 1] ?? 0, values[high] ?? 0);
  let left = low;
  let right = high;
  while (left <= right) {
    const from = left;
    while ((values[left] ?? 0) < pivot) left++;
    while ((values[right] ?? 0) > pivot) right--;
    if (left > right) break;
    const moved = values[left] ?? 0;
    values[left++] = values[right] ?? 0;
    values[right--] = moved;
    // As many elements pass on the other side, more or less.
    if (pacer.due(2 * (left - from))) await pacer.rest();
  }
  return [left, right];
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
