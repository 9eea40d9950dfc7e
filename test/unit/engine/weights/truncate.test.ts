import assert from 'node:assert/strict';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import { singularValues } from '../../../../extension/engine/weights/spectrum';
import { truncatedSvd, type TruncatedSvd } from '../../../../extension/engine/weights/truncate';
import { tucker2, type Tucker2 } from '../../../../extension/engine/weights/tucker';
import { inputUnfolding, outputUnfolding } from '../../../../extension/engine/weights/unfold';
import type { Matrix, Weights } from '../../../../extension/engine/weights/values';
import { seeded } from '../../../helpers/random';
import {
  assertClose,
  assertNear,
  at,
  identity,
  known,
  matrix,
  product,
  randomMatrix,
  randomValues,
  squaredDistance,
  transposed,
  withSingularValues,
} from './matrices';

async function svd(of: Matrix, rank: number): Promise<TruncatedSvd> {
  return known(await truncatedSvd(of, rank, AT_ONCE));
}

describe('truncated SVD', () => {
  const chosen = [8, 4, 2, 1, 0.5];
  for (const [rows, cols] of [
    [5, 12],
    [12, 5],
  ] as const)
    it(`of ${rows} x ${cols} loses exactly what Eckart and Young say`, async () => {
      const a = withSingularValues(seeded(rows), rows, cols, chosen);
      for (let rank = 0; rank <= 5; rank++) {
        const { left, right, values } = await svd(a, rank);
        const lost = chosen.slice(rank).reduce((sum, value) => sum + value * value, 0);
        assertNear(squaredDistance(product(left, right).data, a.data), lost, 1e-9);
        assertClose(values, chosen.slice(0, rank), 1e-9);
        assertClose(product(right, transposed(right)).data, identity(rank).data, 1e-8);
        const squares = matrix(rank, rank, (r, c) => (r === c ? (chosen[r] ?? 0) ** 2 : 0));
        assertClose(product(transposed(left), left).data, squares.data, 1e-7);
      }
    });

  it('of a matrix of low rank, at a rank above it, gives the matrix', async () => {
    const a = withSingularValues(seeded(3), 20, 30, [3, 2]);
    const { left, right } = await svd(a, 10);
    assertClose(product(left, right).data, a.data, 1e-7);
    const zero = await svd(
      matrix(3, 4, () => 0),
      2,
    );
    assertClose(product(zero.left, zero.right).data, new Float64Array(12));
  });

  it('takes a rank above the smaller side as that side', async () => {
    const a = randomMatrix(seeded(4), 6, 4);
    const { left, right } = await svd(a, 99);
    assert.equal(left.cols, 4);
    assertClose(product(left, right).data, a.data, 1e-12);
  });

  it('is not known where an element is not finite', async () => {
    const bad = matrix(2, 2, () => NaN);
    assert.equal(await truncatedSvd(bad, 1, AT_ONCE), null);
  });

  it('of a large matrix of low rank gives the matrix', async () => {
    const n = 1600;
    const sign = (i: number): number => (i % 2 === 0 ? 1 : -1);
    const a = matrix(n, n, (r, c) => 3 + 2 * sign(r) * sign(c) + (r < 800 ? 0.5 : -0.5) * (c < 800 ? 1 : -1));
    const { left, right, values } = await svd(a, 3);
    assertClose(values, [3 * n, 2 * n, 0.5 * n], 1e-6);
    assertClose(product(left, right).data, a.data, 1e-9);
  }).timeout(60_000);
});

describe('Tucker-2', () => {
  const dims = [6, 5, 3, 2];
  const conv: Weights = { values: randomValues(seeded(5), 180), dims };

  /** out[o, a] core[a, b, k] in[c, b], summed over a and b. */
  function rebuilt({ out, in: input, core }: Tucker2): Float64Array {
    const places = 6;
    const back = new Float64Array(180);
    for (let o = 0; o < 6; o++)
      for (let c = 0; c < 5; c++)
        for (let k = 0; k < places; k++)
          for (let a = 0; a < out.cols; a++)
            for (let b = 0; b < input.cols; b++) {
              const middle = core.values[(a * input.cols + b) * places + k] ?? NaN;
              const place = (o * 5 + c) * places + k;
              back[place] = (back[place] ?? 0) + at(out, o, a) * middle * at(input, c, b);
            }
    return back;
  }

  it('at full ranks gives the weight', async () => {
    const full = known(await tucker2(conv, 6, 5, AT_ONCE));
    assert.deepEqual(full.core.dims, [6, 5, 3, 2]);
    assertClose(rebuilt(full), conv.values, 1e-12);
  });

  it('with one full rank loses what the SVD of the other mode loses', async () => {
    const byOutput = known(await singularValues(known(outputUnfolding(conv)), AT_ONCE)).values;
    const byInput = known(await singularValues(known(inputUnfolding(conv)), AT_ONCE)).values;
    const tail = (values: Float64Array, rank: number): number =>
      values.subarray(rank).reduce((sum, value) => sum + value * value, 0);
    const outs = known(await tucker2(conv, 3, 5, AT_ONCE));
    const ins = known(await tucker2(conv, 6, 2, AT_ONCE));
    assertNear(squaredDistance(rebuilt(outs), conv.values), tail(byOutput, 3), 1e-9);
    assertNear(squaredDistance(rebuilt(ins), conv.values), tail(byInput, 2), 1e-9);
    const both = known(await tucker2(conv, 3, 2, AT_ONCE));
    const lost = squaredDistance(rebuilt(both), conv.values);
    // De Lathauwer et al. 2000: no more than both tails together, no less than either.
    assert.ok(lost <= tail(byOutput, 3) + tail(byInput, 2) + 1e-9);
    assert.ok(lost >= Math.max(tail(byOutput, 3), tail(byInput, 2)) - 1e-9);
    assert.deepEqual(both.core.dims, [3, 2, 3, 2]);
    assertClose(product(transposed(both.out), both.out).data, identity(3).data, 1e-12);
  });

  it('finds low multilinear ranks', async () => {
    const random = seeded(8);
    const u = randomMatrix(random, 6, 2);
    const v = randomMatrix(random, 5, 2);
    const core = { values: randomValues(random, 24), dims: [2, 2, 3, 2] };
    const values = rebuilt({ out: u, in: v, core });
    const found = known(await tucker2({ values, dims }, 2, 2, AT_ONCE));
    assertClose(rebuilt(found), values, 1e-9);
  });

  it('is not there for a vector', async () => {
    assert.equal(await tucker2({ values: Float32Array.of(1), dims: [1] }, 1, 1, AT_ONCE), null);
  });
});
