import assert from 'node:assert/strict';
import { TORCHINFO } from '../../../../extension/engine/conventions/torchinfo';
import { counted, type NodeToCount } from '../../../helpers/countedNode';

const total = (op: string, node?: NodeToCount): Promise<number> =>
  counted(TORCHINFO, op, node).then((found) => found.total);

const lstm = (features: number): NodeToCount => ({
  inputs: [[100, 1, features]],
  stored: [
    [1, 2048, features],
    [1, 2048, 512],
    [1, 4096],
  ],
  attributes: { hidden_size: 512 },
});

describe('counting as torchinfo', () => {
  it('has the figures that its tests record, with batches', async () => {
    // tests/test_output/single_input_all_cols.out
    assert.equal(await total('Conv', { inputs: [[7, 1, 28, 28]], stored: [[10, 1, 5, 5], [10]] }), 1_048_320);
    assert.equal(
      await total('Conv', { inputs: [[7, 10, 12, 12]], stored: [[20, 10, 5, 5], [20]] }),
      2_248_960,
    );
    assert.equal(await total('Gemm', { inputs: [[7, 320]], stored: [[320, 50], [50]] }), 112_350);
    assert.equal(await total('Gemm', { inputs: [[7, 50]], stored: [[50, 10], [10]] }), 3570);
  });

  it('has the figures that its tests record, with steps', async () => {
    // tests/test_output/lstm.out: a table of 300x20, an LSTM of two layers over 100 steps, a linear layer behind it.
    assert.equal((await total('LSTM', lstm(300))) + (await total('LSTM', lstm(512))), 376_832_000);
    const linear = await total('MatMul', { inputs: [[1, 100, 512]], stored: [[512, 20]] });
    const bias = await total('Add', { inputs: [[1, 100, 20]], stored: [[20]] });
    assert.equal(linear + bias, 10_260);
  });

  it('multiplies parameters of a transposed convolution by its output', async () => {
    const node = { stored: [[4, 8, 2, 2], [8]], attributes: { strides: [2, 2] } };
    assert.equal(await total('ConvTranspose', node), (4 * 8 * 4 + 8) * 12 * 12);
  });

  it('counts scale and shift of a normalization once, no statistics', async () => {
    assert.equal(await total('BatchNormalization', { stored: [[4], [4], [4], [4]] }), 8);
    assert.equal(await total('LayerNormalization', { inputs: [[3, 5, 6]], stored: [[6], [6]] }), 3 * 12);
  });

  it('counts nothing where there are no parameters, or a function reads them', async () => {
    assert.equal(
      await total('MatMul', {
        inputs: [
          [3, 5],
          [5, 3],
        ],
      }),
      0,
    );
    assert.equal(await total('Relu'), 0);
    assert.equal(await total('Add', { stored: [[1, 4, 6, 6]] }), 0);
    const attention = { inputs: [[7, 4]], stored: [[4, 12], [12]], name: '/attention/Gemm' };
    const names = ['attention.in_proj_weight', 'attention.in_proj_bias'];
    const { total: none, differences } = await counted(TORCHINFO, 'Gemm', { ...attention, names });
    assert.deepEqual([none, differences[0]?.more], [0, -7 * 4 * 12]);
    assert.match(differences[0]?.why ?? '', /parameters of modules/);
  });
});
