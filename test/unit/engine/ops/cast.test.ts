import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { fill } from '../../../../extension/engine/ir/tensor';
import { CAST_OPS } from '../../../../extension/engine/ops/cast';
import { f32, floats, int, ints, listed, shown, solve } from '../../../helpers/facts';

const INT64 = 7;
const BOOL = 9;
const FLOAT16 = 10;

describe('casts', () => {
  it('give the named type', () => {
    assert.equal(
      shown(solve(CAST_OPS, 'Cast', { inputs: [f32(2)], attributes: { to: FLOAT16 } })),
      'float16 2',
    );
    assert.equal(
      shown(solve(CAST_OPS, 'Cast', { opset: 1, inputs: [f32(2)], attributes: { to: 'INT64' } })),
      'int64 2',
    );
    assert.equal(shown(solve(CAST_OPS, 'CastLike', { inputs: [f32(2), int(0)] })), 'int64 2');
    assert.equal(shown(solve(CAST_OPS, 'Cast', { inputs: [f32(2)], attributes: { to: 99 } })), '? 2');
  });

  it('convert elements: to integers towards zero, to bool whether not zero', () => {
    assert.deepEqual(
      listed(solve(CAST_OPS, 'Cast', { inputs: [floats(2.9, -2.9)], attributes: { to: INT64 } })),
      [2, -2],
    );
    assert.deepEqual(
      listed(solve(CAST_OPS, 'Cast', { inputs: [ints(0, 5, symbol('n'))], attributes: { to: BOOL } })),
      [0, 1, 1],
    );
    assert.deepEqual(
      listed(solve(CAST_OPS, 'Cast', { inputs: [ints(3, 4097)], attributes: { to: FLOAT16 } })),
      [3, null],
    );
  });

  it('keep a fill of any size', () => {
    const ones = { ...f32(1000, 1000), content: fill(1) };
    assert.deepEqual(solve(CAST_OPS, 'Cast', { inputs: [ones], attributes: { to: INT64 } }).content, fill(1));
  });
});
