import assert from 'node:assert/strict';
import { createEngine } from '../../../../extension/engine/api';
import type { Report } from '../../../../extension/shared/report';
import { memoryHost } from '../../../helpers/memoryHost';
import { buildModel, type GraphSpec } from '../../../helpers/onnxBuilder';

type NodeSpec = NonNullable<GraphSpec['nodes']>[number];
type TensorSpec = NonNullable<GraphSpec['initializers']>[number];

const [LAYERS, HIDDEN, HEADS, WIDE] = [12, 768, 12, 3072] as const;

/** BERT-base from the embedded tokens on: encoder and pooler, batch and sequence open. Weights are named, not held. */
function bert(): Uint8Array {
  const nodes: NodeSpec[] = [];
  const initializers: TensorSpec[] = [
    { name: 'split', dtype: 'int64', dims: [4], int64: [0, 0, HEADS, HIDDEN / HEADS] },
    { name: 'merge', dtype: 'int64', dims: [3], int64: [0, 0, HIDDEN] },
    { name: 'first', dtype: 'int64', dims: [], int64: [0] },
  ];
  const dense = (name: string, input: string, rows: number, columns: number): string => {
    const external = { location: 'weights.bin', offset: '0', length: String(4 * rows * columns) };
    initializers.push({ name: `${name}.w`, dtype: 'float32', dims: [rows, columns], external });
    nodes.push({ op: 'MatMul', name, inputs: [input, `${name}.w`], outputs: [`${name}.y`] });
    return `${name}.y`;
  };
  const op = (kind: string, name: string, inputs: readonly string[], perm?: readonly number[]): string => {
    nodes.push({
      op: kind,
      name,
      inputs: [...inputs],
      outputs: [`${name}.y`],
      ...(perm && { attributes: { perm: [...perm] } }),
    });
    return `${name}.y`;
  };
  let x = 'x';
  for (let layer = 0; layer < LAYERS; layer++) {
    const at = (part: string): string => `${layer}.${part}`;
    const heads = (part: string, perm: readonly number[]): string =>
      op(
        'Transpose',
        at(`${part}.turn`),
        [op('Reshape', at(`${part}.split`), [dense(at(part), x, HIDDEN, HIDDEN), 'split'])],
        perm,
      );
    const query = heads('q', [0, 2, 1, 3]);
    const key = heads('k', [0, 2, 3, 1]);
    const value = heads('v', [0, 2, 1, 3]);
    const scores = op('Softmax', at('softmax'), [op('MatMul', at('scores'), [query, key])]);
    const mixed = op('Transpose', at('back'), [op('MatMul', at('mix'), [scores, value])], [0, 2, 1, 3]);
    const joined = op('Reshape', at('merge'), [mixed, 'merge']);
    const attended = op('Add', at('add1'), [x, dense(at('out'), joined, HIDDEN, HIDDEN)]);
    const wide = op('Relu', at('act'), [dense(at('up'), attended, HIDDEN, WIDE)]);
    x = op('Add', at('add2'), [attended, dense(at('down'), wide, WIDE, HIDDEN)]);
  }
  nodes.push({
    op: 'Gather',
    name: 'cls',
    inputs: [x, 'first'],
    outputs: ['cls.y'],
    attributes: { axis: 1 },
  });
  dense('pooler', 'cls.y', HIDDEN, HIDDEN);
  return buildModel({
    opsets: { '': 17 },
    graph: {
      inputs: [['x', 'float32', ['b', 's', HIDDEN]]],
      outputs: ['pooler.y'],
      nodes,
      initializers,
    },
  });
}

function analyze(bytes: Uint8Array, dims: Readonly<Record<string, number>> = {}): Promise<Report> {
  const host = memoryHost({ 'm.onnx': bytes });
  return createEngine(host).analyze('m.onnx', { hardware: 'horowitz-45nm', dims, inputShapes: {} });
}

describe('totals as formulas', () => {
  it('reproduce BERT-base: projections per token, scores and weighted sum per pair, the pooler per text', async () => {
    const { totals } = await analyze(bert());
    assert.equal(totals.formulas?.macs, '18432*b*s^2 + 84934656*b*s + 589824*b');
  });

  it('are true at any size', async () => {
    for (const [b, s] of [
      [1, 128],
      [8, 512],
    ] as const) {
      const { totals } = await analyze(bert(), { b, s });
      assert.equal(totals.macs, 84_934_656 * b * s + 18_432 * b * s ** 2 + 589_824 * b);
    }
  });

  it('count 2 FLOPs per MAC and the element operations', async () => {
    const bytes = buildModel({
      opsets: { '': 17 },
      graph: {
        inputs: [['x', 'float32', ['n', 3]]],
        outputs: ['y'],
        nodes: [
          { op: 'MatMul', inputs: ['x', 'w'], outputs: ['m'] },
          { op: 'Relu', inputs: ['m'], outputs: ['y'] },
        ],
        initializers: [{ name: 'w', dtype: 'float32', dims: [3, 5], raw: new Uint8Array(60) }],
      },
    });
    assert.deepEqual((await analyze(bytes)).totals.formulas, { macs: '15*n', flops: '35*n' });
  });

  it('are absent where nothing is open, or a cost is not known', async () => {
    const model = (op: string, shape: readonly (number | string)[]): Uint8Array =>
      buildModel({
        opsets: { '': 17 },
        graph: {
          inputs: [['x', 'float32', [...shape]]],
          outputs: ['y'],
          nodes: [{ op, inputs: ['x'], outputs: ['y'] }],
        },
      });
    assert.equal((await analyze(model('Relu', [2, 3]))).totals.formulas, undefined);
    assert.deepEqual((await analyze(model('Relu', ['n', 3]))).totals.formulas, { flops: '3*n' });
    assert.equal((await analyze(model('Nonsense', ['n', 3]))).totals.formulas, undefined);
  });
});
