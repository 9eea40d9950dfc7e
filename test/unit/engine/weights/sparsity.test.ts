import assert from 'node:assert/strict';
import { Pacer, AT_ONCE } from '../../../../extension/engine/weights/pace';
import { selectRank } from '../../../../extension/engine/weights/select';
import {
  patternEnergy,
  patternShare,
  pruneByMagnitude,
  zeroShare,
} from '../../../../extension/engine/weights/sparsity';
import type { Values } from '../../../../extension/engine/weights/values';
import { seeded } from '../../../helpers/random';
import { assertNear, known, randomValues } from './matrices';

const energy = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
};

/** Groups of neighbours along an axis of a tensor of rank 3, gathered one by one. */
function groupsOf(values: Values, dims: readonly number[], axis: number, size: number): readonly number[][] {
  const groups = new Map<string, number[]>();
  const [, second = 1, third = 1] = dims;
  values.forEach((value: number, at: number) => {
    const place = [Math.floor(at / (second * third)), Math.floor(at / third) % second, at % third];
    place[axis] = Math.floor((place[axis] ?? 0) / size);
    const key = place.join();
    groups.set(key, [...(groups.get(key) ?? []), value]);
  });
  return [...groups.values()];
}

describe('sparsity', () => {
  it('counts exact zeros of either sign', async () => {
    assert.equal(await zeroShare(Float32Array.of(0, -0, 1e-45, 2), AT_ONCE), 0.5);
    assert.equal(await zeroShare(new Float32Array(0), AT_ONCE), 0);
  });

  it('sees 2:4 along the input axis alone', async () => {
    const values = Float32Array.of(1, 1, 0, 0, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0);
    assert.equal(await patternShare(values, [2, 8], { axis: 1, keep: 2, of: 4 }, AT_ONCE), 0.75);
    assert.equal(await patternShare(values, [4, 4], { axis: 0, keep: 2, of: 4 }, AT_ONCE), 0.75);
    assert.equal(await patternShare(values, [16], { axis: 0, keep: 8, of: 16 }, AT_ONCE), 1);
  });

  it('counts and prunes groups along every axis as they are gathered one by one', async () => {
    const random = seeded(2);
    const dims = [4, 7, 6];
    const values = randomValues(random, 168).map((value) => (random.next() < 0.4 ? 0 : value));
    for (const axis of [0, 1, 2])
      for (const [keep, of] of [
        [1, 2],
        [2, 4],
        [3, 5],
        [0, 3],
      ] as const) {
        const groups = groupsOf(values, dims, axis, of);
        const following = groups.filter((group) => group.filter((value) => value !== 0).length <= keep);
        const kept = groups.map((group) =>
          energy(
            group
              .map(Math.abs)
              .sort((a, b) => b - a)
              .slice(0, keep),
          ),
        );
        const pattern = { axis, keep, of };
        assert.equal(await patternShare(values, dims, pattern, AT_ONCE), following.length / groups.length);
        assertNear(
          await patternEnergy(values, dims, pattern, AT_ONCE),
          kept.reduce((a, b) => a + b, 0) / energy(values),
        );
      }
  });

  it('prunes by magnitude as sorting does', async () => {
    const random = seeded(3);
    const values = randomValues(random, 1000).map((value) => Math.round(value * 40) / 40);
    const sorted = Array.from(values, Math.abs).sort((a, b) => a - b);
    for (const sparsity of [0.001, 0.1, 0.5, 0.77, 0.999, 1]) {
      const { threshold, removed, retainedEnergy } = known(await pruneByMagnitude(values, sparsity, AT_ONCE));
      assert.equal(removed, Math.round(sparsity * 1000));
      assert.equal(threshold, sorted[removed - 1]);
      assertNear(retainedEnergy, energy(sorted.slice(removed)) / energy(sorted), 1e-12);
    }
  });

  it('takes nothing at 0, nothing from zeros, and no more than all', async () => {
    const values = Float32Array.of(3, -4);
    assert.deepEqual(await pruneByMagnitude(values, 0, AT_ONCE), {
      threshold: 0,
      removed: 0,
      retainedEnergy: 1,
    });
    assert.deepEqual(await pruneByMagnitude(values, 0.5, AT_ONCE), {
      threshold: 3,
      removed: 1,
      retainedEnergy: 16 / 25,
    });
    assert.equal(known(await pruneByMagnitude(values, 7, AT_ONCE)).removed, 2);
    assert.equal(known(await pruneByMagnitude(new Float32Array(5), 0.5, AT_ONCE)).retainedEnergy, 1);
    assert.deepEqual([...values], [3, -4]);
  });

  it('is not known where an element is not finite; refuses senseless patterns', async () => {
    const bad = Float32Array.of(1, NaN);
    assert.equal(await pruneByMagnitude(bad, 0.5, AT_ONCE), null);
    assert.equal(await patternEnergy(bad, [2], { axis: 0, keep: 1, of: 2 }, AT_ONCE), null);
    for (const pattern of [
      { axis: 1, keep: 1, of: 2 },
      { axis: 0, keep: 1, of: 0 },
      { axis: 0, keep: -1, of: 2 },
    ])
      await assert.rejects(patternShare(bad, [2], pattern, AT_ONCE), RangeError);
  });

  it('selects as sorting does, with many equals, sorted and reversed', async () => {
    const random = seeded(5);
    for (let round = 0; round < 200; round++) {
      const most = random.pick([1, 3, 1000]);
      const values = Float64Array.from({ length: random.int(1, 60) }, () => random.int(0, most));
      if (round % 3 === 1) values.sort();
      if (round % 3 === 2) values.sort().reverse();
      const rank = random.int(0, values.length - 1);
      const expected = values.toSorted()[rank];
      assert.equal(await selectRank(values, rank, new Pacer(AT_ONCE, 'x', 1)), expected);
    }
  });
});
