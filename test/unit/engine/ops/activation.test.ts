import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { ACTIVATION_OPS } from '../../../../extension/engine/ops/activation';
import { conflictOf, f32, ints, listed, shown, solve } from '../../../helpers/facts';
import { viewOf, workWith } from '../../../helpers/nodeView';

const batch = symbol('batch');

describe('activations', () => {
  it('keep shape and type', () => {
    for (const type of ACTIVATION_OPS.flatMap(({ types }) => types)) {
      const [domain, op] = type.includes(':') ? (type.split(':') as [string, string]) : ['', type];
      assert.equal(
        shown(solve(ACTIVATION_OPS, op, { domain, inputs: [f32(batch, 8), f32(8)] })),
        'float32 batchx8',
        type,
      );
    }
  });

  it('cost one operation per element', () => {
    assert.deepEqual(workWith(ACTIVATION_OPS, viewOf('Relu', { inputs: [f32(2, 8)] })), { elementOps: 16 });
    const sigmoid = workWith(ACTIVATION_OPS, viewOf('Sigmoid', { inputs: [f32(2, 8)] }));
    assert.deepEqual(sigmoid, { elementOps: 16, transcendentals: 16 });
  });

  it('clamps numbers that shapes depend on', () => {
    assert.deepEqual(listed(solve(ACTIVATION_OPS, 'Relu', { inputs: [ints(-3, batch)] })), [0, 'batch']);
  });

  it('reports a bias of another width', () => {
    const setup = { domain: 'com.microsoft', inputs: [f32(2, 8), f32(4)] };
    assert.match(conflictOf(ACTIVATION_OPS, 'BiasGelu', setup), /bias 4 does not fit 2x8/);
  });
});
