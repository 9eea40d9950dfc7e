import type { Pacer } from './pace';

/** Off-diagonal elements this far below their neighbours count as zero. */
const PRECISION = Number.EPSILON;
/** Steps per eigenvalue; two or three are usual. */
const MOST_STEPS = 100;

/**
 * Eigenvalues of a symmetric tridiagonal matrix, left in `diagonal` in no particular order: QL with implicit Wilkinson
 * shifts (Bowdler, Martin, Reinsch and Wilkinson 1968, "imtql2" of EISPACK). `offDiagonal` (element i between rows i and
 * i + 1, the last 0) is destroyed. Rows of `basis` (n x n; empty where no vectors are wanted) are rotated along, so
 * that Qᵀ becomes the eigenvectors, one a row. Elements lie near 1 in magnitude at most.
 */
export async function implicitQl(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  basis: Float64Array,
  pacer: Pacer,
): Promise<void> {
  const n = diagonal.length;
  const width = basis.length === 0 ? 0 : n;
  const negligible = PRECISION * PRECISION * norm(diagonal, offDiagonal);
  for (let low = 0; low < n; low++) {
    for (let steps = 0; ; steps++) {
      const high = endOfBlock(diagonal, offDiagonal, low, negligible);
      if (high === low) break;
      if (steps === MOST_STEPS) throw new RangeError('eigenvalues did not converge');
      step(diagonal, offDiagonal, low, high, basis, width);
      if (pacer.due((high - low) * (width + 1))) await pacer.rest();
    }
  }
}

/** The largest column sum, near enough. */
function norm(diagonal: Float64Array, offDiagonal: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < diagonal.length; i++)
    largest = Math.max(largest, Math.abs(diagonal[i] ?? 0) + Math.abs(offDiagonal[i] ?? 0));
  return largest;
}

/** The last row of the block that begins at `low`: the first after which the off-diagonal element is negligible. */
function endOfBlock(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  low: number,
  negligible: number,
): number {
  for (let i = low; i + 1 < diagonal.length; i++) {
    const neighbours = Math.abs(diagonal[i] ?? 0) + Math.abs(diagonal[i + 1] ?? 0);
    if (Math.abs(offDiagonal[i] ?? 0) <= Math.max(negligible, PRECISION * neighbours)) return i;
  }
  return diagonal.length - 1;
}

/** One QL sweep from `high` up to `low`, which chases a bulge along the band by plane rotations. */
function step(
  d: Float64Array,
  e: Float64Array,
  low: number,
  high: number,
  basis: Float64Array,
  width: number,
): void {
  let g = (d[high] ?? 0) - wilkinsonShift(d[low] ?? 0, d[low + 1] ?? 0, e[low] ?? 0);
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = sine * (e[i] ?? 0);
    const b = cosine * (e[i] ?? 0);
    const r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      // The band falls apart here: go on with the shorter block.
      d[i + 1] = (d[i + 1] ?? 0) - shift;
      e[high] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const base = (d[i + 1] ?? 0) - shift;
    const turned = ((d[i] ?? 0) - base) * sine + 2 * cosine * b;
    shift = sine * turned;
    d[i + 1] = base + shift;
    g = cosine * turned - b;
    rotateRows(basis, i * width, width, cosine, sine);
  }
  d[low] = (d[low] ?? 0) - shift;
  e[low] = g;
  e[high] = 0;
}

/** The eigenvalue of [[a, e], [e, b]] that is closer to a. */
function wilkinsonShift(a: number, b: number, e: number): number {
  const half = (b - a) / (2 * e);
  const root = Math.sqrt(half * half + 1);
  return a - e / (half + (half < 0 ? -root : root));
}

/** Rotates the row at `at` and the one after it. */
function rotateRows(rows: Float64Array, at: number, width: number, cosine: number, sine: number): void {
  for (let k = at; k < at + width; k++) {
    const upper = rows[k] ?? 0;
    const lower = rows[k + width] ?? 0;
    rows[k + width] = sine * upper + cosine * lower;
    rows[k] = cosine * upper - sine * lower;
  }
}
