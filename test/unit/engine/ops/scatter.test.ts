import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { SCATTER_OPS } from '../../../../extension/engine/ops/scatter';
import { conflictOf, f32, ints, known, listed, shown, solve } from '../../../helpers/facts';

describe('scatter', () => {
  it('keeps the shape of the data', () => {
    const nd = { inputs: [f32(4, 4), tensor('int64', [2, 1]), f32(2, 4)] };
    assert.equal(shown(solve(SCATTER_OPS, 'ScatterND', nd)), 'float32 4x4');
    const elements = { inputs: [f32(3, 3), tensor('int64', [2, 3]), f32(2, 3)] };
    assert.equal(shown(solve(SCATTER_OPS, 'ScatterElements', elements)), 'float32 3x3');
    assert.equal(shown(solve(SCATTER_OPS, 'Scatter', { ...elements, opset: 9 })), 'float32 3x3');
  });

  it('replaces known values', () => {
    const setup = { inputs: [ints(1, 2, 3, 4), known('int64', [2, 1], [-1, 0]), ints(symbol('n'), 9)] };
    assert.deepEqual(listed(solve(SCATTER_OPS, 'ScatterND', setup)), [9, 2, 3, 'n']);
    const added = { ...setup, attributes: { reduction: 'add' } };
    assert.equal(listed(solve(SCATTER_OPS, 'ScatterND', added)), null);
    const row = {
      inputs: [
        known('int64', [2, 2], [1, 2, 3, 4]),
        known('int64', [1, 1], [1]),
        known('int64', [1, 2], [7, 8]),
      ],
    };
    assert.deepEqual(listed(solve(SCATTER_OPS, 'ScatterND', row)), [1, 2, 7, 8]);
  });

  it('names indices that do not fit', () => {
    const deep = { inputs: [f32(4), tensor('int64', [1, 2]), f32(1)] };
    assert.match(conflictOf(SCATTER_OPS, 'ScatterND', deep), /1x2 do not address 4/);
    const ranks = { inputs: [f32(4, 4), tensor('int64', [2]), f32(2)] };
    assert.match(conflictOf(SCATTER_OPS, 'ScatterElements', ranks), /2 along axis 0 does not index 4x4/);
  });
});
