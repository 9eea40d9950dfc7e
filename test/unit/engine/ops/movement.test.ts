import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { fill, tensor } from '../../../../extension/engine/ir/tensor';
import { MOVEMENT_OPS } from '../../../../extension/engine/ops/movement';
import { conflictOf, f32, flags, int, ints, known, listed, shown, solve } from '../../../helpers/facts';

const batch = symbol('batch');
const seq = symbol('seq');

describe('Transpose', () => {
  it('permutes, backwards by default', () => {
    const setup = { inputs: [f32(batch, seq, 12, 64)], attributes: { perm: [0, 2, 1, 3] } };
    assert.equal(shown(solve(MOVEMENT_OPS, 'Transpose', setup)), 'float32 batchx12xseqx64');
    assert.equal(shown(solve(MOVEMENT_OPS, 'Transpose', { inputs: [f32(2, 3, 4)] })), 'float32 4x3x2');
  });

  it('moves values', () => {
    const table = known('int64', [2, 3], [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(listed(solve(MOVEMENT_OPS, 'Transpose', { inputs: [table] })), [1, 4, 2, 5, 3, 6]);
  });

  it('refuses what is no permutation', () => {
    const setup = { inputs: [f32(2, 3)], attributes: { perm: [0, 0] } };
    assert.match(conflictOf(MOVEMENT_OPS, 'Transpose', setup), /\[0, 0\] does not permute the axes of 2x3/);
  });
});

describe('Expand and Tile', () => {
  it('expand both ways', () => {
    assert.equal(
      shown(solve(MOVEMENT_OPS, 'Expand', { inputs: [f32(3, 1), ints(2, 1, 6)] })),
      'float32 2x3x6',
    );
    assert.equal(
      shown(solve(MOVEMENT_OPS, 'Expand', { inputs: [f32(1, 1, 8), ints(batch, 1, 1)] })),
      'float32 batchx1x8',
    );
    assert.match(conflictOf(MOVEMENT_OPS, 'Expand', { inputs: [f32(3), ints(4)] }), /do not broadcast/);
  });

  it('expand to what a run decides', () => {
    const open = solve(MOVEMENT_OPS, 'Expand', { inputs: [f32(1, 8), tensor('int64', [3])] });
    assert.equal(open.shape?.length, 3);
    assert.equal(open.shape[2], 8);
  });

  it('repeat values', () => {
    assert.deepEqual(listed(solve(MOVEMENT_OPS, 'Expand', { inputs: [ints(7, seq), ints(2, 2)] })), [
      7,
      'seq',
      7,
      'seq',
    ]);
    assert.deepEqual(listed(solve(MOVEMENT_OPS, 'Tile', { inputs: [ints(1, 2), ints(2)] })), [1, 2, 1, 2]);
  });

  it('tile by counts, however large', () => {
    assert.equal(
      shown(solve(MOVEMENT_OPS, 'Tile', { inputs: [f32(2, seq), ints(3, 2)] })),
      'float32 6x2*seq',
    );
    const huge = { inputs: [ints(1, 2), ints(2 ** 40)] };
    assert.equal(listed(solve(MOVEMENT_OPS, 'Tile', huge)), null);
    assert.match(
      conflictOf(MOVEMENT_OPS, 'Tile', { inputs: [f32(2), ints(-1)] }),
      /repeats \[-1\] do not fit 2/,
    );
    const old = { opset: 1, inputs: [f32(2, 3), int(4), int(1)] };
    assert.equal(shown(solve(MOVEMENT_OPS, 'Tile', old)), 'float32 2x12');
  });
});

describe('Concat', () => {
  it('adds up along the axis', () => {
    const setup = { inputs: [f32(batch, seq, 8), f32(batch, 1, 8)], attributes: { axis: -2 } };
    assert.equal(shown(solve(MOVEMENT_OPS, 'Concat', setup)), 'float32 batchxseq + 1x8');
  });

  it('joins values, unknown ones among them', () => {
    const vector = { inputs: [ints(batch), tensor('int64', [1]), ints(-1)], attributes: { axis: 0 } };
    assert.deepEqual(listed(solve(MOVEMENT_OPS, 'Concat', vector)), ['batch', null, -1]);
    const columns = {
      inputs: [known('int64', [2, 1], [1, 2]), known('int64', [2, 1], [3, 4])],
      attributes: { axis: 1 },
    };
    assert.deepEqual(listed(solve(MOVEMENT_OPS, 'Concat', columns)), [1, 3, 2, 4]);
  });

  it('names parts that do not join', () => {
    const setup = { inputs: [f32(2, 3), f32(3, 3)], attributes: { axis: 1 } };
    assert.match(conflictOf(MOVEMENT_OPS, 'Concat', setup), /2x3 and 3x3 do not join along axis 1/);
  });
});

describe('Compress', () => {
  it('counts known flags, otherwise leaves the count to the run', () => {
    const setup = { inputs: [f32(3, 2), flags(0, 1, 1)], attributes: { axis: 0 } };
    assert.equal(shown(solve(MOVEMENT_OPS, 'Compress', setup)), 'float32 2x2');
    const open = solve(MOVEMENT_OPS, 'Compress', { inputs: [f32(3, 2), tensor('bool', [3])] });
    assert.equal(shown(open), 'float32 out0.kept');
  });

  it('leaves other elements in place', () => {
    const ones = { ...f32(2, 2), content: fill(1) };
    assert.equal(shown(solve(MOVEMENT_OPS, 'Trilu', { inputs: [ones] })), 'float32 2x2');
    assert.equal(solve(MOVEMENT_OPS, 'Trilu', { inputs: [ones] }).content, null);
  });
});
