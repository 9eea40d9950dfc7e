import { eigenvalues } from './eigen';
import { gramMatrix } from './gram';
import type { Work } from './pace';
import { findRange, LEADING } from './rangeFinder';
import { type Matrix, sumOfSquares } from './values';

/** Singular values of a matrix, as far as they are known. */
export interface Spectrum {
  /** Descending: all of them where `exact`, else estimates of the leading 256, none too large. */
  readonly values: Float64Array;
  /** Sum of the squares of all singular values, known or not: of all elements of the matrix. */
  readonly totalEnergy: number;
  readonly exact: boolean;
}

/** Beyond this smaller side all singular values would take minutes. */
export const MAX_EXACT_SIDE = 1536;

/** Share of the energy that rounding may hide: a matrix has full energy at its numerical rank. */
const ROUNDING = 1e-12;

/**
 * Singular values of a matrix, from the eigenvalues of its Gram matrix, or from a randomized range finder where its
 * smaller side is above {@link MAX_EXACT_SIDE}. Values below 10^-8 of the largest are noise, as squaring loses them; their
 * energy does not matter. Null where an element is not finite.
 */
export async function singularValues(matrix: Matrix, work: Work): Promise<Spectrum | null> {
  const totalEnergy = await sumOfSquares(matrix.data, work);
  if (!Number.isFinite(totalEnergy)) return null;
  const exact = Math.min(matrix.rows, matrix.cols) <= MAX_EXACT_SIDE;
  if (exact) return { values: await gramValues(matrix, work), totalEnergy, exact };
  const { projected } = await findRange(matrix, work);
  const values = await gramValues(projected, work);
  return { values: values.slice(0, LEADING), totalEnergy, exact };
}

async function gramValues(matrix: Matrix, work: Work): Promise<Float64Array> {
  const gram = await gramMatrix(matrix, work);
  const squares = await eigenvalues(gram.data, gram.rows, work);
  return squares.map((square) => Math.sqrt(Math.max(0, square)));
}

/**
 * The share of the energy (sum of squares) that the best approximation of this rank keeps (Eckart and Young 1936):
 * the first `rank` squared singular values over all, 0 to 1. Null where the rank is beyond what is known; 1 of zeros.
 */
export function retainedEnergy({ values, totalEnergy, exact }: Spectrum, rank: number): number | null {
  if (totalEnergy === 0) return 1;
  if (rank >= values.length && exact) return 1;
  if (rank > values.length) return null;
  let energy = 0;
  for (const value of values.subarray(0, Math.max(0, rank))) energy += value * value;
  return Math.min(1, energy / totalEnergy);
}

/** The smallest rank that retains at least this share (0 to 1) of the energy. Null where too few values are known. */
export function rankFor({ values, totalEnergy, exact }: Spectrum, share: number): number | null {
  const needed = Math.min(1, share) * totalEnergy - ROUNDING * totalEnergy;
  let energy = 0;
  for (let rank = 0; rank < values.length; rank++) {
    if (energy >= needed) return rank;
    energy += (values[rank] ?? 0) ** 2;
  }
  return exact || energy >= needed ? values.length : null;
}
