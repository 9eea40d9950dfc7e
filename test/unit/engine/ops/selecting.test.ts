import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { fill, tensor } from '../../../../extension/engine/ir/tensor';
import { SELECTING_OPS } from '../../../../extension/engine/ops/selecting';
import { conflictOf, f32, flags, int, known, listed, shown, solve } from '../../../helpers/facts';

const batch = symbol('batch');

describe('NonZero', () => {
  it('counts a fill without listing it', () => {
    const ones = { ...tensor('bool', [batch, 4096]), content: fill(1) };
    assert.equal(shown(solve(SELECTING_OPS, 'NonZero', { inputs: [ones] })), 'int64 2x4096*batch');
    const zeros = { ...f32(9), content: fill(0) };
    assert.equal(shown(solve(SELECTING_OPS, 'NonZero', { inputs: [zeros] })), 'int64 1x0');
  });

  it('lists known positions, a row per axis', () => {
    const found = solve(SELECTING_OPS, 'NonZero', { inputs: [known('int64', [2, 2], [1, 0, 5, 1])] });
    assert.equal(shown(found), 'int64 2x3');
    assert.deepEqual(listed(found), [0, 1, 1, 0, 0, 1]);
    assert.equal(shown(solve(SELECTING_OPS, 'NonZero', { inputs: [int(7)] })), 'int64 1x1');
  });

  it('leaves the count of unknown values to the run', () => {
    assert.equal(
      shown(solve(SELECTING_OPS, 'NonZero', { inputs: [flags(1, null)] })),
      'int64 1xout0.non-zeros',
    );
  });
});

describe('OneHot', () => {
  it('adds an axis of the depth', () => {
    const setup = { inputs: [tensor('int64', [batch, 3]), int(10), f32(2)] };
    assert.equal(shown(solve(SELECTING_OPS, 'OneHot', setup)), 'float32 batchx3x10');
    assert.equal(
      shown(solve(SELECTING_OPS, 'OneHot', { ...setup, attributes: { axis: 0 } })),
      'float32 10xbatchx3',
    );
    assert.equal(
      shown(solve(SELECTING_OPS, 'OneHot', { ...setup, attributes: { axis: -2 } })),
      'float32 batchx10x3',
    );
    assert.match(conflictOf(SELECTING_OPS, 'OneHot', { ...setup, attributes: { axis: 5 } }), /axis 5/);
  });
});
