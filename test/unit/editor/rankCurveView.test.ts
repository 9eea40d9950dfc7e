import assert from 'node:assert/strict';
import { rankCurveView } from '../../../extension/editor/suggestions/rankCurveView';
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

describe('the picture of a curve over ranks', () => {
  it('has texts of the model and shares of the layer', () => {
    const { points, ...rest } = rankCurveView(CURVE, ['float16']);
    assert.deepEqual(rest, { id: CURVE.id, rank: 8, full: 16, breakEven: 10, chosen: null });
    assert.deepEqual(points[0], {
      rank: 4,
      id: 'low-rank@3:rank=4',
      energy: 0.75,
      share: 0.4,
      energyText: '75.0%',
      shareText: '40.0%',
      macs: '3.40 k (85.0% of now)',
      params: '500 (50.0% of now)',
      weights: '2.00 KiB (50.0% of now)',
    });
    assert.equal(points[1]?.energyText, 'not known');
  });

  it('knows which rank of its place is chosen', () => {
    assert.equal(rankCurveView(CURVE, ['low-rank@33:rank=2', 'low-rank@3:rank=5']).chosen, 5);
    assert.equal(rankCurveView(CURVE, ['spatial-svd@3:rank=5']).chosen, null);
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
