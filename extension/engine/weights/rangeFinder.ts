import { orthonormalizeRows } from './orthonormal';
import type { Work } from './pace';
import { asStored, asTransposed, multiplyRows, type Strided } from './product';
import { type Float64Matrix, type Matrix, transpose } from './values';

/** Leading singular values of a large matrix that are estimated. */
export const LEADING = 256;
/** Further random directions, with which the leading ones are found more surely. */
const OVERSAMPLING = 16;
const POWER_STEPS = 2;
const SEED = 0x9e3779b9;

/** Q (l x rows, orthonormal rows, l = 256 + 16 at most) and (Q A)ᵀ (cols x l). */
export interface Range {
  readonly basis: Float64Matrix;
  readonly projected: Float64Matrix;
}

/**
 * An orthonormal basis of the directions in which A (rows x cols) is largest: A is nearly Qᵀ Q A. Randomized range
 * finder with power steps (Halko, Martinsson and Tropp 2011, algorithm 4.4), seeded, so the result is always the same.
 * Costs 2 * 272 * rows * cols operations for each of six products.
 */
export async function findRange(matrix: Matrix, work: Work): Promise<Range> {
  const size = Math.min(LEADING + OVERSAMPLING, matrix.rows, matrix.cols);
  let directions: Float64Matrix = randomRows(size, matrix.cols);
  let basis = await orthonormalImage(asStored(matrix), directions, work);
  for (let power = 0; power < POWER_STEPS; power++) {
    directions = await orthonormalImage(asTransposed(matrix), basis, work);
    basis = await orthonormalImage(asStored(matrix), directions, work);
  }
  return { basis, projected: await multiplyRows(asTransposed(matrix), asStored(basis), work) };
}

/** Orthonormal rows that span the images under `a` of the rows of `directions`. */
async function orthonormalImage(a: Strided, directions: Float64Matrix, work: Work): Promise<Float64Matrix> {
  const image = await multiplyRows(a, asStored(directions), work);
  const rows = transpose(image);
  await orthonormalizeRows(rows, work);
  return rows;
}

/** Uniform between -1 and 1: unlike normal variates these are the same bits on every machine. */
function randomRows(rows: number, cols: number): Float64Matrix {
  const next = uniform(SEED);
  return { data: Float64Array.from({ length: rows * cols }, next), rows, cols };
}

/** Mulberry32, between -1 and 1. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
