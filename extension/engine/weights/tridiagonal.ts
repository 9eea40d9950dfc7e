import type { Pacer } from './pace';

/** A = Q T Qᵀ with T symmetric and tridiagonal. */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Element i stands between rows i and i + 1; the last is 0. */
  readonly offDiagonal: Float64Array;
  /** 2 / vᵀv of each reflection I - scale v vᵀ; 0 where none was needed. Reflection k's v is row k right of the diagonal. */
  readonly scales: Float64Array;
}

/**
 * Householder's reduction (Golub and Van Loan, Matrix Computations, algorithm 8.3.1) of the symmetric n x n matrix `a`,
 * of which only the lower triangle is read. Overwrites `a`: the lower triangle with work, the upper with the reflections.
 * About 4/3 n^3 operations.
 */
export async function tridiagonalize(a: Float64Array, n: number, pacer: Pacer): Promise<Tridiagonal> {
  const offDiagonal = new Float64Array(n);
  const scales = new Float64Array(n);
  const product = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    const reflected = reflect(a, n, k);
    offDiagonal[k] = reflected.below;
    scales[k] = reflected.scale;
    if (reflected.scale === 0) continue;
    const v = a.subarray(k * n, (k + 1) * n);
    multiplyTriangle(a, n, k + 1, v, product);
    makeUpdate(product, v, k + 1, reflected.scale);
    updateTriangle(a, n, k + 1, v, product);
    if (pacer.due((n - k) * (n - k) * 2)) await pacer.rest();
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i] ?? 0);
  return { diagonal, offDiagonal, scales };
}

/** Finds v that reflects column k below the diagonal onto its first element, and stores it in row k. */
function reflect(a: Float64Array, n: number, k: number): { below: number; scale: number } {
  const first = a[(k + 1) * n + k] ?? 0;
  let rest = 0;
  for (let i = k + 1; i < n; i++) {
    const value = a[i * n + k] ?? 0;
    a[k * n + i] = value;
    if (i > k + 1) rest += value * value;
  }
  if (rest === 0) return { below: first, scale: 0 };
  // The sign that does not cancel.
  const below = (first > 0 ? -1 : 1) * Math.sqrt(first * first + rest);
  const lead = first - below;
  a[k * n + k + 1] = lead;
  return { below, scale: 2 / (lead * lead + rest) };
}

/** product = A v over rows and columns from `from` on, from the lower triangle of A alone. */
function multiplyTriangle(
  a: Float64Array,
  n: number,
  from: number,
  v: Float64Array,
  product: Float64Array,
): void {
  product.fill(0, from);
  for (let i = from; i < n; i++) {
    const row = i * n;
    const own = v[i] ?? 0;
    let sum = (a[row + i] ?? 0) * own;
    for (let j = from; j < i; j++) {
      const value = a[row + j] ?? 0;
      sum += value * (v[j] ?? 0);
      product[j] = (product[j] ?? 0) + value * own;
    }
    product[i] = (product[i] ?? 0) + sum;
  }
}

/** Turns p = A v into w = scale p - (scale^2 pᵀv / 2) v, with which A becomes A - v wᵀ - w vᵀ. */
function makeUpdate(product: Float64Array, v: Float64Array, from: number, scale: number): void {
  let inner = 0;
  for (let i = from; i < v.length; i++) inner += (product[i] ?? 0) * (v[i] ?? 0);
  const along = (scale * scale * inner) / 2;
  for (let i = from; i < v.length; i++) product[i] = scale * (product[i] ?? 0) - along * (v[i] ?? 0);
}

function updateTriangle(a: Float64Array, n: number, from: number, v: Float64Array, w: Float64Array): void {
  for (let i = from; i < n; i++) {
    const row = i * n;
    const vi = v[i] ?? 0;
    const wi = w[i] ?? 0;
    for (let j = from; j <= i; j++) a[row + j] = (a[row + j] ?? 0) - vi * (w[j] ?? 0) - wi * (v[j] ?? 0);
  }
}

/** Qᵀ (n x n), from the reflections that {@link tridiagonalize} left in `a`. About 4/3 n^3 operations. */
export async function accumulate(
  a: Float64Array,
  n: number,
  scales: Float64Array,
  pacer: Pacer,
): Promise<Float64Array> {
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  for (let k = n - 2; k >= 0; k--) {
    const scale = scales[k] ?? 0;
    if (scale === 0) continue;
    for (let row = k + 1; row < n; row++) reflectRow(q, row * n, a, k * n, k + 1, n, scale);
    if (pacer.due((n - k) * (n - k) * 2)) await pacer.rest();
  }
  return q;
}

/** Row x of q becomes x - scale (vᵀx) v, over columns from `from` on. */
function reflectRow(
  q: Float64Array,
  row: number,
  a: Float64Array,
  v: number,
  from: number,
  n: number,
  scale: number,
): void {
  let inner = 0;
  for (let j = from; j < n; j++) inner += (q[row + j] ?? 0) * (a[v + j] ?? 0);
  const along = scale * inner;
  for (let j = from; j < n; j++) q[row + j] = (q[row + j] ?? 0) - along * (a[v + j] ?? 0);
}
