import { at } from './arrays';

/** `times` copies of `length` items each, in a row from `start`. */
export interface Repeat {
  readonly start: number;
  readonly length: number;
  readonly times: number;
}

/** Runs of at least `minTimes` equal neighbours; `linked[i]` says whether item i - 1 feeds item i. */
export function equalRuns(kinds: ArrayLike<number>, linked: ArrayLike<number>, minTimes: number): Repeat[] {
  const runs: Repeat[] = [];
  for (let start = 0; start < kinds.length;) {
    let end = start + 1;
    while (end < kinds.length && at(kinds, end) === at(kinds, start) && at(linked, end) !== 0) end++;
    if (end - start >= minTimes) runs.push({ start, length: 1, times: end - start });
    start = end;
  }
  return runs;
}

/** Blocks shorter than this are idioms (Conv, Relu), not blocks. */
const MIN_PERIOD = 4;
/** Occurrences of an item's twin that are tried as the period. */
const MAX_CANDIDATES = 8;
/** Comparisons per item before the search gives up: it must stay linear on hostile sequences. */
const WORK_PER_ITEM = 64;

/**
 * Finds stretches in which a block of kinds follows itself at least `minTimes` times, the earliest first.
 * A block starts where its kinds do: at each item the distances to its next few twins are tried as the period.
 */
export function periodicRuns(kinds: ArrayLike<number>, minTimes: number): Repeat[] {
  const next = nextTwins(kinds);
  const runs: Repeat[] = [];
  let work = kinds.length * WORK_PER_ITEM;
  let start = 0;
  while (start < kinds.length && work > 0) {
    const found = repeatAt(start);
    if (found) runs.push(found);
    start = found ? found.start + found.length * found.times : start + 1;
  }
  return runs;

  function repeatAt(from: number): Repeat | null {
    let twin = at(next, from);
    for (let tries = 0; twin >= 0 && tries < MAX_CANDIDATES; tries++, twin = at(next, twin)) {
      const period = twin - from;
      if (period < MIN_PERIOD) continue;
      const matched = matchLength(from, period);
      const times = Math.floor(matched / period) + 1;
      if (times >= minTimes) return { start: from, length: period, times };
    }
    return null;
  }

  function matchLength(from: number, period: number): number {
    let i = from;
    while (i + period < kinds.length && at(kinds, i) === at(kinds, i + period) && work > 0) {
      i++;
      work--;
    }
    return i - from;
  }
}

function nextTwins(kinds: ArrayLike<number>): Int32Array {
  const next = new Int32Array(kinds.length).fill(-1);
  const last = new Map<number, number>();
  for (let i = kinds.length - 1; i >= 0; i--) {
    next[i] = last.get(at(kinds, i)) ?? -1;
    last.set(at(kinds, i), i);
  }
  return next;
}
