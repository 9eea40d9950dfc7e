import assert from 'node:assert/strict';
import type { Work } from '../../../../../extension/engine/ops/op';
import { specOf } from '../../../../../extension/engine/ops/registry';
import { tensor, type TensorFacts } from '../../../../../extension/engine/ir/tensor';
import { type NodeSetup, viewOf } from '../../../../helpers/nodeView';

const f = (...shape: number[]): TensorFacts => tensor('float32', shape);

/** Work of a `torch` operator with this output. */
function workOf(op: string, output: readonly number[], setup: NodeSetup): Work {
  const view = viewOf(op, { ...setup, domain: 'torch' });
  view.solve([f(...output)]);
  const work = specOf(op, 'torch')?.work?.(view);
  assert.ok(work && !('unknown' in work));
  return work;
}

function macsOf({ macs = [] }: Work): number {
  return macs.reduce((sum, product) => sum + product.reduce((all, { value }) => all * Number(value), 1), 0);
}

describe("operators of PyTorch's own", () => {
  it('Linear: rows * in * out, bias 1 per output element', () => {
    const work = workOf('Linear', [2, 5, 7], { inputs: [f(2, 5, 3), f(7, 3), f(7)] });
    assert.equal(macsOf(work), 2 * 5 * 3 * 7);
    assert.equal(work.elementOps, 2 * 5 * 7);
    assert.equal(workOf('Linear', [2, 7], { inputs: [f(2, 3), f(7, 3), null] }).elementOps, 0);
  });

  it('Bilinear: in1 * in2 with the weight, in2 more with the second input', () => {
    const work = workOf('Bilinear', [4, 6], { inputs: [f(4, 2), f(4, 3), f(6, 2, 3), f(6)] });
    assert.equal(macsOf(work), 4 * 6 * (2 * 3 + 3));
  });

  it('Attention: scores and weighted sum in full, causal or not', () => {
    const inputs = [f(2, 4, 8, 16), f(2, 4, 10, 16), f(2, 4, 10, 32), null];
    const work = workOf('Attention', [2, 4, 8, 32], { inputs, attributes: { is_causal: 1 } });
    assert.equal(macsOf(work), 2 * 4 * 8 * 10 * (16 + 32));
  });

  it('Attention with fewer heads of keys counts those of the queries', () => {
    const inputs = [f(1, 8, 5, 4), f(1, 2, 5, 4), f(1, 2, 5, 4)];
    const work = workOf('Attention', [1, 8, 5, 4], { inputs, attributes: { enable_gqa: 1 } });
    assert.equal(macsOf(work), 8 * 5 * 5 * (4 + 4));
  });

  it('LSTM: layers and directions, the later ones on both halves of the state', () => {
    const weights = Array.from({ length: 2 * 2 * 4 }, () => f(1));
    const work = workOf('LSTM', [7, 2, 10], {
      inputs: [f(7, 2, 3), null, null, ...weights],
      attributes: { hidden_size: 5, num_layers: 2, bidirectional: 1, proj_size: 0 },
    });
    assert.equal(macsOf(work), 7 * 2 * 2 * 4 * 5 * (3 + 5) + 7 * 2 * 2 * 4 * 5 * (10 + 5));
    assert.equal(work.elementOps, 17 * 7 * 2 * 2 * 5 * 2);
  });

  it('LSTM with a projection: a smaller state and one product more', () => {
    const weights = Array.from({ length: 5 }, () => f(1));
    const work = workOf('LSTM', [7, 2, 2], {
      inputs: [f(7, 2, 3), null, null, ...weights],
      attributes: { hidden_size: 5, num_layers: 1, bidirectional: 0, proj_size: 2 },
    });
    assert.equal(macsOf(work), 7 * 2 * (4 * 5 * (3 + 2) + 5 * 2));
  });

  it('LSTM of a file that says it has more layers than weights', () => {
    const inputs = [f(7, 2, 3), null, null, f(1), f(1)];
    for (const num_layers of [2, 3, 2 ** 40]) {
      const view = viewOf('LSTM', { inputs, domain: 'torch', attributes: { hidden_size: 5, num_layers } });
      const unknown = `5 inputs are no weights of ${num_layers} layers`;
      assert.deepEqual(specOf('LSTM', 'torch')?.work?.(view), { unknown });
    }
  });

  it('GRU and RNN without biases', () => {
    const weights = [f(15, 3), f(15, 5)];
    const attributes = { hidden_size: 5, num_layers: 1, bidirectional: 0, proj_size: 0 };
    const gru = workOf('GRU', [7, 2, 5], { inputs: [f(7, 2, 3), null, null, ...weights], attributes });
    assert.equal(macsOf(gru), 7 * 2 * 3 * 5 * (3 + 5));
    assert.equal(gru.elementOps, (14 - 3) * 7 * 2 * 5);
    const rnn = workOf('RNN', [7, 5], { inputs: [f(7, 3), null, null, ...weights], attributes });
    assert.equal(macsOf(rnn), 7 * 5 * (3 + 5));
  });

  it('cells: one step', () => {
    const inputs = [f(2, 3), f(2, 5), f(2, 5), f(20, 3), f(20, 5), f(20), f(20)];
    const work = workOf('LSTMCell', [2, 5], { inputs, attributes: { hidden_size: 5 } });
    assert.equal(macsOf(work), 2 * 4 * 5 * (3 + 5));
  });

  it('Interpolate: taps to the power of the axes that change', () => {
    const ops = (mode: string, output: readonly number[]): unknown =>
      workOf('Interpolate', output, { inputs: [f(1, 2, 4, 4)], attributes: { mode } }).elementOps;
    assert.equal(ops('nearest', [1, 2, 8, 8]), 0);
    assert.equal(ops('bilinear', [1, 2, 8, 8]), 4 * 128);
    assert.equal(ops('bilinear', [1, 2, 8, 4]), 2 * 64);
    assert.equal(ops('bicubic', [1, 2, 8, 8]), 16 * 128);
  });
});
