import assert from 'node:assert/strict';
import { rankCurveView } from '../../../extension/editor/suggestions/rankCurveView';
import { ranksToMeasure } from '../../../extension/editor/suggestions/ranksToMeasure';
import type { RankCurve } from '../../../extension/shared/compression';
import { isSamePlace, readRankId } from '../../../extension/shared/ranks';

const CURVE: RankCurve = {
  id: 'low-rank@3:rank=8',
  full: 16,
  breakEven: 10,
  before: { macs: 4000, params: 1000, weightBytes: 4096 },
  layerMacs: 1000,
  points: [
    { rank: 4, id: 'low-rank@3:rank=4', energy: 0.75, macs: 3400, params: 500, weightBytes: 2048 },
    { rank: 8, id: 'low-rank@3:rank=8', energy: null, macs: 3800, params: 1000, weightBytes: 4096 },
  ],
};

const chosenOf = (chosen: readonly string[]): number | null =>
  rankCurveView(CURVE, { ...NOTHING, chosen }).chosen;
const NOTHING = { chosen: [], rankErrors: {}, measuring: '' };

describe('the picture of a curve over ranks', () => {
  it('has texts of the model and shares of the layer', () => {
    const { points, ...rest } = rankCurveView(CURVE, { ...NOTHING, chosen: ['float16'] });
    const { id } = CURVE;
    const expected = { id, rank: 8, full: 16, breakEven: 10, chosen: null, canMeasure: true, measuring: '' };
    assert.deepEqual(rest, expected);
    assert.deepEqual(points[0], {
      rank: 4,
      id: 'low-rank@3:rank=4',
      energy: 0.75,
      share: 0.4,
      error: null,
      errorText: 'not measured',
      energyText: '75.0%',
      shareText: '40.0%',
      macs: '3.40 k (85.0% of now)',
      params: '500 (50.0% of now)',
      weights: '2.00 KiB (50.0% of now)',
    });
    assert.equal(points[1]?.energyText, 'not known');
  });

  it('knows which rank of its place is chosen', () => {
    assert.equal(chosenOf(['low-rank@33:rank=2', 'low-rank@3:rank=5']), 5);
    assert.equal(chosenOf(['spatial-svd@3:rank=5']), null);
  });

  it('tells measured errors in words', () => {
    const rankErrors = { 'low-rank@3:rank=4': { rms: 0.125 }, 'low-rank@3:rank=8': { rms: Infinity } };
    const { points } = rankCurveView(CURVE, { ...NOTHING, rankErrors });
    assert.deepEqual(
      points.map(({ error, errorText }) => [error, errorText]),
      [
        [0.125, '12.5% of the output (root mean square)'],
        [null, 'the outputs have nothing in common'],
      ],
    );
  });

  it('offers no measuring where the file has no weights', () => {
    const points = CURVE.points.map((point) => ({ ...point, energy: null }));
    assert.equal(rankCurveView({ ...CURVE, points }, NOTHING).canMeasure, false);
  });
});

describe('ranks that are measured', () => {
  const points = Array.from({ length: 60 }, (_, i) => ({ ...CURVE.points[0], rank: i + 1 }));

  it('are few, from the least to the full one, that of the card among them', () => {
    const ranks = ranksToMeasure({ ...CURVE, points } as RankCurve).map(({ rank }) => rank);
    assert.deepEqual(ranks, [1, 8, 11, 21, 31, 40, 50, 60]);
  });

  it('are all where there are no more', () => {
    assert.equal(ranksToMeasure(CURVE).length, 2);
  });
});

describe('ids of ranks', () => {
  it('are read as technique, place and rank', () => {
    assert.deepEqual(readRankId('spatial-svd@7:rank=12'), { place: 'spatial-svd@7', rank: 12 });
    for (const id of [
      'float16',
      'tucker-2@1:rank=8',
      'low-rank@1:rank=0',
      'low-rank@1:rank=8 ',
      'low-rank@1',
    ])
      assert.equal(readRankId(id), null, id);
    assert.ok(isSamePlace('low-rank@1:rank=8', 'low-rank@1:rank=9'));
    assert.ok(!isSamePlace('float16', 'float16'));
  });
});
