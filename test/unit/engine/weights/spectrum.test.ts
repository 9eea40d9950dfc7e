import assert from 'node:assert/strict';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import {
  rankFor,
  retainedEnergy,
  singularValues,
  type Spectrum,
} from '../../../../extension/engine/weights/spectrum';
import type { Matrix } from '../../../../extension/engine/weights/values';
import { seeded } from '../../../helpers/random';
import {
  assertClose,
  assertNear,
  known,
  matrix,
  randomMatrix,
  randomValues,
  withSingularValues,
} from './matrices';

async function spectrumOf(of: Matrix): Promise<Spectrum> {
  return known(await singularValues(of, AT_ONCE));
}

describe('singular values', () => {
  it('of matrices made from chosen ones, tall and wide', async () => {
    const chosen = [9, 5, 5, 2, 0.5, 0.001];
    for (const [rows, cols] of [
      [6, 20],
      [20, 6],
      [6, 6],
    ] as const) {
      const { values, totalEnergy, exact } = await spectrumOf(
        withSingularValues(seeded(5), rows, cols, chosen),
      );
      assertClose(values, chosen, 1e-9);
      assertNear(
        totalEnergy,
        chosen.reduce((sum, value) => sum + value * value, 0),
        1e-9,
      );
      assert.ok(exact);
    }
  });

  it('of a sum of two outer products with orthogonal factors', async () => {
    // 3 u1 v1ᵀ + 2 u2 v2ᵀ with v1 all ones (norm 2) and v2 alternating (norm 2).
    const sum = matrix(3, 4, (r, c) => (r === 1 ? 3 : 0) + (r === 2 ? 2 * (-1) ** c : 0));
    assertClose((await spectrumOf(sum)).values, [6, 4, 0], 1e-7);
  });

  it('of zeros and of nothing', async () => {
    assertClose((await spectrumOf(matrix(3, 4, () => 0))).values, [0, 0, 0]);
    assert.equal((await spectrumOf(matrix(0, 4, () => 0))).values.length, 0);
  });

  it('are not known where an element is not finite', async () => {
    assert.equal(
      await singularValues(
        matrix(2, 2, (r) => (r === 0 ? NaN : 1)),
        AT_ONCE,
      ),
      null,
    );
    assert.equal(
      await singularValues(
        matrix(2, 2, (r) => (r === 0 ? -Infinity : 1)),
        AT_ONCE,
      ),
      null,
    );
  });

  it('of a 512 x 4608 layer, in time', async () => {
    const layer = { data: randomValues(seeded(1), 512 * 4608), rows: 512, cols: 4608 };
    const start = performance.now();
    const { values, totalEnergy } = await spectrumOf(layer);
    console.log(`      512 x 4608: ${Math.round(performance.now() - start)} ms`);
    const energy = values.reduce((sum, value) => sum + value * value, 0);
    assertNear(energy / totalEnergy, 1, 1e-12);
  });

  it('of a large matrix: the leading ones, estimated from below', async () => {
    // Rank 3, with block columns: u1 constant, u2 alternating, u3 left half against right half, orthogonal by sight.
    const n = 1600;
    const sign = (i: number): number => (i % 2 === 0 ? 1 : -1);
    const half = (i: number): number => (i < n / 2 ? 1 : -1);
    const large = matrix(n, n, (r, c) => (50 + 20 * sign(r) * sign(c) + 5 * half(r) * half(c)) / n);
    const { values, totalEnergy, exact } = await spectrumOf(large);
    assert.ok(!exact);
    assert.equal(values.length, 256);
    assertClose(values.slice(0, 4), [50, 20, 5, 0], 1e-6);
    assertNear(totalEnergy, 50 ** 2 + 20 ** 2 + 5 ** 2, 1e-8);
  }).timeout(60_000);
});

describe('ranks and energy', () => {
  const known4: Spectrum = { values: Float64Array.of(4, 3, 2, 1), totalEnergy: 30, exact: true };
  const leading: Spectrum = { values: Float64Array.of(4, 3), totalEnergy: 30, exact: false };

  it('the energy that a rank keeps', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((rank) => retainedEnergy(known4, rank)),
      [0, 16 / 30, 25 / 30, 29 / 30, 1, 1],
    );
    assert.deepEqual(
      [0, 1, 2, 3].map((rank) => retainedEnergy(leading, rank)),
      [0, 16 / 30, 25 / 30, null],
    );
    assert.equal(retainedEnergy({ values: new Float64Array(3), totalEnergy: 0, exact: true }, 0), 1);
  });

  it('the smallest rank for a share', () => {
    const shares = [0, 0.5, 16 / 30, 0.6, 25 / 30, 0.84, 0.97, 1];
    assert.deepEqual(
      shares.map((share) => rankFor(known4, share)),
      [0, 1, 1, 2, 2, 3, 4, 4],
    );
    assert.deepEqual(
      shares.map((share) => rankFor(leading, share)),
      [0, 1, 1, 2, 2, null, null, null],
    );
  });

  it('full energy needs the numerical rank, no more', async () => {
    const low = withSingularValues(seeded(6), 30, 40, [5, 4, 3, 2, 1]);
    assert.equal(rankFor(await spectrumOf(low), 1), 5);
  });

  it('a random matrix needs nearly all', async () => {
    const spectrum = await spectrumOf(randomMatrix(seeded(7), 50, 50));
    assert.ok((rankFor(spectrum, 0.999) ?? 0) > 35);
  });
});
