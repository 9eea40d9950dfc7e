import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { SORTING_OPS } from '../../../../extension/engine/ops/sorting';
import { conflictOf, f32, int, ints, shown, solveAll } from '../../../helpers/facts';

const batch = symbol('batch');

describe('TopK, CumSum, Unique', () => {
  it('keeps k, given as an attribute or as an input', () => {
    const old = { opset: 1, outputs: 2, inputs: [f32(batch, 9)], attributes: { k: 3 } };
    assert.deepEqual(solveAll(SORTING_OPS, 'TopK', old).map(shown), ['float32 batchx3', 'int64 batchx3']);
    const along = { outputs: 2, inputs: [f32(7, 9), ints(2)], attributes: { axis: 0 } };
    assert.deepEqual(solveAll(SORTING_OPS, 'TopK', along).map(shown), ['float32 2x9', 'int64 2x9']);
    const open = { outputs: 2, inputs: [f32(7), tensor('int64', [1])] };
    assert.deepEqual(solveAll(SORTING_OPS, 'TopK', open).map(shown), ['float32 out0.k', 'int64 out0.k']);
    assert.match(conflictOf(SORTING_OPS, 'TopK', { inputs: [f32(7), ints(8)] }), /k = 8 of an axis of 7/);
  });

  it('adds up in place', () => {
    assert.deepEqual(solveAll(SORTING_OPS, 'CumSum', { inputs: [f32(2, 3), int(0)] }).map(shown), [
      'float32 2x3',
    ]);
  });

  it('leaves the number of distinct elements to the run', () => {
    const flat = solveAll(SORTING_OPS, 'Unique', { outputs: 4, inputs: [f32(2, 3)] });
    assert.deepEqual(flat.map(shown), [
      'float32 out0.distinct',
      'int64 out0.distinct',
      'int64 6',
      'int64 out0.distinct',
    ]);
    const rows = solveAll(SORTING_OPS, 'Unique', {
      outputs: 4,
      inputs: [f32(2, 3)],
      attributes: { axis: -1 },
    });
    assert.deepEqual(rows.slice(0, 3).map(shown), [
      'float32 2xout0.distinct',
      'int64 out0.distinct',
      'int64 3',
    ]);
  });
});
