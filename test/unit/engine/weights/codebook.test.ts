import assert from 'node:assert/strict';
import { makeCodebook, shannonEntropy, type Codebook } from '../../../../extension/engine/weights/codebook';
import { kMeans, pointsOf } from '../../../../extension/engine/weights/lloyd';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import type { Values } from '../../../../extension/engine/weights/values';
import { seeded } from '../../../helpers/random';
import { assertClose, assertNear, known, randomValues } from './matrices';

async function codebook(values: Values, bits: number): Promise<Codebook> {
  return known(await makeCodebook(values, bits, AT_ONCE));
}

/** Nearest entry of each element by looking at all of them. */
function nearest(values: Values, entries: ArrayLike<number>): readonly number[] {
  return Array.from(values, (value) => {
    let best = 0;
    for (let i = 1; i < entries.length; i++)
      if (Math.abs(value - (entries[i] ?? NaN)) < Math.abs(value - (entries[best] ?? NaN))) best = i;
    return best;
  });
}

/** Plain Lloyd iteration over single elements. */
function plainKMeans(values: Values, entries: number): readonly number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  let centroids = Array.from({ length: entries }, (_, i) => low + ((high - low) * i) / (entries - 1));
  for (let round = 0; round < 100; round++) {
    const cells = nearest(values, centroids);
    centroids = centroids.map((centroid, i) => {
      const own = [...values].filter((_, at) => cells[at] === i);
      return own.length === 0 ? centroid : own.reduce((a, b) => a + b, 0) / own.length;
    });
  }
  return centroids;
}

describe('codebooks', () => {
  it('of as many values as entries lose nothing', async () => {
    const values = Float32Array.of(3, -1, 0, 3, -1, 2, 3, 3);
    const { entries, indices, decibels, entropy, bytes } = await codebook(values, 2);
    assert.deepEqual([...entries], [-1, 0, 2, 3]);
    assert.deepEqual([...indices], [3, 0, 1, 3, 0, 2, 3, 3]);
    assert.equal(decibels, Infinity);
    // Half, a quarter and two eighths: 0.5 * 1 + 0.25 * 2 + 2 * 0.125 * 3.
    assertNear(entropy, 1.75, 1e-15);
    assertNear(bytes, (1.75 * 8) / 8 + 16, 1e-12);
  });

  it('of one value have no entropy', async () => {
    const { entropy, decibels, bytes } = await codebook(new Float32Array(10).fill(0.5), 3);
    assert.deepEqual([entropy, decibels, bytes], [0, Infinity, 32]);
  });

  for (const bits of [1, 2, 3, 5])
    it(`follow plain k-means, ${bits} bits`, async () => {
      const values = randomValues(seeded(bits), 500).map((value) => value ** 3);
      const { entries, indices, decibels } = await codebook(values, bits);
      assertClose(entries, plainKMeans(values, 2 ** bits), 1e-6);
      assert.deepEqual([...indices], nearest(values, entries));
      const noise = values.reduce(
        (sum, value, i) => sum + (value - (entries[indices[i] ?? 0] ?? NaN)) ** 2,
        0,
      );
      const signal = values.reduce((sum, value) => sum + value ** 2, 0);
      assertNear(decibels, 10 * Math.log10(signal / noise), 1e-9);
    });

  it('of evenly spread values are the middles of equal cells, and the entropy is the bits', async () => {
    const count = 2 ** 18;
    const values = Float32Array.from({ length: count }, (_, i) => (i + 0.5) / count);
    for (const bits of [2, 4, 6]) {
      const { entries, entropy, decibels } = await codebook(values, bits);
      const cell = 2 ** -bits;
      if (bits === 2) assertClose(entries, [0.125, 0.375, 0.625, 0.875], 2e-3);
      assertNear(entropy, bits, 0.02);
      assertNear(decibels, 10 * Math.log10(1 / 3 / (cell ** 2 / 12)), 0.1);
    }
  });

  it('of many values: the nearest entry of each, hardly worse than of the values themselves', async () => {
    const values = randomValues(seeded(4), 70_000);
    const { entries, indices, decibels } = await codebook(values, 4);
    assert.deepEqual([...indices], nearest(values, entries));
    const sorted = Float64Array.from(values).sort();
    const points = pointsOf(new Float64Array(sorted.length).fill(1), sorted);
    const own = kMeans(points, sorted[0] ?? 0, sorted.at(-1) ?? 0, 16);
    const noise = nearest(values, own).reduce(
      (sum, i, at) => sum + ((values[at] ?? 0) - (own[i] ?? 0)) ** 2,
      0,
    );
    const signal = values.reduce((sum, value) => sum + value ** 2, 0);
    assertNear(decibels, 10 * Math.log10(signal / noise), 0.02);
  });

  it('are not known of nothing and where an element is not finite; refuse other bits', async () => {
    assert.equal(await makeCodebook(new Float32Array(0), 2, AT_ONCE), null);
    assert.equal(await makeCodebook(Float32Array.of(1, NaN), 2, AT_ONCE), null);
    for (const bits of [0, 9, 1.5])
      await assert.rejects(makeCodebook(Float32Array.of(1), bits, AT_ONCE), RangeError);
  });

  it('entropy: evenly 2^k values k bits, certainty none', () => {
    assert.equal(shannonEntropy(Float64Array.of(5, 5, 5, 5)), 2);
    assert.equal(shannonEntropy(Float64Array.of(0, 7, 0)), 0);
    assert.equal(shannonEntropy(new Float64Array(0)), 0);
  });
});
