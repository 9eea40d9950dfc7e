import assert from 'node:assert/strict';
import { THOP } from '../../../../extension/engine/conventions/thop';
import { recount } from '../../../../extension/engine/conventions/recount';
import { CONVENTIONS } from '../../../../extension/engine/conventions/registry';
import { COUNTING_TOOLS } from '../../../../extension/shared/counting';
import { counted, reportOf } from '../../../helpers/countedNode';

const ELEMENTS = 4 * 6 * 6;

describe('counting as thop', () => {
  it('takes convolutions as we do, without bias', async () => {
    const { total, differences, complete } = await counted(THOP, 'Conv', { stored: [[8, 4, 3, 3], [8]] });
    assert.deepEqual([total, differences, complete], [8 * 4 * 4 * 4 * 9, [], true]);
  });

  it('takes transposed convolutions by their output', async () => {
    // 6x6 become 12x12 by stride 2 and a 2x2 kernel: 4 -> 8 channels.
    const { total, differences } = await counted(THOP, 'ConvTranspose', {
      stored: [[4, 8, 2, 2]],
      attributes: { strides: [2, 2] },
    });
    assert.equal(total, 8 * 12 * 12 * 4 * 2 * 2);
    assert.equal(differences[0]?.more, 8 * 12 * 12 * 16 - 4 * 6 * 6 * 8 * 4);
    assert.match(differences[0].why, /output of a transposed convolution/);
  });

  it('adds 4 an element for normalization, the window for averages, 3 n - 1 a row for softmax', async () => {
    const statistics = { stored: [[4], [4], [4], [4]] };
    assert.equal((await counted(THOP, 'BatchNormalization', statistics)).total, 4 * ELEMENTS);
    assert.equal((await counted(THOP, 'GlobalAveragePool')).total, 4 * (36 + 1));
    const pool = { attributes: { kernel_shape: [2, 2], strides: [2, 2] } };
    assert.equal((await counted(THOP, 'AveragePool', pool)).total, 4 * 3 * 3);
    assert.equal((await counted(THOP, 'Softmax')).total, 4 * 6 * (3 * 6 - 1));
    assert.equal((await counted(THOP, 'Relu')).total, 0);
  });

  it('does not see functions, as the names of exporters tell them', async () => {
    assert.equal((await counted(THOP, 'GlobalAveragePool', { name: '/GlobalAveragePool' })).total, 0);
    assert.equal((await counted(THOP, 'GlobalAveragePool', { name: '' })).total, 4 * 37);
  });

  it('does not see linear layers that attention calls as functions', async () => {
    const linear = (name: string): Promise<number> =>
      counted(THOP, 'Gemm', {
        inputs: [[7, 4]],
        stored: [[4, 5]],
        names: [name],
        name: '/encoder/attention/Gemm',
      }).then(({ total }) => total);
    assert.equal(await linear('encoder.attention.in_proj_weight'), 0);
    assert.equal(await linear('encoder.attention.out_proj.weight'), 0);
    assert.equal(await linear('encoder.attention.weight'), 7 * 4 * 5);
    assert.equal(await linear('onnx::Gemm_12'), 7 * 4 * 5);
  });

  it('does not see products of two activations', async () => {
    const report = await reportOf({
      inputs: [['x', 'float32', [3, 5]]],
      outputs: ['y'],
      nodes: [
        { op: 'Transpose', inputs: ['x'], outputs: ['t'] },
        { op: 'MatMul', name: '/attn/MatMul', inputs: ['x', 't'], outputs: ['y'] },
      ],
    });
    const { total, differences } = recount(report, THOP);
    assert.equal(total, 0);
    assert.deepEqual(
      differences.map(({ layers, more }) => [layers, more]),
      [[1, -45]],
    );
  });

  it('is a lower bound where a rule is not followed or a cost not known', async () => {
    assert.equal((await counted(THOP, 'Nonsense')).complete, false);
  });
});

describe('counting as other tools', () => {
  it('has a convention for each name', () => {
    for (const tool of COUNTING_TOOLS) assert.equal(CONVENTIONS[tool].id, tool);
  });

  it('takes a MAC for two operations as PyTorch does', async () => {
    const product = await counted(CONVENTIONS.torch, 'MatMul', { inputs: [[3, 5]], stored: [[5, 2]] });
    assert.equal(product.total, 60);
  });

  it('has no rule for operators named as what every object inherits', async () => {
    for (const tool of COUNTING_TOOLS)
      assert.equal((await counted(CONVENTIONS[tool], 'constructor')).complete, false, tool);
  });
});
