import assert from 'node:assert/strict';
import { scalarOf, UNKNOWN_TENSOR } from '../../../../extension/engine/ir/tensor';
import { SEQUENCE_OPS } from '../../../../extension/engine/ops/sequence';
import { TEXT_OPS } from '../../../../extension/engine/ops/text';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { f32, shown, solve } from '../../../helpers/facts';

describe('sequences, optionals and texts', () => {
  it('are unknown where facts cannot describe them', () => {
    assert.equal(shown(solve(SEQUENCE_OPS, 'SequenceAt', { inputs: [UNKNOWN_TENSOR, null] })), '? ?');
    assert.equal(shown(solve(SEQUENCE_OPS, 'SequenceLength', { inputs: [UNKNOWN_TENSOR] })), 'int64 scalar');
  });

  it('pass a tensor for an optional through', () => {
    assert.equal(shown(solve(SEQUENCE_OPS, 'OptionalGetElement', { inputs: [f32(4)] })), 'float32 4');
    const has = (inputs: Parameters<typeof solve>[2]): unknown =>
      scalarOf(solve(SEQUENCE_OPS, 'OptionalHasElement', inputs));
    assert.equal(has({ inputs: [f32(4)] }), 1);
    assert.equal(has({ inputs: [null] }), 0);
    assert.equal(has({ inputs: [UNKNOWN_TENSOR] }), null);
  });

  it('have shapes for texts', () => {
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
