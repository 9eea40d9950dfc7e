import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { PADDING_OPS } from '../../../../extension/engine/ops/padding';
import { conflictOf, f32, ints, listed, shown, solve } from '../../../helpers/facts';

const h = symbol('h');

describe('Pad', () => {
  it('takes pads as an attribute or as an input, with axes since opset 18', () => {
    const old = { opset: 2, inputs: [f32(1, 3, h)], attributes: { pads: [0, 0, 1, 0, 0, 2] } };
    assert.equal(shown(solve(PADDING_OPS, 'Pad', old)), 'float32 1x3xh + 3');
    assert.equal(shown(solve(PADDING_OPS, 'Pad', { inputs: [f32(2, 3), ints(1, 0, 0, -1)] })), 'float32 3x2');
    const axes = { inputs: [f32(2, 3), ints(1, h), null, ints(-1)] };
    assert.equal(shown(solve(PADDING_OPS, 'Pad', axes)), 'float32 2xh + 4');
  });

  it('keeps the rank where pads are not known', () => {
    assert.equal(solve(PADDING_OPS, 'Pad', { inputs: [f32(2, 3), tensor('int64', [4])] }).shape?.length, 2);
  });

  it('pads values', () => {
    const setup = { inputs: [ints(7, h), ints(1, 2), ints(9)] };
    assert.deepEqual(listed(solve(PADDING_OPS, 'Pad', setup)), [9, 7, 'h', 9, 9]);
    assert.deepEqual(listed(solve(PADDING_OPS, 'Pad', { inputs: [ints(7, 8, 9), ints(-1, 0)] })), [8, 9]);
    const reflected = { inputs: [ints(7, 8, 9), ints(1, 1)], attributes: { mode: 'reflect' } };
    assert.equal(listed(solve(PADDING_OPS, 'Pad', reflected)), null);
  });

  it('names pads that do not fit', () => {
    assert.match(
      conflictOf(PADDING_OPS, 'Pad', { inputs: [f32(2, 3), ints(1, 1)] }),
      /pads \[1, 1\] do not fit/,
    );
    assert.match(conflictOf(PADDING_OPS, 'Pad', { inputs: [f32(2), ints(-2, -1)] }), /nothing is left/);
  });
});
