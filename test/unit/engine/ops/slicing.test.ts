import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { substitute } from '../../../../extension/engine/ir/substitute';
import { fill, tensor } from '../../../../extension/engine/ir/tensor';
import { SLICING_OPS } from '../../../../extension/engine/ops/slicing';
import { conflictOf, f32, ints, known, listed, shown, solve } from '../../../helpers/facts';

const INT64_MAX = 2 ** 63;
const seq = symbol('seq');
const past = symbol('past', 'value');

function sliced(from: ReturnType<typeof f32>, ...lists: ReturnType<typeof ints>[]): string {
  return shown(solve(SLICING_OPS, 'Slice', { inputs: [from, ...lists] }));
}

describe('Slice', () => {
  it('takes ranges as inputs and as attributes', () => {
    assert.equal(sliced(f32(20, 10, 5), ints(0, 0), ints(3, 10), ints(0, 1), ints(1, 1)), 'float32 3x10x5');
    assert.equal(sliced(f32(20, 10, 5), ints(0, 0, 3), ints(20, 10, 4)), 'float32 20x10x1');
    const old = { opset: 1, inputs: [f32(20, 10)], attributes: { starts: [1], ends: [-1], axes: [1] } };
    assert.equal(shown(solve(SLICING_OPS, 'Slice', old)), 'float32 20x8');
  });

  it('clamps ends and walks backwards', () => {
    assert.equal(sliced(f32(20), ints(1000), ints(2000)), 'float32 0');
    assert.equal(sliced(f32(20), ints(5), ints(INT64_MAX)), 'float32 15');
    assert.equal(sliced(f32(20), ints(20), ints(0), ints(0), ints(-1)), 'float32 19');
    assert.equal(sliced(f32(20), ints(0), ints(20), ints(0), ints(3)), 'float32 7');
    assert.equal(sliced(f32(20), ints(-1), ints(-INT64_MAX), ints(0), ints(-2)), 'float32 10');
  });

  it('stays in plain arithmetic on symbolic dims', () => {
    assert.equal(sliced(f32(seq), ints(0), ints(INT64_MAX)), 'float32 seq');
    assert.equal(sliced(f32(seq), ints(1), ints(INT64_MAX)), 'float32 seq - 1');
    assert.equal(sliced(f32(seq), ints(0), ints(-1)), 'float32 seq - 1');
    assert.equal(sliced(f32(seq), ints(0), ints(1)), 'float32 1');
    assert.equal(sliced(f32(seq), ints(-1), ints(INT64_MAX)), 'float32 1');
    assert.equal(sliced(f32(512), ints(0), ints(seq)), 'float32 min(seq, 512)');
    assert.equal(sliced(f32(seq), ints(-1), ints(-INT64_MAX), ints(0), ints(-1)), 'float32 seq');
  });

  it('leaves a position of unknown sign to the run', () => {
    const { shape } = solve(SLICING_OPS, 'Slice', { inputs: [f32(10), ints(past), ints(INT64_MAX)] });
    const [length] = shape ?? [];
    assert.ok(length !== undefined);
    assert.equal(substitute(length, new Map([['past', 3]])), 7);
    assert.equal(substitute(length, new Map([['past', -3]])), 3);
  });

  it('follows values', () => {
    const pick = (...lists: ReturnType<typeof ints>[]): unknown =>
      listed(solve(SLICING_OPS, 'Slice', { inputs: [ints(1, 2, seq, 4), ...lists] }));
    assert.deepEqual(pick(ints(2), ints(INT64_MAX)), ['seq', 4]);
    assert.deepEqual(pick(ints(-1), ints(-INT64_MAX), ints(0), ints(-1)), [4, 'seq', 2, 1]);
    assert.deepEqual(pick(ints(0), ints(4), ints(0), ints(2)), [1, 'seq']);
    const table = known('int64', [2, 3], [1, 2, 3, 4, 5, 6]);
    const column = solve(SLICING_OPS, 'Slice', { inputs: [table, ints(1), ints(2), ints(1)] });
    assert.deepEqual(listed(column), [2, 5]);
    const ones = { ...f32(4096), content: fill(1) };
    assert.deepEqual(solve(SLICING_OPS, 'Slice', { inputs: [ones, ints(seq), ints(past)] }).content, fill(1));
  });

  it('keeps the rank where nothing else is known', () => {
    const open = solve(SLICING_OPS, 'Slice', {
      inputs: [f32(4, 5), tensor('int64', null), tensor('int64', null)],
    });
    assert.equal(open.shape?.length, 2);
    const oneAxis = { inputs: [f32(4, 5), tensor('int64', [1]), tensor('int64', [1]), ints(1)] };
    assert.equal(solve(SLICING_OPS, 'Slice', oneAxis).shape?.[0], 4);
  });

  it('names an axis or a step that cannot be', () => {
    assert.match(conflictOf(SLICING_OPS, 'Slice', { inputs: [f32(2), ints(0), ints(1), ints(5)] }), /axis 5/);
    const still = { inputs: [f32(2), ints(0), ints(1), ints(0), ints(0)] };
    assert.match(conflictOf(SLICING_OPS, 'Slice', still), /step of 0/);
  });
});
