import assert from 'node:assert/strict';
import { FVCORE } from '../../../../extension/engine/conventions/fvcore';
import { counted, type NodeToCount } from '../../../helpers/countedNode';

const total = (op: string, node?: NodeToCount): Promise<number> =>
  counted(FVCORE, op, node).then((found) => found.total);

const ELEMENTS = 4 * 6 * 6;

describe('counting as fvcore', () => {
  it('has the figures of the example in its documentation, without biases', async () => {
    // FlopCountAnalysis says of a 1x1 convolution and a linear layer: conv 3000, fc 10000.
    const convolution = { inputs: [[1, 3, 10, 10]], stored: [[10, 3, 1, 1], [10]] };
    assert.equal(await total('Conv', convolution), 3000);
    const linear = { inputs: [[1, 1000]], stored: [[10, 1000], [10]], attributes: { transB: 1 } };
    assert.equal(await total('Gemm', linear), 10_000);
  });

  it('takes transposed convolutions by their input', async () => {
    // 32 * 3 * 3 is what an issue about an older version expects of 1x32x1x1 and a 3x3 kernel to one channel.
    const node = { inputs: [[1, 32, 1, 1]], stored: [[32, 1, 3, 3], [1]] };
    assert.equal(await total('ConvTranspose', node), 32 * 3 * 3);
  });

  it('counts 2 an element for batch normalization, 5 for others, 4 without scale', async () => {
    assert.equal(await total('BatchNormalization', { stored: [[4], [4], [4], [4]] }), 2 * ELEMENTS);
    assert.equal(await total('LayerNormalization', { stored: [[6], [6]] }), 5 * ELEMENTS);
    assert.equal(await total('InstanceNormalization', { stored: [[4], [4]] }), 5 * ELEMENTS);
  });

  it('counts averages and interpolation in two dimensions only', async () => {
    assert.equal(await total('GlobalAveragePool'), ELEMENTS);
    assert.equal(await total('GlobalAveragePool', { inputs: [[1, 4, 6]] }), 0);
    assert.equal(await total('AveragePool', { attributes: { kernel_shape: [2, 2] } }), 0);
    const doubled = (mode: string, dims: readonly number[]): Promise<number> => {
      const scales = { floats: dims.map((_, axis) => (axis < 2 ? 1 : 2)) };
      return total('Upsample', { inputs: [dims], attributes: { mode, scales }, opset: 7 });
    };
    assert.equal(await doubled('linear', [1, 4, 6, 6]), 4 * 4 * ELEMENTS);
    assert.equal(await doubled('nearest', [1, 4, 6, 6]), 4 * ELEMENTS);
    assert.equal(await doubled('linear', [1, 4, 6]), 0);
  });

  it('counts products of activations, of a repeated operand once', async () => {
    assert.equal(
      await total('MatMul', {
        inputs: [
          [2, 3, 5],
          [2, 5, 7],
        ],
      }),
      2 * 3 * 5 * 7,
    );
    const repeated = await counted(FVCORE, 'MatMul', {
      inputs: [
        [3, 5],
        [2, 5, 7],
      ],
    });
    assert.deepEqual([repeated.total, repeated.differences[0]?.more], [105, -105]);
  });

  it('prices einsum of two operands; the order of more is not followed', async () => {
    const equation = (text: string, operands: number): NodeToCount => ({
      inputs: Array.from({ length: operands }, () => [3, 3]),
      attributes: { equation: text },
    });
    assert.equal(await total('Einsum', equation('ab,bc->ac', 2)), 27);
    assert.equal((await counted(FVCORE, 'Einsum', equation('ab,bc,cd->ad', 3))).complete, false);
  });

  it('counts nothing for what it does not know, and says so', async () => {
    const q = [1, 2, 5, 4];
    const {
      total: none,
      differences,
      complete,
    } = await counted(FVCORE, 'Attention', {
      inputs: [q, q, q],
      opset: 23,
    });
    assert.deepEqual(
      [none, complete, differences],
      [0, true, [{ why: 'not known to it', layers: 1, more: -2 * 2 * 5 * 5 * 4 }]],
    );
    assert.equal(await total('Relu'), 0);
    assert.equal(await total('Softmax'), 0);
  });
});
