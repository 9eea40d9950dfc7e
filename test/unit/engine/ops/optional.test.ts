import assert from 'node:assert/strict';
import { holding, scalarOf, type TensorFacts, UNKNOWN_TENSOR } from '../../../../extension/engine/ir/tensor';
import { OPTIONAL_OPS } from '../../../../extension/engine/ops/optional';
import { f32, shown, solve } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

function run(op: string, setup: NodeSetup): TensorFacts {
  return solve(OPTIONAL_OPS, op, setup);
}

describe('optionals', () => {
  it('hold a value or none', () => {
    const given = run('Optional', { inputs: [f32(4)] });
    const none = run('Optional', {});
    assert.equal(shown(run('OptionalGetElement', { inputs: [given] })), 'float32 4');
    const has = (inputs: NonNullable<NodeSetup['inputs']>): unknown =>
      scalarOf(run('OptionalHasElement', { inputs }));
    assert.equal(has([given]), 1);
    assert.equal(has([none]), 0);
    assert.equal(has([f32(4)]), 1);
    assert.equal(has([null]), 0);
    assert.equal(has([UNKNOWN_TENSOR]), null);
    assert.equal(has([holding('optional', f32(4))]), null);
  });

  it('pass a tensor or a sequence through', () => {
    const sequence = holding('sequence', f32(4), 1, [f32(4)]);
    assert.equal(shown(run('OptionalGetElement', { inputs: [f32(4)] })), 'float32 4');
    assert.equal(run('OptionalGetElement', { inputs: [sequence] }), sequence);
  });
});
