import { at } from './arrays';

/** A half-open range of positions. */
export type Range = readonly [start: number, end: number];

/**
 * Cuts `count` ordered items into runs of about `size`, each cut where the fewest flows cross it.
 * `sources` and `targets` are the flows' ends as positions.
 */
export function cutIntoChunks(
  count: number,
  size: number,
  sources: ArrayLike<number>,
  targets: ArrayLike<number>,
): Range[] {
  const crossing = crossings(count, sources, targets);
  const ranges: Range[] = [];
  for (let start = 0; start < count;) {
    const end =
      count - start <= size * 1.4 ? count : narrowest(crossing, start + size * 0.7, start + size * 1.3);
    ranges.push([start, end]);
    start = end;
  }
  return ranges;
}

/** Flows that cross the gap in front of each position. */
function crossings(count: number, sources: ArrayLike<number>, targets: ArrayLike<number>): Int32Array {
  const change = new Int32Array(count + 2);
  for (let e = 0; e < sources.length; e++) {
    const first = at(sources, e) + 1;
    const past = at(targets, e) + 1;
    change[first] = at(change, first) + 1;
    change[past] = at(change, past) - 1;
  }
  for (let i = 1; i < change.length; i++) change[i] = at(change, i) + at(change, i - 1);
  return change;
}

function narrowest(crossing: Int32Array, from: number, to: number): number {
  const middle = (from + to) / 2;
  let best = Math.ceil(from);
  for (let i = best; i <= to; i++) {
    const gain = at(crossing, best) - at(crossing, i);
    if (gain > 0 || (gain === 0 && Math.abs(i - middle) < Math.abs(best - middle))) best = i;
  }
  return best;
}
