import assert from 'node:assert/strict';
import { budgetFor, excesses, parseBudget } from '../../../../extension/engine/plan/budget';
import type { Costs } from '../../../../extension/shared/suggestions';

const COSTS: Costs = {
  macs: 4_000,
  flops: 9_000,
  params: 100,
  weightBytes: 400,
  movedBytes: 1_000,
  peakActivationBytes: 300,
  energyPj: 5_000,
};

describe('budgets', () => {
  const amounts = {
    'macs=1G': { macs: 1e9 },
    'macs=1.5M, params=250k': { macs: 1.5e6, params: 250e3 },
    'weights=20MB,moved=2KiB,peak=8MiB': { weights: 20e6, moved: 2048, peak: 8 * 2 ** 20 },
    'energy=2mJ': { energy: 2e9 },
    'energy=3uJ': { energy: 3e6 },
    'macs=50%,energy=25%': { macs: 2_000, energy: 1_250 },
    'macs=0': { macs: 0 },
  };
  for (const [text, expected] of Object.entries(amounts))
    it(text, () => {
      assert.deepEqual(budgetFor(parseBudget(text), COSTS), expected);
    });

  const bad = {
    '': /a budget limits macs, params, weights, moved, peak, energy, .* but got ""/,
    'speed=1': /but got "speed=1"/,
    macs: /macs takes a number with k, .* or %, but got ""/,
    'macs=fast': /but got "fast"/,
    'macs=1MB': /but got "1MB"/,
    'weights=1M': /weights takes a number with B, kB/,
    'macs=-1': /but got "-1"/,
    'macs=1G,macs=2G': /the budget limits macs twice/,
    'energy=1constructor': /but got "1constructor"/,
  };
  for (const [text, message] of Object.entries(bad))
    it(`refuses "${text}"`, () => {
      assert.throws(() => parseBudget(text), { name: 'BadInput', message });
    });

  it('tells what is exceeded, most in proportion first', () => {
    const over = excesses({ macs: 3_000, weights: 100, peak: 300, energy: 6_000 }, COSTS);
    assert.deepEqual(over, [
      { metric: 'weights', limit: 100, value: 400 },
      { metric: 'macs', limit: 3_000, value: 4_000 },
    ]);
  });
});
