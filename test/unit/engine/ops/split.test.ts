import assert from 'node:assert/strict';
import { mul, symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { SPLIT_OPS } from '../../../../extension/engine/ops/split';
import { conflictOf, f32, ints, listed, shown, solveAll } from '../../../helpers/facts';

const seq = symbol('seq');

function split(...args: [setup: Parameters<typeof solveAll>[2]]): readonly string[] {
  return solveAll(SPLIT_OPS, 'Split', ...args).map(shown);
}

describe('Split', () => {
  it('takes sizes as an attribute, as an input, or equal ones', () => {
    const old = { opset: 2, outputs: 2, inputs: [f32(2, 6)], attributes: { axis: 1, split: [2, 4] } };
    assert.deepEqual(split(old), ['float32 2x2', 'float32 2x4']);
    assert.deepEqual(split({ outputs: 2, inputs: [f32(6), ints(2, 4)] }), ['float32 2', 'float32 4']);
    assert.deepEqual(split({ opset: 13, outputs: 3, inputs: [f32(6)] }), [
      'float32 2',
      'float32 2',
      'float32 2',
    ]);
  });

  it('makes the last piece smaller since opset 18', () => {
    const setup = { opset: 18, outputs: 4, inputs: [f32(7)], attributes: { num_outputs: 4 } };
    assert.deepEqual(split(setup), ['float32 2', 'float32 2', 'float32 2', 'float32 1']);
  });

  it('divides symbols', () => {
    const setup = { outputs: 2, inputs: [f32(1, mul(4, seq))], attributes: { axis: -1, num_outputs: 2 } };
    assert.deepEqual(split(setup), ['float32 1x2*seq', 'float32 1x2*seq']);
  });

  it('leaves unknown sizes to the run', () => {
    const setup = { outputs: 2, inputs: [f32(2, 6), tensor('int64', [2])] };
    assert.deepEqual(split(setup), ['float32 out0.sizex6', 'float32 out1.sizex6']);
  });

  it('hands out values', () => {
    const parts = solveAll(SPLIT_OPS, 'Split', { outputs: 2, inputs: [ints(1, seq, 3), ints(1, 2)] });
    assert.deepEqual(parts.map(listed), [[1], ['seq', 3]]);
  });

  it('names sizes that do not fit', () => {
    const conflict = (sizes: ReturnType<typeof ints>): string =>
      conflictOf(SPLIT_OPS, 'Split', { outputs: 2, inputs: [f32(6), sizes] });
    assert.match(conflict(ints(2, 5)), /\[2, 5\] do not add up to 6/);
    assert.match(conflict(ints(6)), /for 2 outputs/);
    const uneven = { opset: 13, outputs: 4, inputs: [f32(6)] };
    assert.match(conflictOf(SPLIT_OPS, 'Split', uneven), /6 is no multiple of 4/);
  });
});
