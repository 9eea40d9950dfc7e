import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import type { StoredTensor } from '../../../../extension/engine/ir/graph';
import { elements, fill, scalarOf, tensor } from '../../../../extension/engine/ir/tensor';
import { DROPOUT_OPS } from '../../../../extension/engine/ops/dropout';
import { GENERATE_OPS } from '../../../../extension/engine/ops/generate';
import { RANDOM_OPS } from '../../../../extension/engine/ops/random';
import type { AttributeValue } from '../../../helpers/nodeView';
import {
  conflictOf,
  f32,
  flags,
  floats,
  int,
  ints,
  known,
  listed,
  shown,
  solve,
  solveAll,
} from '../../../helpers/facts';

const batch = symbol('batch');
const seq = symbol('seq');
const minusOne: StoredTensor = {
  name: '',
  dtype: 'int64',
  dims: [1],
  payload: null,
  raw: false,
  content: elements([-1]),
};

describe('Constant and ConstantOfShape', () => {
  it('read every form of value', () => {
    const constant = (name: string, value: AttributeValue): ReturnType<typeof solve> =>
      solve(GENERATE_OPS, 'Constant', { attributes: attribute(name, value) });
    assert.equal(shown(constant('value', { kind: 'tensor', value: minusOne })), 'int64 1');
    assert.equal(shown(constant('value_int', 3)), 'int64 scalar');
    assert.equal(scalarOf(constant('value_float', { kind: 'float', value: 0.1 })), Math.fround(0.1));
    assert.deepEqual(listed(constant('value_ints', [1, 2])), [1, 2]);
    assert.equal(shown(constant('value_floats', { kind: 'floats', value: [1, 2] })), 'float32 2');
    assert.equal(shown(constant('value_strings', ['a', 'b'])), 'string 2');
  });

  it('fill a shape of any size', () => {
    const zeros = solve(GENERATE_OPS, 'ConstantOfShape', { inputs: [ints(batch, 4096)] });
    assert.equal(shown(zeros), 'float32 batchx4096');
    assert.deepEqual(zeros.content, fill(0));
    const value = attribute('value', { kind: 'tensor', value: minusOne });
    const filled = solve(GENERATE_OPS, 'ConstantOfShape', { inputs: [ints()], attributes: value });
    assert.equal(shown(filled), 'int64 scalar');
    assert.deepEqual(listed(filled), [-1]);
    assert.match(
      conflictOf(GENERATE_OPS, 'ConstantOfShape', { inputs: [ints(2, -3)] }),
      /\[2, -3\] is not a shape/,
    );
  });
});

describe('Range', () => {
  it('counts steps', () => {
    assert.deepEqual(listed(solve(GENERATE_OPS, 'Range', { inputs: [int(1), int(8), int(3)] })), [1, 4, 7]);
    assert.deepEqual(listed(solve(GENERATE_OPS, 'Range', { inputs: [int(5), int(0), int(-2)] })), [5, 3, 1]);
    assert.equal(shown(solve(GENERATE_OPS, 'Range', { inputs: [int(5), int(0), int(1)] })), 'int64 0');
    const float = known('float32', [], [0.5]);
    assert.equal(
      shown(solve(GENERATE_OPS, 'Range', { inputs: [float, known('float32', [], [3]), float] })),
      'float32 5',
    );
  });

  it('takes symbolic limits', () => {
    assert.equal(shown(solve(GENERATE_OPS, 'Range', { inputs: [int(0), int(seq), int(1)] })), 'int64 seq');
    const open = solve(GENERATE_OPS, 'Range', { inputs: [int(0), tensor('int64', []), int(1)] });
    assert.equal(shown(open), 'int64 out0.length');
    assert.match(conflictOf(GENERATE_OPS, 'Range', { inputs: [int(0), int(4), int(0)] }), /delta of 0/);
  });

  it('does not list long ranges', () => {
    const long = solve(GENERATE_OPS, 'Range', { inputs: [int(0), int(2 ** 40), int(1)] });
    assert.equal(shown(long), `int64 ${2 ** 40}`);
    assert.equal(long.content, null);
  });
});

describe('random tensors and Dropout', () => {
  it('have the shape that is asked for', () => {
    const normal = { attributes: { shape: [2, 3], dtype: 11 } };
    assert.equal(shown(solve(RANDOM_OPS, 'RandomNormal', normal)), 'float64 2x3');
    assert.equal(
      shown(solve(RANDOM_OPS, 'RandomUniformLike', { inputs: [f32(batch, 2)] })),
      'float32 batchx2',
    );
    const drawn = { inputs: [f32(batch, 10)], attributes: { sample_size: 4 } };
    assert.equal(shown(solve(RANDOM_OPS, 'Multinomial', drawn)), 'int32 batchx4');
    assert.equal(shown(solve(GENERATE_OPS, 'EyeLike', { inputs: [tensor('int32', [3, 4])] })), 'int32 3x4');
  });

  it('pass data through at inference', () => {
    const [data, mask] = solveAll(DROPOUT_OPS, 'Dropout', { outputs: 2, inputs: [floats(1, 2)] });
    assert.deepEqual(data && listed(data), [1, 2]);
    assert.equal(mask && shown(mask), 'bool 2');
    const training = { inputs: [floats(1, 2), floats(0.5), flags(1)] };
    assert.equal(listed(solve(DROPOUT_OPS, 'Dropout', training)), null);
  });
});

function attribute(name: string, value: AttributeValue): Readonly<Record<string, AttributeValue>> {
  return { [name]: value };
}
