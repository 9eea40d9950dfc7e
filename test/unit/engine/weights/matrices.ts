import assert from 'node:assert/strict';
import type { Matrix, Values } from '../../../../extension/engine/weights/values';
import type { Random } from '../../../helpers/random';

/** Slow and plain linear algebra, to compare with. */

export function matrix(rows: number, cols: number, at: (row: number, col: number) => number): Matrix {
  const data = Float64Array.from({ length: rows * cols }, (_, i) => at(Math.floor(i / cols), i % cols));
  return { data, rows, cols };
}

export function randomMatrix(random: Random, rows: number, cols: number): Matrix {
  return matrix(rows, cols, () => random.next() * 2 - 1);
}

export function randomValues(random: Random, length: number): Float32Array {
  return Float32Array.from({ length }, () => random.next() * 2 - 1);
}

export function at({ data, cols }: Matrix, row: number, col: number): number {
  return data[row * cols + col] ?? NaN;
}

export function product(a: Matrix, b: Matrix): Matrix {
  assert.equal(a.cols, b.rows);
  return matrix(a.rows, b.cols, (row, col) => {
    let sum = 0;
    for (let k = 0; k < a.cols; k++) sum += at(a, row, k) * at(b, k, col);
    return sum;
  });
}

export function transposed(a: Matrix): Matrix {
  return matrix(a.cols, a.rows, (row, col) => at(a, col, row));
}

/** Reflections I - 2 v vᵀ / vᵀv of random vectors, multiplied: orthogonal by construction. */
export function orthogonal(random: Random, n: number): Matrix {
  let result = identity(n);
  for (let round = 0; round < 3; round++) {
    const v = Array.from({ length: n }, () => random.next() - 0.5);
    const square = v.reduce((sum, x) => sum + x * x, 0);
    const reflection = matrix(n, n, (r, c) => Number(r === c) - (2 * (v[r] ?? 0) * (v[c] ?? 0)) / square);
    result = product(result, reflection);
  }
  return result;
}

export function identity(n: number): Matrix {
  return matrix(n, n, (row, col) => Number(row === col));
}

/** U diag(values) Vᵀ with random orthogonal U and V: its singular values are known. */
export function withSingularValues(
  random: Random,
  rows: number,
  cols: number,
  values: readonly number[],
): Matrix {
  const middle = matrix(rows, cols, (row, col) => (row === col ? (values[row] ?? 0) : 0));
  return product(product(orthogonal(random, rows), middle), orthogonal(random, cols));
}

export function assertClose(actual: Values, expected: ArrayLike<number>, tolerance = 1e-10): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    const wanted = expected[i] ?? NaN;
    assert.ok(Math.abs(value - wanted) <= tolerance, `element ${i}: ${value} instead of ${wanted}`);
  });
}

export function assertNear(actual: number | null | undefined, expected: number, tolerance = 1e-10): void {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) <= tolerance,
    `${actual} instead of ${expected}`,
  );
}

/** Sum of squared differences. */
export function squaredDistance(a: Values, b: Values): number {
  let sum = 0;
  a.forEach((value: number, i: number) => {
    sum += (value - (b[i] ?? NaN)) ** 2;
  });
  return sum;
}

/** Fails where there is no answer. */
export function known<T>(answer: T | null | undefined): T {
  assert.ok(answer !== null && answer !== undefined);
  return answer;
}
