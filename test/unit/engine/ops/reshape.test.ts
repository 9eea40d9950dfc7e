import assert from 'node:assert/strict';
import { mul, symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { RESHAPE_OPS } from '../../../../extension/engine/ops/reshape';
import { conflictOf, f32, ints, listed, shown, solve } from '../../../helpers/facts';

const batch = symbol('batch');
const seq = symbol('seq');

function reshaped(from: ReturnType<typeof f32>, target: ReturnType<typeof ints>, attributes = {}): string {
  return shown(solve(RESHAPE_OPS, 'Reshape', { inputs: [from, target], attributes }));
}

describe('Reshape', () => {
  it('copies dims by 0 and takes the rest by -1', () => {
    assert.equal(reshaped(f32(2, 3, 4), ints(0, -1)), 'float32 2x12');
    assert.equal(reshaped(f32(batch, seq, 768), ints(0, 0, 12, 64)), 'float32 batchxseqx12x64');
    assert.equal(reshaped(f32(batch, seq, 768), ints(batch, -1, 12, 64)), 'float32 batchxseqx12x64');
    assert.equal(reshaped(f32(batch, seq, 768), ints(-1, 768)), 'float32 batch*seqx768');
    assert.equal(reshaped(f32(batch, 7), ints(-1, 2)), 'float32 floor((7*batch)/2)x2');
  });

  it('takes an only unknown dim as the rest', () => {
    assert.equal(reshaped(f32(batch, 12), ints(batch, null, 4)), 'float32 batchx3x4');
  });

  it('knows zero sizes', () => {
    assert.equal(reshaped(f32(0, 3, 4), ints(3, 4, 0), { allowzero: 1 }), 'float32 3x4x0');
    const open = { inputs: [f32(0, 3, 4), ints(0, -1)] };
    assert.match(conflictOf(RESHAPE_OPS, 'Reshape', open), /does not divide/);
  });

  it('takes the shape from an attribute before opset 5', () => {
    const old = { opset: 1, inputs: [f32(2, 6)], attributes: { shape: [3, -1] } };
    assert.equal(shown(solve(RESHAPE_OPS, 'Reshape', old)), 'float32 3x4');
  });

  it('knows the rank of an unknown target', () => {
    assert.equal(
      solve(RESHAPE_OPS, 'Reshape', { inputs: [f32(2, 6), tensor('int64', [3])] }).shape?.length,
      3,
    );
    assert.equal(reshaped(f32(2, 6), tensor('int64', [1])), 'float32 12');
    assert.equal(reshaped(f32(2, 6), tensor('int64', [1e9])), 'float32 ?');
  });

  it('names what does not fit', () => {
    const conflict = (target: ReturnType<typeof ints>): string =>
      conflictOf(RESHAPE_OPS, 'Reshape', { inputs: [f32(2, 6), target] });
    assert.match(conflict(ints(5, -1)), /2x6 does not divide into \[5, -1\]/);
    assert.match(conflict(ints(-1, -1)), /more than one dim open/);
    assert.match(conflict(ints(3, 5)), /2x6 has not the elements of 3x5/);
    assert.match(conflict(ints(-2, 6)), /not a shape/);
  });

  it('carries values along', () => {
    assert.deepEqual(listed(solve(RESHAPE_OPS, 'Reshape', { inputs: [ints(1, seq), ints(2, 1)] })), [
      1,
      'seq',
    ]);
  });
});

describe('Flatten, Squeeze, Unsqueeze', () => {
  it('flatten around an axis', () => {
    assert.equal(shown(solve(RESHAPE_OPS, 'Flatten', { inputs: [f32(batch, 3, 4)] })), 'float32 batchx12');
    assert.equal(
      shown(solve(RESHAPE_OPS, 'Flatten', { inputs: [f32(2, 3, 4)], attributes: { axis: 0 } })),
      'float32 1x24',
    );
    assert.equal(
      shown(solve(RESHAPE_OPS, 'Flatten', { inputs: [f32(2, 3, 4)], attributes: { axis: -1 } })),
      'float32 6x4',
    );
    assert.match(conflictOf(RESHAPE_OPS, 'Flatten', { inputs: [f32(2)], attributes: { axis: 3 } }), /axis 3/);
  });

  it('squeeze by attribute, by input and all ones', () => {
    const old = { opset: 11, inputs: [f32(1, 3, 1)], attributes: { axes: [0] } };
    assert.equal(shown(solve(RESHAPE_OPS, 'Squeeze', old)), 'float32 3x1');
    assert.equal(shown(solve(RESHAPE_OPS, 'Squeeze', { inputs: [f32(1, 3, 1), ints(-1)] })), 'float32 1x3');
    assert.equal(shown(solve(RESHAPE_OPS, 'Squeeze', { inputs: [f32(1, 3, 1)] })), 'float32 3');
    assert.equal(shown(solve(RESHAPE_OPS, 'Squeeze', { inputs: [f32(1, batch)] })), 'float32 ?');
    assert.equal(
      shown(solve(RESHAPE_OPS, 'Squeeze', { inputs: [f32(1, mul(2, batch))] })),
      'float32 2*batch',
    );
    assert.match(
      conflictOf(RESHAPE_OPS, 'Squeeze', { inputs: [f32(2, 3), ints(0)] }),
      /axis 0 of 2x3 is not 1/,
    );
  });

  it('unsqueeze at axes of the result', () => {
    assert.equal(
      shown(solve(RESHAPE_OPS, 'Unsqueeze', { inputs: [f32(3, 4), ints(0, -1)] })),
      'float32 1x3x4x1',
    );
    assert.equal(shown(solve(RESHAPE_OPS, 'Unsqueeze', { inputs: [f32(3), ints(2, 0)] })), 'float32 1x3x1');
    assert.match(conflictOf(RESHAPE_OPS, 'Unsqueeze', { inputs: [f32(3), ints(0, 0)] }), /twice/);
  });
});
