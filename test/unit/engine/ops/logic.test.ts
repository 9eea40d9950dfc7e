import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { LOGIC_OPS } from '../../../../extension/engine/ops/logic';
import { conflictOf, f32, flags, floats, int, ints, listed, shown, solve } from '../../../helpers/facts';

const seq = symbol('seq');
const given = symbol('given', 'value');

function values(op: string, ...inputs: Parameters<typeof listed>[0][]): ReturnType<typeof listed> {
  return listed(solve(LOGIC_OPS, op, { inputs }));
}

describe('comparisons and logic', () => {
  it('gives bool of the common shape', () => {
    assert.equal(shown(solve(LOGIC_OPS, 'Less', { inputs: [f32(2, 1), f32(3)] })), 'bool 2x3');
    assert.equal(
      shown(solve(LOGIC_OPS, 'Where', { inputs: [tensor('bool', [3]), f32(2, 1), f32(1)] })),
      'float32 2x3',
    );
    assert.match(
      conflictOf(LOGIC_OPS, 'Where', { inputs: [tensor('bool', [3]), f32(2), f32(1)] }),
      /broadcast/,
    );
  });

  it('compares what is known, and symbols where their range decides', () => {
    assert.deepEqual(values('Equal', ints(-1, seq, 3), int(-1)), [1, 0, 0]);
    assert.deepEqual(values('Greater', ints(seq, 2), int(0)), [1, 1]);
    assert.deepEqual(values('GreaterOrEqual', ints(2, 1), int(2)), [1, 0]);
    assert.deepEqual(values('LessOrEqual', ints(2, 3), int(2)), [1, 0]);
    assert.deepEqual(values('Equal', ints(given), int(4)), ['(given == 4)']);
    assert.deepEqual(values('LessOrEqual', floats(NaN), floats(1)), [0]);
  });

  it('decides And and Or from one side where that is enough', () => {
    assert.deepEqual(values('And', flags(0, 1, null), flags(null, 1, 1)), [0, 1, null]);
    assert.deepEqual(values('Or', flags(1, 0, null), flags(null, 0, 0)), [1, 0, null]);
    assert.deepEqual(values('Xor', flags(1, 0), flags(1, 1)), [0, 1]);
    assert.deepEqual(values('Not', flags(1, 0)), [0, 1]);
  });

  it('chooses by element, with the other side unknown where it is not chosen', () => {
    assert.deepEqual(values('Where', flags(1, 0), ints(seq, null), ints(null, 7)), ['seq', 7]);
    const symbolic = solve(LOGIC_OPS, 'Equal', { inputs: [ints(given), int(0)] });
    assert.deepEqual(values('Where', symbolic, ints(1), ints(2)), ['((given == 0) ? 1 : 2)']);
  });

  it('shifts and masks small integers', () => {
    const left = solve(LOGIC_OPS, 'BitShift', {
      inputs: [ints(3), ints(2)],
      attributes: { direction: 'LEFT' },
    });
    assert.deepEqual(listed(left), [12]);
    assert.deepEqual(values('BitwiseAnd', ints(6), ints(3)), [2]);
    assert.deepEqual(values('BitwiseXor', ints(6), ints(3)), [5]);
    assert.deepEqual(values('IsInf', floats(-Infinity, 1)), [1, 0]);
    assert.deepEqual(values('IsNaN', floats(NaN, 1)), [1, 0]);
  });
});
