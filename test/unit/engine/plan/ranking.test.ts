import assert from 'node:assert/strict';
import { paretoFront } from '../../../../extension/engine/plan/pareto';
import { designCost, mnasNetReward } from '../../../../extension/engine/plan/ranking';
import type { Costs } from '../../../../extension/shared/suggestions';

function costs(macs: number, movedBytes: number, energyPj = 0): Costs {
  return { macs, flops: 0, params: 0, weightBytes: 0, movedBytes, peakActivationBytes: 0, energyPj };
}

describe('ranking', () => {
  it('COST = c1 MACs + c2 bytes + c3 error, as shares of now', () => {
    const cost = designCost(costs(100, 200), costs(50, 150), 0.2, { macs: 2, bytes: 4, error: 10 });
    assert.equal(cost, 2 * 0.5 + 4 * 0.75 + 10 * 0.2);
  });

  it('what costs nothing now stays at 1', () => {
    assert.equal(designCost(costs(0, 0), costs(0, 0), 0, { macs: 1, bytes: 1, error: 1 }), 2);
  });

  it("MnasNet's reward: at the target only accuracy counts, below it a little is gained", () => {
    const now = costs(1, 1, 1_000);
    assert.equal(mnasNetReward(now, costs(1, 1, 500), 0.1, 0.5), 0.9);
    assert.equal(mnasNetReward(now, costs(1, 1, 250), 0.1, 0.5), 0.9 * 0.5 ** -0.07);
    assert.equal(mnasNetReward(now, costs(1, 1, 1_000), 2, 0.5), 0);
  });

  it('the Pareto front holds what no other point beats in both', () => {
    const points = [
      { risk: 0, cost: 5 },
      { risk: 1, cost: 6 },
      { risk: 1, cost: 3 },
      { risk: 2, cost: 3 },
      { risk: 3, cost: 1 },
    ];
    assert.deepEqual(paretoFront(points), [points[0], points[2], points[4]]);
    assert.deepEqual(paretoFront([]), []);
  });
});
