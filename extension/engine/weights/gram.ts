import type { Work } from './pace';
import { asStored, asTransposed, multiplyRows } from './product';
import type { Float64Matrix, Matrix } from './values';

/**
 * The Gram matrix of A (m x n) along its smaller side: A Aᵀ (m x m) where m <= n, else Aᵀ A (n x n). Its eigenvalues
 * are the squares of A's singular values (Golub and Van Loan, Matrix Computations, 8.6). Costs m n min(m, n) / 2
 * multiplications, summed in double precision.
 */
export function gramMatrix(matrix: Matrix, work: Work): Promise<Float64Matrix> {
  const side = matrix.rows <= matrix.cols ? asStored(matrix) : asTransposed(matrix);
  return multiplyRows(side, side, work);
}
