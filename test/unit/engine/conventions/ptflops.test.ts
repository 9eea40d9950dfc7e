import assert from 'node:assert/strict';
import type { Convention } from '../../../../extension/engine/conventions/convention';
import { PTFLOPS } from '../../../../extension/engine/conventions/ptflops';
import { PTFLOPS_MODULES } from '../../../../extension/engine/conventions/ptflopsModules';
import { counted, type NodeToCount } from '../../../helpers/countedNode';

const total = (as: Convention, op: string, node?: NodeToCount): Promise<number> =>
  counted(as, op, node).then((found) => found.total);

const ELEMENTS = 4 * 6 * 6;
const IMAGE = [1, 3, 224, 224];

/** The figures of its own tests (tests/common_test.py), which it asserts of both backends. */
const ITS_TESTS: readonly (readonly [op: string, node: NodeToCount, macs: number])[] = [
  ['Conv', { inputs: [IMAGE], stored: [[2, 3, 3, 3], [2]] }, 2_759_904],
  [
    'ConvTranspose',
    { inputs: [IMAGE], stored: [[3, 2, 3, 3], [2]], attributes: { strides: [2, 2] } },
    3_112_706,
  ],
  ['Gemm', { inputs: [[1, 3]], stored: [[3, 2], [2]] }, 8],
  ['MatMul', { inputs: [[1, 4, 5, 3]], stored: [[3, 2]] }, 3 * 2 * 4 * 5],
];

describe('counting as ptflops', () => {
  for (const as of [PTFLOPS, PTFLOPS_MODULES])
    it(`has the figures of its own tests: ${as.tool}`, async () => {
      for (const [op, node, macs] of ITS_TESTS) assert.equal(await total(as, op, node), macs, op);
    });

  for (const as of [PTFLOPS, PTFLOPS_MODULES])
    it(`takes a sum with a stored vector for a bias: ${as.tool}`, async () => {
      assert.equal(await total(as, 'Add', { stored: [[6]] }), ELEMENTS);
      assert.equal(await total(as, 'Add', { stored: [[1, 4, 6, 6]] }), 0);
      assert.equal(await total(as, 'Add', { inputs: [[6], [6]] }), 0);
    });

  it('counts nothing but products by default', async () => {
    assert.equal(await total(PTFLOPS, 'BatchNormalization', { stored: [[4], [4], [4], [4]] }), 0);
    assert.equal(await total(PTFLOPS, 'Relu'), 0);
    assert.equal(await total(PTFLOPS, 'GlobalAveragePool'), 0);
    const q = [1, 2, 5, 4];
    assert.equal(await total(PTFLOPS, 'Attention', { inputs: [q, q, q], opset: 23 }), 0);
  });

  it('hooks modules and the functions that they call: these count twice', async () => {
    const count = (op: string, node?: NodeToCount): Promise<number> => total(PTFLOPS_MODULES, op, node);
    assert.equal(await count('Relu'), 2 * ELEMENTS);
    assert.equal(await count('Relu', { name: '/Relu' }), ELEMENTS);
    assert.equal(await count('MaxPool', { attributes: { kernel_shape: [3, 3] } }), 2 * ELEMENTS);
    assert.equal(await count('LeakyRelu'), ELEMENTS);
    assert.equal(await count('Softmax'), ELEMENTS);
    assert.equal(await count('BatchNormalization', { stored: [[4], [4], [4], [4]] }), 2 * ELEMENTS);
    assert.equal(await count('LayerNormalization', { stored: [[6], [6]] }), ELEMENTS);
    assert.equal(await count('Sigmoid'), 0);
    // 1200 is what its tests say of 1x3x10x10 to 20x20 as a function.
    const scales = { floats: [1, 1, 2, 2] };
    const up = { inputs: [[1, 3, 10, 10]], attributes: { mode: 'linear', scales }, opset: 7 };
    assert.equal(await count('Upsample', { ...up, name: '/Upsample' }), 1200);
  });

  it('does not follow recurrent layers, so that totals are lower bounds', async () => {
    const lstm = {
      inputs: [[3, 2, 5]],
      stored: [
        [1, 16, 5],
        [1, 16, 4],
      ],
      attributes: { hidden_size: 4 },
    };
    assert.equal((await counted(PTFLOPS, 'LSTM', lstm)).complete, false);
    assert.equal((await counted(PTFLOPS_MODULES, 'LSTM', lstm)).complete, false);
  });
});
