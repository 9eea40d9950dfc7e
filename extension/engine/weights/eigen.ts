import { implicitQl } from './implicitQl';
import { Pacer, type Work } from './pace';
import { accumulate, tridiagonalize } from './tridiagonal';

/** Eigenvalues in descending order and their eigenvectors. */
export interface Eigen {
  readonly values: Float64Array;
  /** n x n; row i is the unit eigenvector of value i. */
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues of a symmetric n x n matrix, of which only the lower triangle is read, in descending order:
 * Householder's reduction and implicit QL, about 4/3 n^3 operations. Each is off by a small multiple of 2^-52 times the
 * largest. The same input always gives the same bits. Throws {@link RangeError} where elements are not finite.
 */
export async function eigenvalues(matrix: Float64Array, n: number, work: Work): Promise<Float64Array> {
  const { values } = await solve(matrix, n, false, work);
  return values.sort().reverse();
}

/** Eigenvalues as {@link eigenvalues} gives them, with eigenvectors: about 9 n^3 operations in all. */
export async function eigenvectors(matrix: Float64Array, n: number, work: Work): Promise<Eigen> {
  const { values, basis } = await solve(matrix, n, true, work);
  const order = Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(basis.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (from) => values[from] ?? 0), vectors };
}

/** `basis` is empty where no vectors are asked for. */
async function solve(
  matrix: Float64Array,
  n: number,
  withVectors: boolean,
  work: Work,
): Promise<{ values: Float64Array; basis: Float64Array }> {
  const scale = binaryScale(matrix);
  const a = matrix.map((value) => value / scale);
  const pacer = new Pacer(work, 'eigenvalues', n ** 3 * (withVectors ? 4 : 2 / 3));
  const { diagonal, offDiagonal, scales } = await tridiagonalize(a, n, pacer);
  const basis = withVectors ? await accumulate(a, n, scales, pacer) : new Float64Array(0);
  await implicitQl(diagonal, offDiagonal, basis, pacer);
  return { values: diagonal.map((value) => value * scale), basis };
}

/** A power of two near the largest magnitude: dividing by it loses nothing, and squares neither overflow nor vanish. */
function binaryScale(matrix: Float64Array): number {
  let largest = 0;
  for (const value of matrix) {
    if (!Number.isFinite(value)) throw new RangeError('a matrix with elements that are not finite');
    largest = Math.max(largest, Math.abs(value));
  }
  return largest === 0 ? 1 : 2 ** Math.max(-1022, Math.floor(Math.log2(largest)));
}
