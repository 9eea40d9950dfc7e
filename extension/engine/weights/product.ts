import { Pacer, type Work } from './pace';
import { addTile, TILE } from './tile';
import type { Float64Matrix, Matrix, Values } from './values';

/** A matrix whose rows and columns lie at any stride: a matrix or, without a copy, its transpose. */
export interface Strided {
  readonly data: Values;
  readonly rows: number;
  readonly cols: number;
  readonly rowStride: number;
  readonly colStride: number;
}

/** The matrix itself. */
export function asStored({ data, rows, cols }: Matrix): Strided {
  return { data, rows, cols, rowStride: cols, colStride: 1 };
}

/** Its transpose: rows are the matrix's columns. */
export function asTransposed({ data, rows, cols }: Matrix): Strided {
  return { data, rows: cols, cols: rows, rowStride: 1, colStride: cols };
}

/** Columns that are multiplied before the next are packed: 4 rows of them stay in a first-level cache. */
const DEPTH = 256;

/**
 * a bᵀ: element (i, j) is the inner product of row i of `a` and row j of `b`; a.rows x b.rows, summed in double
 * precision. The two have as many columns. All of `b` is packed, so the smaller of the two belongs there. Where both
 * are the same object only one triangle is computed. The order of summation, hence the result, is always the same.
 */
export async function multiplyRows(a: Strided, b: Strided, work: Work): Promise<Float64Matrix> {
  const symmetric = a === b;
  const width = padded(b.rows);
  const sums = new Float64Array(padded(a.rows) * width);
  const pacer = new Pacer(work, 'products', (a.rows * width * a.cols) / (symmetric ? 2 : 1));
  const panel = new Float64Array(width * DEPTH);
  const strip = new Float64Array(TILE * DEPTH);
  for (let from = 0; from < a.cols; from += DEPTH) {
    const depth = Math.min(DEPTH, a.cols - from);
    for (let row = 0; row < b.rows; row += TILE) pack(b, row, from, depth, panel, row * depth);
    for (let row = 0; row < a.rows; row += TILE) {
      pack(a, row, from, depth, strip, 0);
      const end = symmetric ? row + TILE : width;
      for (let col = 0; col < end; col += TILE)
        addTile(strip, panel, col * depth, depth, sums, row * width + col, width);
      if (pacer.due(TILE * end * depth)) await pacer.rest();
    }
  }
  if (symmetric) mirror(sums, width);
  return { data: trimmed(sums, width, a.rows, b.rows), rows: a.rows, cols: b.rows };
}

function padded(rows: number): number {
  return Math.ceil(rows / TILE) * TILE;
}

/** Four rows side by side: element p of row r at 4 p + r. Rows beyond the last are zeros. */
function pack(
  source: Strided,
  row: number,
  from: number,
  depth: number,
  into: Float64Array,
  at: number,
): void {
  const { data, rows, rowStride, colStride } = source;
  for (let r = 0; r < TILE; r++) {
    let place = (row + r) * rowStride + from * colStride;
    const inside = row + r < rows;
    for (let p = at + r; p < at + r + TILE * depth; p += TILE) {
      into[p] = inside ? (data[place] ?? 0) : 0;
      place += colStride;
    }
  }
}

/** Copies the lower triangle into the upper one. */
function mirror(sums: Float64Array, width: number): void {
  for (let row = 0; row < width; row++)
    for (let col = row + 1; col < width; col++) sums[row * width + col] = sums[col * width + row] ?? 0;
}

/** The sums without the rows and columns that only filled tiles. */
function trimmed(sums: Float64Array, width: number, rows: number, cols: number): Float64Array {
  if (width === cols) return sums.subarray(0, rows * cols);
  const result = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) result.set(sums.subarray(row * width, row * width + cols), row * cols);
  return result;
}
