import assert from 'node:assert/strict';
import { ONNX_TOOL } from '../../../../extension/engine/conventions/onnxTool';
import { counted, type NodeToCount } from '../../../helpers/countedNode';

const total = (op: string, node?: NodeToCount): Promise<number> =>
  counted(ONNX_TOOL, op, node).then((found) => found.total);

const ELEMENTS = 4 * 6 * 6;

describe('counting as onnx-tool', () => {
  it('has the figures of the table that it publishes of a YOLOv5', async () => {
    // data/public/yolo5s.csv, rows whose price is the same in the version followed.
    const image = { inputs: [[1, 32, 320, 320]] };
    assert.equal(
      await total('Conv', { inputs: [[1, 12, 322, 322]], stored: [[32, 12, 3, 3], [32]] }),
      357_171_200,
    );
    assert.equal(
      await total('Conv', { inputs: [[1, 64, 160, 160]], stored: [[32, 64, 1, 1], [32]] }),
      53_248_000,
    );
    assert.equal(await total('Clip', image), 6_553_600);
    assert.equal(
      await total('Mul', {
        inputs: [
          [1, 32, 320, 320],
          [1, 32, 320, 320],
        ],
      }),
      3_276_800,
    );
    assert.equal(await total('Pow', { inputs: [[1, 3, 80, 80, 2]], stored: [[1]] }), 1_228_800);
    assert.equal(await total('QuantizeLinear', { ...image, stored: [[]] }), 6_553_600);
  });

  it('prices element operations in instructions', async () => {
    assert.equal(await total('Div', { stored: [[1]] }), 4 * ELEMENTS);
    assert.equal(await total('Sigmoid'), 32 * ELEMENTS);
    assert.equal(await total('Softmax'), 36 * ELEMENTS);
    assert.equal(await total('Tanh'), 2 * 38 * ELEMENTS);
    assert.equal(await total('Sum', { inputs: [[6], [6], [6]] }), 2 * 6);
    assert.equal(await total('BatchNormalization', { stored: [[4], [4], [4], [4]] }), 31 * ELEMENTS);
    assert.equal(await total('LayerNormalization', { stored: [[6], [6]] }), 7 * ELEMENTS + 29 * 24);
    assert.equal(await total('LRN', { attributes: { size: 5 } }), (4 + 32 + 1 + 5) * ELEMENTS);
  });

  it('counts pools by the first two dims of their window', async () => {
    assert.equal(await total('MaxPool', { attributes: { kernel_shape: [3, 3] } }), 4 * 16 * 9);
    const volume = { inputs: [[1, 1, 4, 4, 4]], attributes: { kernel_shape: [2, 2, 2] } };
    assert.equal(await total('AveragePool', volume), 27 * 2);
    assert.equal(await total('GlobalAveragePool'), ELEMENTS + 4 * 4);
  });

  it('takes a transposed convolution for one that is not', async () => {
    const { total: count, differences } = await counted(ONNX_TOOL, 'ConvTranspose', {
      stored: [[4, 8, 2, 2], [8]],
      attributes: { strides: [2, 2] },
    });
    assert.equal(count, 8 * 12 * 12 * (8 * 2 * 2 + 1));
    assert.match(differences[0]?.why ?? '', /transposed/);
  });

  it('prices the activations of an LSTM for one direction', async () => {
    // 3 steps of 2, both directions: 5 features, 4 units.
    const stored = [
      [2, 16, 5],
      [2, 16, 4],
      [2, 32],
    ];
    const lstm = { inputs: [[3, 2, 5]], stored, attributes: { hidden_size: 4, direction: 'bidirectional' } };
    const perStep = 160 + 128 + 64 + 4 * (3 * 32 + 2 * 38 + 4 + 4);
    assert.equal(await total('LSTM', lstm), 3 * 2 * perStep);
  });

  it('adds biases to products, and counts nothing for what it does not know', async () => {
    assert.equal(await total('Gemm', { inputs: [[7, 4]], stored: [[4, 5], [5]] }), 7 * 5 * (4 + 1));
    assert.equal(await total('Erf'), 0);
    const q = [1, 2, 5, 4];
    const attention = await counted(ONNX_TOOL, 'Attention', { inputs: [q, q, q], opset: 23 });
    assert.deepEqual([attention.total, attention.complete], [0, true]);
  });
});
