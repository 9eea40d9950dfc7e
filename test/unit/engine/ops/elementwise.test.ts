import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { fill, tensor } from '../../../../extension/engine/ir/tensor';
import { ELEMENTWISE_OPS } from '../../../../extension/engine/ops/elementwise';
import { conflictOf, f32, floats, int, ints, listed, shown, solve } from '../../../helpers/facts';
import { viewOf, workWith } from '../../../helpers/nodeView';

const batch = symbol('batch');
const seq = symbol('seq');

function values(op: string, ...inputs: Parameters<typeof listed>[0][]): ReturnType<typeof listed> {
  return listed(solve(ELEMENTWISE_OPS, op, { inputs }));
}

describe('element-wise arithmetic', () => {
  it('broadcasts', () => {
    assert.equal(
      shown(solve(ELEMENTWISE_OPS, 'Add', { inputs: [f32(batch, 1, 4), f32(3, 1)] })),
      'float32 batchx3x4',
    );
    assert.equal(shown(solve(ELEMENTWISE_OPS, 'Max', { inputs: [f32(2, 1), f32(3), f32()] })), 'float32 2x3');
    assert.equal(
      shown(solve(ELEMENTWISE_OPS, 'Mul', { inputs: [f32(2), tensor('float32', null)] })),
      'float32 ?',
    );
  });

  it('aligns by axis before opset 7', () => {
    const setup = { opset: 6, inputs: [f32(2, 3, 4, 5), f32(3, 4)], attributes: { broadcast: 1, axis: 1 } };
    assert.equal(shown(solve(ELEMENTWISE_OPS, 'Add', setup)), 'float32 2x3x4x5');
  });

  it('names shapes and types that contradict', () => {
    assert.match(
      conflictOf(ELEMENTWISE_OPS, 'Add', { inputs: [f32(2, 3), f32(4)] }),
      /2x3 and 4 do not broadcast/,
    );
    const mixed = conflictOf(ELEMENTWISE_OPS, 'Mul', { inputs: [f32(2), tensor('int64', [2])] });
    assert.match(mixed, /float32 2 and int64 2/);
  });

  it('follows integers: division goes towards zero, Mod takes the sign of the divisor', () => {
    assert.deepEqual(values('Add', ints(1, 2), int(10)), [11, 12]);
    assert.deepEqual(values('Div', ints(7, -7), int(2)), [3, -3]);
    assert.deepEqual(values('Mod', ints(7, -7), int(3)), [1, 2]);
    const fmod = solve(ELEMENTWISE_OPS, 'Mod', { inputs: [ints(-7), int(3)], attributes: { fmod: 1 } });
    assert.deepEqual(listed(fmod), [-1]);
    assert.deepEqual(values('Div', ints(7), int(0)), null);
  });

  it('follows symbols', () => {
    assert.deepEqual(values('Mul', ints(batch, seq), int(2)), ['2*batch', '2*seq']);
    assert.deepEqual(values('Div', int(seq), int(2)), ['floor(seq/2)']);
    assert.deepEqual(values('Sub', ints(seq), ints(seq)), [0]);
    assert.deepEqual(values('Max', ints(0), int(batch)), ['batch']);
    assert.deepEqual(values('Pow', int(seq), int(2)), ['seq^2']);
  });

  it('rounds float32 as the runtime does', () => {
    // 10 * 0.7 is 6.99999988 in double precision of float32's 0.7, but exactly 7 in float32.
    const scaled = solve(ELEMENTWISE_OPS, 'Mul', { inputs: [floats(10), floats(Math.fround(0.7))] });
    assert.deepEqual(values('Floor', scaled), [7]);
    assert.deepEqual(values('Floor', floats(-1.5)), [-2]);
    assert.deepEqual(values('Ceil', floats(-1.5)), [-1]);
    assert.deepEqual(values('Round', floats(0.5, 1.5, 2.5, -1.5)), [0, 2, 2, -2]);
    assert.deepEqual(values('Sqrt', floats(2)), [Math.fround(Math.SQRT2)]);
  });

  it('keeps a fill a fill, of any size', () => {
    const ones = { ...f32(batch, 4096), content: fill(1) };
    assert.deepEqual(solve(ELEMENTWISE_OPS, 'Mul', { inputs: [ones, floats(3)] }).content, fill(3));
  });

  it('clips by attributes and by inputs', () => {
    const old = solve(ELEMENTWISE_OPS, 'Clip', {
      opset: 6,
      inputs: [floats(-1, 9)],
      attributes: { min: 0, max: 6 },
    });
    assert.deepEqual(listed(old), [0, 6]);
    const lower = solve(ELEMENTWISE_OPS, 'Clip', { inputs: [ints(-1, 9), int(0)] });
    assert.deepEqual(listed(lower), [0, 9]);
    assert.equal(listed(solve(ELEMENTWISE_OPS, 'Clip', { inputs: [ints(1), tensor('int64', [])] })), null);
  });

  it('counts an operation per output element, transcendental ones apart', () => {
    assert.deepEqual(workWith(ELEMENTWISE_OPS, viewOf('Add', { inputs: [f32(2, 3), f32(3)] })), {
      elementOps: 6,
    });
    const exp = workWith(ELEMENTWISE_OPS, viewOf('Exp', { inputs: [f32(2, 3)] }));
    assert.deepEqual(exp, { elementOps: 6, transcendentals: 6 });
    assert.deepEqual(workWith(ELEMENTWISE_OPS, viewOf('Pow', { inputs: [f32(5), floats(2)] })), {
      elementOps: 5,
    });
    const pow = workWith(ELEMENTWISE_OPS, viewOf('Pow', { inputs: [f32(5), f32(5)] }));
    assert.deepEqual(pow, { elementOps: 5, transcendentals: 5 });
    assert.ok(
      'unknown' in workWith(ELEMENTWISE_OPS, viewOf('Add', { inputs: [tensor('float32', null), f32(1)] })),
    );
  });
});
