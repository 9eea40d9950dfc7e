import { eachSpan, Pacer, type Work } from './pace';

/** Elements of a tensor as numbers, row-major. */
export type Values = Float32Array | Float64Array;

/** The elements of one stored tensor. */
export interface Weights {
  /** Float64Array for types of which float32 cannot hold every value: float64, int32 and int64. */
  readonly values: Values;
  readonly dims: readonly number[];
}

/** A matrix, row-major: `rows` times `cols` elements. */
export interface Matrix {
  readonly data: Values;
  readonly rows: number;
  readonly cols: number;
}

export interface Float64Matrix extends Matrix {
  readonly data: Float64Array;
}

/** How many elements a tensor of these dims has; 1 for a scalar. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((a, b) => a * b, 1);
}

/** The sum of squares, in double precision: the square of the Frobenius norm. NaN or infinite where a value is. */
export async function sumOfSquares(values: Values, work: Work): Promise<number> {
  let total = 0;
  await eachSpan(values.length, new Pacer(work, 'norm', values.length), (start, end) => {
    let sum = 0;
    for (let at = start; at < end; at++) {
      const value = values[at] ?? 0;
      sum += value * value;
    }
    total += sum;
  });
  return total;
}

/**
 * Signal to quantization noise ratio in dB: 10 log10(signal / noise), both as sums of squares. Infinity where there
 * is no noise.
 */
export function signalToNoise(signal: number, noise: number): number {
  return noise === 0 ? Infinity : 10 * Math.log10(signal / noise);
}

/** Rows and columns of a block that is transposed at once, so that both copies of it stay in the cache. */
const BLOCK = 32;

/** The transpose: cols x rows, a copy. */
export function transpose(matrix: Float64Matrix): Float64Matrix;
export function transpose(matrix: Matrix): Matrix;
export function transpose(matrix: Matrix): Matrix {
  const { data, rows, cols } = matrix;
  const result = emptyLike(data, rows * cols);
  for (let row = 0; row < rows; row += BLOCK)
    for (let col = 0; col < cols; col += BLOCK) transposeBlock(matrix, row, col, result);
  return { data: result, rows: cols, cols: rows };
}

function transposeBlock({ data, rows, cols }: Matrix, fromRow: number, fromCol: number, into: Values): void {
  const endRow = Math.min(rows, fromRow + BLOCK);
  const endCol = Math.min(cols, fromCol + BLOCK);
  for (let row = fromRow; row < endRow; row++)
    for (let col = fromCol; col < endCol; col++) into[col * rows + row] = data[row * cols + col] ?? 0;
}

/** Zeros in the precision of `values`. */
export function emptyLike(values: Values, length: number): Values {
  return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}
