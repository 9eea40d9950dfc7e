import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { fill, tensor, type TensorFacts } from '../../../../extension/engine/ir/tensor';
import { BRANCH_OPS } from '../../../../extension/engine/ops/branches';
import type { InferView } from '../../../../extension/engine/ops/op';
import { f32, flags, shown, solve } from '../../../helpers/facts';

describe('If', () => {
  const calls: Record<string, unknown> = {};
  const subgraph: InferView['subgraph'] = (attribute, _, times) => {
    calls[attribute] = times;
    return [attribute === 'then_branch' ? f32(2, 3) : f32(2, 5)];
  };
  const given = (condition: TensorFacts): string =>
    shown(solve(BRANCH_OPS, 'If', { inputs: [condition], subgraph }));

  it('takes one branch where the condition is known', () => {
    assert.equal(given(flags(1)), 'float32 2x3');
    assert.deepEqual(calls, { then_branch: 1, else_branch: 0 });
    assert.equal(given({ ...tensor('bool', []), content: fill(0) }), 'float32 2x5');
    assert.deepEqual(calls, { then_branch: 0, else_branch: 1 });
  });

  it('keeps what both branches give where only a run decides', () => {
    assert.equal(given(tensor('bool', [])), 'float32 2xout0.axis 1');
    assert.deepEqual(calls, { then_branch: null, else_branch: null });
    assert.equal(given(flags(symbol('flag', 'value'))), 'float32 2xout0.axis 1');
  });
});
