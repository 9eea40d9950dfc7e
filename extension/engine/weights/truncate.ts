import { eigenvectors } from './eigen';
import { gramMatrix } from './gram';
import type { Work } from './pace';
import { asStored, asTransposed, multiplyRows } from './product';
import { findRange, LEADING } from './rangeFinder';
import { MAX_EXACT_SIDE } from './spectrum';
import { type Float64Matrix, type Matrix, sumOfSquares } from './values';

/** A nearly U diag(s) Vᵀ. */
export interface TruncatedSvd {
  /** U diag(s): rows x rank. */
  readonly left: Float64Matrix;
  /** Vᵀ: rank x cols, orthonormal rows; rows of zeros where the singular value is zero. */
  readonly right: Float64Matrix;
  /** Descending. */
  readonly values: Float64Array;
}

/**
 * Factors of the best approximation of this rank (Eckart and Young 1936), from the eigenvectors of the Gram matrix along
 * the smaller side. Where that side is above {@link MAX_EXACT_SIDE} and the rank is at most 256, from a randomized range
 * finder, and then nearly the best. Ranks above the smaller side count as it. Null where an element is not finite.
 */
export async function truncatedSvd(matrix: Matrix, rank: number, work: Work): Promise<TruncatedSvd | null> {
  if (!Number.isFinite(await sumOfSquares(matrix.data, work))) return null;
  const side = Math.min(matrix.rows, matrix.cols);
  const kept = Math.max(0, Math.min(rank, side));
  return side > MAX_EXACT_SIDE && kept <= LEADING
    ? randomized(matrix, kept, work)
    : exact(matrix, kept, work);
}

async function exact(matrix: Matrix, rank: number, work: Work): Promise<TruncatedSvd> {
  const gram = await gramMatrix(matrix, work);
  const { vectors } = await eigenvectors(gram.data, gram.rows, work);
  const leading = { data: vectors.slice(0, rank * gram.rows), rows: rank, cols: gram.rows };
  if (matrix.rows <= matrix.cols) return fromLeft(matrix, leading, work);
  const left = await multiplyRows(asStored(matrix), asStored(leading), work);
  return { left, right: leading, values: columnNorms(left) };
}

/** `basis` is Uᵀ: diag(s) Vᵀ = Uᵀ A, and s are the norms of its rows. */
async function fromLeft(matrix: Matrix, basis: Float64Matrix, work: Work): Promise<TruncatedSvd> {
  const projected = await multiplyRows(asTransposed(matrix), asStored(basis), work);
  const values = columnNorms(projected);
  return { left: scaledColumns(basis, values), right: unitColumns(projected, values), values };
}

/** With A nearly Qᵀ (Q A) and Q A = U diag(s) Vᵀ, the left factor is Qᵀ U diag(s). */
async function randomized(matrix: Matrix, rank: number, work: Work): Promise<TruncatedSvd> {
  const { basis, projected } = await findRange(matrix, work);
  const small = await exact(projected, rank, work);
  // `projected` is (Q A)ᵀ = V diag(s) Uᵀ: its left factor is V diag(s), its right one Uᵀ.
  const rotated = await multiplyRows(asStored(small.right), asTransposed(basis), work);
  return {
    left: scaledColumns(rotated, small.values),
    right: unitColumns(small.left, small.values),
    values: small.values,
  };
}

function columnNorms({ data, rows, cols }: Float64Matrix): Float64Array {
  const squares = new Float64Array(cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++)
      squares[col] = (squares[col] ?? 0) + (data[row * cols + col] ?? 0) ** 2;
  return squares.map(Math.sqrt);
}

/** From Uᵀ (rank x m) to U diag(s) (m x rank). */
function scaledColumns({ data, rows, cols }: Float64Matrix, values: Float64Array): Float64Matrix {
  const result = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++)
      result[col * rows + row] = (data[row * cols + col] ?? 0) * (values[row] ?? 0);
  return { data: result, rows: cols, cols: rows };
}

/** From V diag(s) (n x rank) to Vᵀ (rank x n). */
function unitColumns({ data, rows, cols }: Float64Matrix, values: Float64Array): Float64Matrix {
  const result = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      const value = values[col] ?? 0;
      result[col * rows + row] = value === 0 ? 0 : (data[row * cols + col] ?? 0) / value;
    }
  return { data: result, rows: cols, cols: rows };
}
