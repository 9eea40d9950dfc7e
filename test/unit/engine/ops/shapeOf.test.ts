import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { UNKNOWN_TENSOR } from '../../../../extension/engine/ir/tensor';
import { SHAPE_OPS } from '../../../../extension/engine/ops/shapeOf';
import { f32, listed, shown, solve } from '../../../helpers/facts';

const batch = symbol('batch');

describe('Shape and Size', () => {
  it('turn dims into values', () => {
    assert.deepEqual(listed(solve(SHAPE_OPS, 'Shape', { inputs: [f32(batch, 3, 4)] })), ['batch', 3, 4]);
    assert.deepEqual(listed(solve(SHAPE_OPS, 'Size', { inputs: [f32(batch, 3, 4)] })), ['12*batch']);
    assert.deepEqual(listed(solve(SHAPE_OPS, 'Shape', { inputs: [f32()] })), []);
  });

  it('take a part of the shape since opset 15', () => {
    const part = (start: number, end?: number): unknown =>
      listed(
        solve(SHAPE_OPS, 'Shape', {
          inputs: [f32(batch, 3, 4)],
          attributes: end === undefined ? { start } : { start, end },
        }),
      );
    assert.deepEqual(part(1), [3, 4]);
    assert.deepEqual(part(-1), [4]);
    assert.deepEqual(part(0, -1), ['batch', 3]);
    assert.deepEqual(part(2, 1), []);
    assert.deepEqual(part(-10, 10), ['batch', 3, 4]);
  });

  it('know at least that the shape is a vector', () => {
    assert.equal(shown(solve(SHAPE_OPS, 'Shape', { inputs: [UNKNOWN_TENSOR] })), 'int64 out0.rank');
    assert.equal(shown(solve(SHAPE_OPS, 'Size', { inputs: [UNKNOWN_TENSOR] })), 'int64 scalar');
  });
});
