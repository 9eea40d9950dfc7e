import assert from 'node:assert/strict';
import { eigenvalues, eigenvectors } from '../../../../extension/engine/weights/eigen';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import type { Matrix } from '../../../../extension/engine/weights/values';
import { seeded } from '../../../helpers/random';
import { assertClose, identity, matrix, orthogonal, product, transposed } from './matrices';

function diagonal(values: readonly number[]): Matrix {
  return matrix(values.length, values.length, (r, c) => (r === c ? (values[r] ?? 0) : 0));
}

async function valuesOf({ data, rows }: Matrix): Promise<Float64Array> {
  return eigenvalues(Float64Array.from(data), rows, AT_ONCE);
}

describe('eigenvalues', () => {
  it('of nothing, of a number and of a diagonal matrix', async () => {
    assert.deepEqual(await valuesOf(diagonal([])), new Float64Array(0));
    assertClose(await valuesOf(diagonal([-3])), [-3]);
    assertClose(await valuesOf(diagonal([2, -1, 7, 0, 7])), [7, 7, 2, 0, -1]);
  });

  it('of a 2 x 2 matrix, by the quadratic formula', async () => {
    const [a, b, c] = [2, 3, -1];
    const root = Math.sqrt((a - c) ** 2 + 4 * b * b);
    const values = await valuesOf(matrix(2, 2, (r, col) => (r === col ? (r === 0 ? a : c) : b)));
    assertClose(values, [(a + c + root) / 2, (a + c - root) / 2]);
  });

  it('of the second difference matrix: 2 - 2 cos(k pi / (n + 1))', async () => {
    const n = 50;
    const second = matrix(n, n, (r, c) => (r === c ? 2 : Math.abs(r - c) === 1 ? -1 : 0));
    const expected = Array.from({ length: n }, (_, i) => 2 - 2 * Math.cos(((n - i) * Math.PI) / (n + 1)));
    assertClose(await valuesOf(second), expected, 1e-13);
  });

  it('of ones: n and zeros', async () => {
    const values = await valuesOf(matrix(20, 20, () => 1));
    assertClose(values, [20, ...new Array<number>(19).fill(0)], 1e-13);
  });

  it('of matrices made from chosen ones, at any scale', async () => {
    const random = seeded(3);
    for (const scale of [1e-150, 1e-20, 1, 1e20, 1e150]) {
      const chosen = Array.from({ length: 30 }, (_, i) => (i < 10 ? 0 : random.next() * 100 - 50));
      const q = orthogonal(random, 30);
      const a = product(product(q, diagonal(chosen.map((value) => value * scale))), transposed(q));
      const values = await valuesOf(a);
      const expected = chosen.toSorted((x, y) => y - x);
      assertClose(
        values.map((value) => value / scale),
        expected,
        1e-12 * 50,
      );
    }
  });

  it('leaves the matrix as it was and gives the same bits again', async () => {
    const q = orthogonal(seeded(4), 20);
    const data = Float64Array.from(product(q, transposed(q)).data);
    const before = data.slice();
    assert.deepEqual(await eigenvalues(data, 20, AT_ONCE), await eigenvalues(data, 20, AT_ONCE));
    assert.deepEqual(data, before);
  });

  it('refuses elements that are not finite', async () => {
    await assert.rejects(valuesOf(diagonal([1, NaN])), RangeError);
    await assert.rejects(valuesOf(diagonal([1, Infinity])), RangeError);
  });
});

describe('eigenvectors', () => {
  for (const n of [1, 2, 3, 17, 64])
    it(`make the matrix diagonal, ${n} x ${n}`, async () => {
      const random = seeded(n);
      const half = matrix(n, n, () => random.next() - 0.5);
      const a = matrix(n, n, (r, c) => (half.data[r * n + c] ?? 0) + (half.data[c * n + r] ?? 0));
      const { values, vectors } = await eigenvectors(Float64Array.from(a.data), n, AT_ONCE);
      const rows: Matrix = { data: vectors, rows: n, cols: n };
      assertClose(product(rows, transposed(rows)).data, identity(n).data, 1e-12);
      assertClose(product(product(rows, a), transposed(rows)).data, diagonal([...values]).data, 1e-12);
      assertClose(await valuesOf(a), values, 1e-12);
    });
});
