import { Pacer, type Work } from './pace';
import type { Float64Matrix } from './values';

/** A row of which less than this share is left once the rows above are taken off lies in their span. */
const NEGLIGIBLE = 1e-12;

/**
 * Makes the rows of a matrix orthonormal in place by modified Gram-Schmidt, each row twice ("twice is enough", Giraud
 * et al. 2005). Rows that lie in the span of those above become zeros. About 4 rows^2 cols operations.
 */
export async function orthonormalizeRows({ data, rows, cols }: Float64Matrix, work: Work): Promise<void> {
  const pacer = new Pacer(work, 'orthonormalization', 2 * rows * rows * cols);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * cols, (row + 1) * cols);
    const before = Math.sqrt(inner(own, own));
    for (let round = 0; round < 2; round++)
      for (let other = 0; other < row; other++) takeOff(own, data.subarray(other * cols, (other + 1) * cols));
    const left = Math.sqrt(inner(own, own));
    scale(own, left > NEGLIGIBLE * before ? 1 / left : 0);
    if (pacer.due(4 * row * cols)) await pacer.rest();
  }
}

function takeOff(own: Float64Array, other: Float64Array): void {
  const along = inner(own, other);
  for (let i = 0; i < own.length; i++) own[i] = (own[i] ?? 0) - along * (other[i] ?? 0);
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function scale(row: Float64Array, factor: number): void {
  for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) * factor;
}
