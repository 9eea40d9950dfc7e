import assert from 'node:assert/strict';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { DETERMINANT_OPS } from '../../../../extension/engine/ops/determinant';
import { LOSS_OPS } from '../../../../extension/engine/ops/loss';
import { costsOf } from '../../../helpers/costs';
import { conflictOf, f32, shown, solve, solveAll } from '../../../helpers/facts';

describe('losses', () => {
  const inputs = [f32(3, 5, 6), tensor('int64', [3, 6])];
  it('reduces to a scalar, or not', () => {
    assert.equal(shown(solve(LOSS_OPS, 'NegativeLogLikelihoodLoss', { inputs })), 'float32 scalar');
    const none = { inputs, outputs: 2, attributes: { reduction: 'none' } };
    assert.deepEqual(solveAll(LOSS_OPS, 'SoftmaxCrossEntropyLoss', none).map(shown), [
      'float32 3x6',
      'float32 3x5x6',
    ]);
  });
  it('counts per target, and the softmax per score', () => {
    assert.equal(costsOf(LOSS_OPS, 'NegativeLogLikelihoodLoss', { inputs }).elementOps, 18 * 2);
    assert.deepEqual(costsOf(LOSS_OPS, 'SoftmaxCrossEntropyLoss', { inputs }), {
      macs: 0,
      elementOps: 90 * 5 + 18 * 2,
      transcendentals: 90 + 18,
    });
  });
  it('says what does not fit', () => {
    assert.match(
      conflictOf(LOSS_OPS, 'NegativeLogLikelihoodLoss', { inputs: [f32(3, 5), f32(3, 5)] }),
      /do not fit/,
    );
  });
});

describe('Det', () => {
  it('gives a number per matrix', () => {
    assert.equal(shown(solve(DETERMINANT_OPS, 'Det', { inputs: [f32(2, 4, 3, 3)] })), 'float32 2x4');
    assert.equal(costsOf(DETERMINANT_OPS, 'Det', { inputs: [f32(2, 4, 3, 3)] }).elementOps, 8 * 18);
    assert.match(conflictOf(DETERMINANT_OPS, 'Det', { inputs: [f32(2, 3)] }), /square/);
  });
});
