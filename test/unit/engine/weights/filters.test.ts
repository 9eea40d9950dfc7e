import assert from 'node:assert/strict';
import {
  filterNorms,
  filtersRemoved,
  keptNorm,
  rankFilters,
} from '../../../../extension/engine/weights/filters';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import { assertNear } from './matrices';

describe('filters', () => {
  const values = Float32Array.of(1, -2, 3, 0, 0, -1, 5, 5, 0, 1, 0, 0);

  it('norms along the output axis, first or last', async () => {
    assert.deepEqual([...(await filterNorms(values, [4, 3], 0, AT_ONCE))], [6, 1, 10, 1]);
    assert.deepEqual(
      [...(await filterNorms(values, [3, 4], 1, AT_ONCE))],
      [1 + 0 + 0, 2 + 1 + 1, 3 + 5 + 0, 0 + 5 + 0],
    );
    assert.deepEqual([...(await filterNorms(values, [2, 3, 2], 0, AT_ONCE))], [7, 11]);
    await assert.rejects(filterNorms(values, [12], 1, AT_ONCE), RangeError);
  });

  it('ranks from the smallest, equals by number', () => {
    assert.deepEqual(rankFilters(Float64Array.of(6, 1, 10, 1)), [1, 3, 0, 2]);
  });

  it('the share of the norm that stays', () => {
    const norms = Float64Array.of(6, 1, 10, 3);
    assert.deepEqual(
      [0, 0.25, 0.5, 0.75, 1].map((fraction) => filtersRemoved(4, fraction)),
      [0, 1, 2, 3, 4],
    );
    const kept = [0, 0.25, 0.5, 0.75, 1].map((fraction) => keptNorm(norms, fraction));
    [1, 19 / 20, 16 / 20, 10 / 20, 0].forEach((expected, i) => {
      assertNear(kept[i], expected, 1e-15);
    });
    assert.equal(keptNorm(new Float64Array(3), 0.5), 1);
    assert.deepEqual([...norms], [6, 1, 10, 3]);
  });
});
