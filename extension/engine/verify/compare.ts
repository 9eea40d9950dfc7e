import type { RuntimeTensor } from '../hostRuntime';
import { familyOf } from '../ir/dtype';
import type { OutputComparison } from '../../shared/rewriting';
import { differencesOf } from './differences';
import { numbersOf } from './numbers';

/** A comparison with what only tests and logs are interested in. */
export interface TensorComparison extends OutputComparison {
  /** Largest |a - b| / max(|a|, |b|) of all elements. */
  readonly maxElementError: number;
}

const INCOMPARABLE = {
  maxAbsoluteError: Infinity,
  maxElementError: Infinity,
  maxRelativeError: Infinity,
  cosine: null,
  signalToNoise: -Infinity,
  comparable: true,
} as const;

/** Compares an output after a rewrite with the one before; null where there is none any more. Another type alone does not keep values from being compared. */
export function compareOutput(
  name: string,
  before: RuntimeTensor,
  after: RuntimeTensor | null,
): TensorComparison {
  const head = { name, dtype: before.dtype, shape: before.dims };
  if (after === null) return { ...head, ...INCOMPARABLE, topOneAgreement: null, mismatch: 'is missing' };
  if (!sameDims(before.dims, after.dims)) {
    const mismatch = `has shape [${after.dims.join(', ')}] instead of [${before.dims.join(', ')}]`;
    return { ...head, ...INCOMPARABLE, topOneAgreement: null, mismatch };
  }
  const [a, b] = [numbersOf(before), numbersOf(after)];
  return {
    ...head,
    ...differencesOf(a, b),
    topOneAgreement: isTable(before) ? topOneAgreement(a, b, before.dims.at(-1) ?? 1) : null,
    mismatch: before.dtype === after.dtype ? null : `is ${after.dtype} instead of ${before.dtype}`,
  };
}

function sameDims(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** Scores of classes or of words: rows along the last axis, for each example or each place of a sequence. */
function isTable({ dtype, dims }: RuntimeTensor): boolean {
  const rows = dims.slice(0, -1).reduce((count, dim) => count * dim, 1);
  const ranked = dims.length === 2 || dims.length === 3;
  return familyOf(dtype) === 'float' && ranked && (dims.at(-1) ?? 0) >= 2 && rows > 0;
}

/** Share of rows in which the same element is the largest. */
function topOneAgreement(a: Float64Array, b: Float64Array, columns: number): number {
  const rows = a.length / columns;
  let same = 0;
  for (let start = 0; start < a.length; start += columns)
    if (largestAt(a, start, columns) === largestAt(b, start, columns)) same++;
  return same / rows;
}

function largestAt(values: Float64Array, start: number, count: number): number {
  let at = 0;
  for (let i = 1; i < count; i++) if ((values[start + i] ?? 0) > (values[start + at] ?? 0)) at = i;
  return at;
}
