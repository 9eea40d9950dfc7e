import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import {
  holding,
  scalarOf,
  tensor,
  type TensorFacts,
  UNKNOWN_TENSOR,
} from '../../../../extension/engine/ir/tensor';
import { SEQUENCE_OPS } from '../../../../extension/engine/ops/sequence';
import { TEXT_OPS } from '../../../../extension/engine/ops/text';
import { conflictOf, f32, int, ints, shown, solve } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

function run(op: string, setup: NodeSetup): TensorFacts {
  return solve(SEQUENCE_OPS, op, setup);
}

function sequence(...items: readonly TensorFacts[]): TensorFacts {
  return run('SequenceConstruct', { inputs: items });
}

/** `3: float32 4 | float32 2`, or what is true of every element where they are not known one by one. */
function held({ holds }: TensorFacts): string {
  if (!holds) return 'a tensor';
  const parts = holds.items === null ? `each ${shown(holds.element)}` : holds.items.map(shown).join(' | ');
  return `${holds.count === null ? '?' : typeof holds.count === 'number' ? holds.count : 'some'}: ${parts}`;
}

describe('sequences', () => {
  const three = sequence(f32(4), f32(3), f32(2));

  it('are followed element by element', () => {
    assert.equal(held(three), '3: float32 4 | float32 3 | float32 2');
    assert.equal(shown(three.holds?.element ?? UNKNOWN_TENSOR), 'float32 out0.element0');
    assert.equal(shown(run('SequenceAt', { inputs: [three, int(-1)] })), 'float32 2');
    assert.equal(shown(run('SequenceAt', { inputs: [three, int(0)] })), 'float32 4');
    assert.equal(scalarOf(run('SequenceLength', { inputs: [three] })), 3);
  });

  it('grow and shrink at a position', () => {
    const insert = (...inputs: readonly TensorFacts[]): string => held(run('SequenceInsert', { inputs }));
    assert.equal(insert(three, f32(9)), '4: float32 4 | float32 3 | float32 2 | float32 9');
    assert.equal(insert(three, f32(9), int(0)), '4: float32 9 | float32 4 | float32 3 | float32 2');
    assert.equal(insert(three, f32(9), int(-1)), '4: float32 4 | float32 3 | float32 9 | float32 2');
    assert.equal(insert(three, f32(9), tensor('int64', [])), '4: each float32 out0.element0');
    assert.equal(held(run('SequenceErase', { inputs: [three, int(1)] })), '2: float32 4 | float32 2');
    assert.equal(held(run('SequenceErase', { inputs: [three] })), '2: float32 4 | float32 3');
    assert.match(conflictOf(SEQUENCE_OPS, 'SequenceAt', { inputs: [three, int(3)] }), /no element 3 among 3/);
  });

  it('begin empty, with the type asked for', () => {
    const empty = run('SequenceEmpty', { attributes: { dtype: 7 } });
    assert.equal(held(empty), '0: ');
    assert.equal(empty.holds?.element.dtype, 'int64');
    assert.equal(held(run('SequenceInsert', { inputs: [empty, f32(2, 5)] })), '1: float32 2x5');
  });

  it('give some element where the position is not known: dims that differ are its own', () => {
    const inputs = [sequence(f32(2, 4), f32(2, 6)), tensor('int64', [])];
    assert.equal(shown(run('SequenceAt', { inputs })), 'float32 2xout0.axis 1');
    assert.equal(shown(run('SequenceAt', { inputs: [UNKNOWN_TENSOR, int(0)] })), '? ?');
  });

  it('come from pieces of a tensor', () => {
    const split = (setup: NodeSetup): string => held(run('SplitToSequence', setup));
    assert.equal(split({ inputs: [f32(5, 2), int(2)] }), '3: float32 2x2 | float32 2x2 | float32 1x2');
    assert.equal(split({ inputs: [f32(4, 2), ints(1, 3)] }), '2: float32 1x2 | float32 3x2');
    assert.equal(split({ inputs: [f32(2, 3)] }), '2: float32 1x3 | float32 1x3');
    const bare = { inputs: [f32(2, 3)], attributes: { axis: 1, keepdims: 0 } };
    assert.equal(split(bare), '3: float32 2 | float32 2 | float32 2');
    assert.equal(split({ inputs: [f32(6, 2), tensor('int64', [3])] }), '3: each float32 out0.sizex2');
  });

  it('join into a tensor', () => {
    const join = (facts: TensorFacts, attributes: Record<string, number>): string =>
      shown(run('ConcatFromSequence', { inputs: [facts], attributes }));
    const pair = sequence(f32(2, 4), f32(2, 6));
    assert.equal(join(pair, { axis: 1 }), 'float32 2x10');
    assert.equal(join(sequence(f32(2, 4), f32(2, 4)), { axis: -1, new_axis: 1 }), 'float32 2x4x2');
    const many = holding('sequence', f32(2, 4), symbol('n', 'data'));
    assert.equal(join(many, { axis: 0 }), 'float32 2*nx4');
  });

  it('run a body per element', () => {
    const body: NodeSetup['subgraph'] = (_, inputs, calls) => {
      assert.equal(calls, 3);
      assert.deepEqual(inputs.map(shown), ['float32 out0.element0', 'float32 7']);
      return [tensor('int64', [1])];
    };
    assert.equal(held(run('SequenceMap', { inputs: [three, f32(7)], subgraph: body })), '3: each int64 1');
  });
});

describe('texts', () => {
  it('have shapes', () => {
    const joined = { inputs: [tensor('string', [2, 1]), tensor('string', [3])] };
    assert.equal(shown(solve(TEXT_OPS, 'StringConcat', joined)), 'string 2x3');
    assert.equal(
      shown(solve(TEXT_OPS, 'StringSplit', { inputs: [tensor('string', [2])] })),
      'string 2xout0.pieces',
    );
    const counts = { inputs: [tensor('int64', [2, 6])], attributes: { ngram_indexes: [0, 4, 6] } };
    assert.equal(shown(solve(TEXT_OPS, 'TfIdfVectorizer', counts)), 'float32 2x7');
  });
});
