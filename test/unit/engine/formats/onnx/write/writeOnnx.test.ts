import assert from 'node:assert/strict';
import { readOnnx } from '../../../../../../extension/engine/formats/onnx/read';
import { findSpans } from '../../../../../../extension/engine/formats/onnx/write/spans';
import type { Graph, Node, StoredTensor } from '../../../../../../extension/engine/ir/graph';
import { memorySource } from '../../../../../helpers/memorySource';
import { buildModel, float32Bytes, type GraphSpec } from '../../../../../helpers/onnxBuilder';
import { renameFirst, rewritten } from '../../../../../helpers/writeOnnx';
import { chunkField, varintField } from '../../../../../helpers/wireWriter';

/** Fields that no reader here knows, at every level. */
const FUTURE = [chunkField(900, 'from the future'), varintField(901, 7)];

const GRAPH: GraphSpec = {
  inputs: [['x', 'float32', [1, 4]]],
  outputs: [['y', 'float32', [1, 2]]],
  declared: [['m', 'float32', [1, 2]]],
  nodes: [
    {
      op: 'MatMul',
      name: 'mm',
      inputs: ['x', 'w'],
      outputs: ['m'],
      metadata: { note: 'kept' },
      extra: FUTURE,
    },
    { op: 'Add', name: 'add', inputs: ['m', 'b'], outputs: ['y'], extra: FUTURE },
  ],
  initializers: [
    { name: 'w', dtype: 'float32', dims: [4, 2], raw: float32Bytes(1, 2, 3, 4, 5, 6, 7, 8), extra: FUTURE },
    { name: 'b', dtype: 'float32', dims: [2], raw: float32Bytes(1, 2) },
  ],
  extra: FUTURE,
};

const MODEL = buildModel({ graph: GRAPH, producer: 'test', extra: FUTURE });

const read = (bytes: Uint8Array): Promise<Awaited<ReturnType<typeof readOnnx>>> =>
  readOnnx(memorySource(bytes));

function tensor(name: string, dims: readonly number[]): StoredTensor {
  return { name, dtype: 'float32', dims, payload: null, raw: false, content: null };
}

function withNodes(change: (nodes: readonly Node[]) => readonly Node[]): (graph: Graph) => Graph {
  return (graph) => ({ ...graph, nodes: change(graph.nodes) });
}

describe('the ONNX writer', () => {
  it('copies an unchanged model byte for byte, unknown fields included', async () => {
    assert.deepEqual(await rewritten(MODEL, (graph) => graph), MODEL);
  });

  it('renames a node in place: what surrounds it stays, what is unknown of it stays', async () => {
    const renamed = await rewritten(
      MODEL,
      renameFirst(() => 'a much longer name'),
    );
    assert.equal((await read(renamed)).graph.nodes[0]?.name, 'a much longer name');
    assert.equal(Buffer.from(renamed).toString('latin1').split('from the future').length, 6);
    assert.deepEqual(
      await rewritten(
        renamed,
        renameFirst(() => 'mm'),
      ),
      MODEL,
    );
  });

  it('removes a node', async () => {
    const without = await rewritten(
      MODEL,
      withNodes((nodes) => nodes.filter(({ op }) => op !== 'Add')),
    );
    const { graph } = await read(without);
    assert.deepEqual(
      graph.nodes.map(({ op }) => op),
      ['MatMul'],
    );
  });

  it('writes new nodes in their place and new tensors behind the old ones', async () => {
    const relu: Node = {
      name: 'relu',
      op: 'Relu',
      domain: '',
      overload: '',
      inputs: ['m'],
      outputs: ['r'],
      attributes: new Map([['alpha', { kind: 'float', value: 0.5 }]]),
      scope: [],
      source: null,
      origins: [],
    };
    const bytes = await rewritten(
      MODEL,
      (graph) => ({
        ...graph,
        nodes: graph.nodes.flatMap((node) =>
          node.op === 'Add' ? [relu, { ...node, inputs: ['r', 'c'] }] : [node],
        ),
        initializers: new Map([...graph.initializers, ['c', tensor('c', [2])]]),
      }),
      () => Promise.resolve(float32Bytes(3, 4)),
      new Map([['layercost.applied', () => ['test']]]),
    );
    const { graph } = await read(bytes);
    assert.deepEqual(
      graph.nodes.map(({ op, inputs }) => [op, inputs]),
      [
        ['MatMul', ['x', 'w']],
        ['Relu', ['m']],
        ['Add', ['r', 'c']],
      ],
    );
    assert.deepEqual(graph.nodes[1]?.attributes.get('alpha'), { kind: 'float', value: 0.5 });
    assert.deepEqual([...graph.initializers.keys()], ['w', 'b', 'c']);
    assert.deepEqual(graph.initializers.get('c')?.content, { kind: 'elements', values: [3, 4] });
    assert.ok(Buffer.from(bytes).includes('layercost.applied'));
  });

  it('exchanges and drops tensors, declarations and outputs', async () => {
    const bytes = await rewritten(
      MODEL,
      (graph) => ({
        ...graph,
        initializers: new Map([['w', tensor('w', [4, 1])]]),
        declared: new Map(),
        outputs: [{ name: 'm', dtype: 'float32', shape: ['batch', null] }],
        nodes: graph.nodes.slice(0, 1),
      }),
      () => Promise.resolve(float32Bytes(1, 1, 1, 1)),
    );
    const { graph } = await read(bytes);
    assert.deepEqual(
      [...graph.initializers.values()].map(({ name, dims }) => [name, dims]),
      [['w', [4, 1]]],
    );
    assert.equal(graph.declared.size, 0);
  });

  it('keeps initializers among the inputs where the IR version asks for it', async () => {
    const old = buildModel({
      irVersion: 3,
      graph: {
        ...GRAPH,
        inputs: [
          ['x', 'float32', [1, 4]],
          ['w', 'float32', [4, 2]],
          ['b', 'float32', [2]],
        ],
      },
    });
    const bytes = await rewritten(
      old,
      (graph) => ({
        ...graph,
        initializers: new Map([
          ['w', graph.initializers.get('w') ?? tensor('w', [])],
          ['c', tensor('c', [2])],
        ]),
        nodes: graph.nodes.map((node) => (node.op === 'Add' ? { ...node, inputs: ['m', 'c'] } : node)),
      }),
      () => Promise.resolve(float32Bytes(3, 4)),
    );
    const { graph } = await read(bytes);
    assert.deepEqual(
      graph.inputs.map(({ name }) => name),
      ['x'],
    );
    assert.deepEqual([...graph.initializers.keys()], ['w', 'c']);
    const inputs = (await findSpans(memorySource(bytes))).graph.filter(({ number }) => number === 11);
    assert.deepEqual(
      inputs.map(({ name }) => name),
      ['x', 'w', 'c'],
    );
  });

  it('refuses a graph in several parts', async () => {
    const twice = new Uint8Array(Buffer.concat([MODEL, chunkField(7, new Uint8Array())]));
    await assert.rejects(
      rewritten(twice, (graph) => graph),
      /the graph lies in several parts/,
    );
  });

  it('refuses elements that are not as many as promised', async () => {
    const change = (graph: Graph): Graph => ({
      ...graph,
      initializers: new Map([...graph.initializers, ['c', tensor('c', [2])]]),
    });
    await assert.rejects(
      rewritten(MODEL, change, () => Promise.resolve(new Uint8Array(3))),
      /"c" came with 3 bytes instead of 8/,
    );
  });
});
