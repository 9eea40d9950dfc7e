import assert from 'node:assert/strict';
import { THOP } from '../../../../extension/engine/conventions/thop';
import { recount } from '../../../../extension/engine/conventions/recount';
import { CONVENTIONS } from '../../../../extension/engine/conventions/registry';
import type { CountedAs, Report } from '../../../../extension/shared/report';
import { COUNTING_TOOLS } from '../../../../extension/shared/counting';
import { createEngine } from '../../../../extension/engine/api';
import { memoryHost } from '../../../helpers/memoryHost';
import { buildModel, float32Bytes, type GraphSpec } from '../../../helpers/onnxBuilder';

async function reportOf(graph: GraphSpec): Promise<Report> {
  const host = memoryHost({ 'm.onnx': buildModel({ opsets: { '': 17 }, graph }) });
  return createEngine(host).analyze('m.onnx', { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} });
}

type Attributes = NonNullable<NonNullable<GraphSpec['nodes']>[number]['attributes']>;

/** One node on 1x4x6x6. */
async function counted(
  op: string,
  weights: readonly (readonly number[])[] = [],
  attributes: Attributes = {},
  name = '/part/it',
): Promise<CountedAs> {
  const initializers = weights.map((dims, i) => ({
    name: `w${i}`,
    dtype: 'float32' as const,
    dims: [...dims],
    raw: float32Bytes(...new Array<number>(dims.reduce((a, b) => a * b, 1)).fill(1)),
  }));
  const inputs = ['x', ...initializers.map((one) => one.name)];
  return recount(
    await reportOf({
      inputs: [['x', 'float32', [1, 4, 6, 6]]],
      outputs: ['y'],
      nodes: [{ op, name, inputs, outputs: ['y'], attributes }],
      initializers,
    }),
    THOP,
  );
}

const ELEMENTS = 4 * 6 * 6;

describe('counting as thop', () => {
  it('takes convolutions as we do, without bias', async () => {
    const { total, differences, complete } = await counted('Conv', [[8, 4, 3, 3], [8]]);
    assert.deepEqual([total, differences, complete], [8 * 4 * 4 * 4 * 9, [], true]);
  });

  it('takes transposed convolutions by their output', async () => {
    // 6x6 become 12x12 by stride 2 and a 2x2 kernel: 4 -> 8 channels.
    const { total, differences } = await counted('ConvTranspose', [[4, 8, 2, 2]], { strides: [2, 2] });
    assert.equal(total, 8 * 12 * 12 * 4 * 2 * 2);
    assert.equal(differences[0]?.more, 8 * 12 * 12 * 16 - 4 * 6 * 6 * 8 * 4);
    assert.match(differences[0].why, /output of a transposed convolution/);
  });

  it('adds 4 an element for normalization, the window for averages, 3 n - 1 a row for softmax', async () => {
    assert.equal((await counted('BatchNormalization', [[4], [4], [4], [4]])).total, 4 * ELEMENTS);
    assert.equal((await counted('GlobalAveragePool')).total, 4 * (36 + 1));
    assert.equal(
      (await counted('AveragePool', [], { kernel_shape: [2, 2], strides: [2, 2] })).total,
      4 * 3 * 3,
    );
    assert.equal((await counted('Softmax')).total, 4 * 6 * (3 * 6 - 1));
    assert.equal((await counted('Relu')).total, 0);
  });

  it('does not see functions, as the names of exporters tell them', async () => {
    assert.equal((await counted('GlobalAveragePool', [], {}, '/GlobalAveragePool')).total, 0);
    assert.equal((await counted('GlobalAveragePool', [], {}, '')).total, 4 * 37);
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
    assert.equal((await counted('Nonsense')).complete, false);
  });
});

describe('counting as other tools', () => {
  it('has a convention for each name', () => {
    for (const tool of COUNTING_TOOLS) assert.equal(CONVENTIONS[tool].id, tool);
  });

  it('takes a MAC for two operations as PyTorch does', async () => {
    const report = await reportOf({
      inputs: [['x', 'float32', [3, 5]]],
      outputs: ['y'],
      nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
      initializers: [
        { name: 'w', dtype: 'float32', dims: [5, 2], raw: float32Bytes(...new Array<number>(10).fill(1)) },
      ],
    });
    assert.equal(recount(report, CONVENTIONS.torch).total, 60);
  });
});
