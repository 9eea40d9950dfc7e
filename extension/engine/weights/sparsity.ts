import { axisOf, eachGroup } from './axis';
import { eachSpan, Pacer, type Work } from './pace';
import { selectRank } from './select';
import { elementCount, emptyLike, sumOfSquares, type Values } from './values';

/** N:M sparsity (Mishra et al. 2021): of every `of` neighbours along the input axis at most `keep` are not zero. */
export interface Pattern {
  readonly axis: number;
  readonly keep: number;
  readonly of: number;
}

/** What magnitude pruning leaves of a tensor. */
export interface MagnitudePruning {
  /** All below this magnitude are removed, all above are kept; of those equal to it as many are removed as it takes. */
  readonly threshold: number;
  readonly removed: number;
  /** Share of the sum of squares that is kept, 0 to 1; 1 of zeros. */
  readonly retainedEnergy: number;
}

/** Share of elements that are exactly zero (of either sign), 0 to 1; 0 of no elements. */
export async function zeroShare(values: Values, work: Work): Promise<number> {
  let zeros = 0;
  await eachSpan(values.length, new Pacer(work, 'zeros', values.length), (start, end) => {
    for (let at = start; at < end; at++) if (values[at] === 0) zeros++;
  });
  return values.length === 0 ? 0 : zeros / values.length;
}

/**
 * Share of groups that follow the pattern, 0 to 1: where it is 1, the tensor does. A shorter last group follows it with
 * at most `keep` nonzeros too. 1 of no elements. Throws {@link RangeError} where there is no such axis or pattern.
 */
export async function patternShare(
  values: Values,
  dims: readonly number[],
  pattern: Pattern,
  work: Work,
): Promise<number> {
  checkPattern(pattern);
  let groups = 0;
  let following = 0;
  const pacer = new Pacer(work, 'pattern', elementCount(dims));
  await eachGroup(axisOf(dims, pattern.axis), pattern.of, pacer, (start, stride, count) => {
    let nonzeros = 0;
    for (let at = start; at < start + count * stride; at += stride) if (values[at] !== 0) nonzeros++;
    groups++;
    if (nonzeros <= pattern.keep) following++;
  });
  return groups === 0 ? 1 : following / groups;
}

/**
 * Unstructured magnitude pruning (Han et al. 2015) of this share (0 to 1) of all elements, rounded to a whole number of
 * them. Null where an element is not finite.
 */
export async function pruneByMagnitude(
  values: Values,
  sparsity: number,
  work: Work,
): Promise<MagnitudePruning | null> {
  const total = await sumOfSquares(values, work);
  if (!Number.isFinite(total)) return null;
  const removed = Math.round(Math.max(0, Math.min(1, sparsity)) * values.length);
  if (removed === 0) return { threshold: 0, removed, retainedEnergy: 1 };
  const pacer = new Pacer(work, 'magnitudes', 5 * values.length);
  const threshold = await selectRank(await magnitudes(values, pacer), removed - 1, pacer);
  let below = 0;
  let lost = 0;
  await eachSpan(values.length, pacer, (start, end) => {
    for (let at = start; at < end; at++) {
      const magnitude = Math.abs(values[at] ?? 0);
      if (magnitude >= threshold) continue;
      below++;
      lost += magnitude * magnitude;
    }
  });
  lost += (removed - below) * threshold * threshold;
  return { threshold, removed, retainedEnergy: keptShare(total - lost, total) };
}

async function magnitudes(values: Values, pacer: Pacer): Promise<Values> {
  const result = emptyLike(values, values.length);
  await eachSpan(values.length, pacer, (start, end) => {
    for (let at = start; at < end; at++) result[at] = Math.abs(values[at] ?? 0);
  });
  return result;
}

/**
 * Share of the sum of squares that is kept, 0 to 1, where of each group the `keep` largest magnitudes stay (Mishra et
 * al. 2021); 1 of zeros. Null where an element is not finite. Throws {@link RangeError} as {@link patternShare} does.
 */
export async function patternEnergy(
  values: Values,
  dims: readonly number[],
  pattern: Pattern,
  work: Work,
): Promise<number | null> {
  checkPattern(pattern);
  const total = await sumOfSquares(values, work);
  if (!Number.isFinite(total)) return null;
  const squares = new Float64Array(pattern.of);
  let kept = 0;
  const pacer = new Pacer(work, 'pattern', elementCount(dims));
  await eachGroup(axisOf(dims, pattern.axis), pattern.of, pacer, (start, stride, count) => {
    for (let i = 0; i < count; i++) squares[i] = (values[start + i * stride] ?? 0) ** 2;
    kept += sumOfLargest(squares, count, pattern.keep);
  });
  return keptShare(kept, total);
}

/** Sum of the `keep` largest of the first `count`, which insertion sorts in place: groups are small. */
function sumOfLargest(squares: Float64Array, count: number, keep: number): number {
  for (let i = 1; i < count; i++) {
    const square = squares[i] ?? 0;
    let at = i;
    for (; at > 0 && (squares[at - 1] ?? 0) < square; at--) squares[at] = squares[at - 1] ?? 0;
    squares[at] = square;
  }
  let sum = 0;
  for (let i = 0; i < Math.min(count, keep); i++) sum += squares[i] ?? 0;
  return sum;
}

function keptShare(kept: number, total: number): number {
  return total === 0 ? 1 : Math.max(0, Math.min(1, kept / total));
}

/** Groups are sorted by insertion, so large ones are refused; hardware has 2:4, 4:8 and the like. */
const MOST_OF_GROUP = 1024;

function checkPattern({ keep, of }: Pattern): void {
  const whole = Number.isInteger(keep) && Number.isInteger(of);
  if (!whole || keep < 0 || of < 1 || of > MOST_OF_GROUP)
    throw new RangeError(`no pattern: ${keep} of ${of}`);
}
