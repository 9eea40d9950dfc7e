import assert from 'node:assert/strict';
import { ByteWindow } from '../../../../../extension/engine/bytes/byteWindow';
import { loadMessage } from '../../../../../extension/engine/formats/onnx/skeleton';
import { readOnnx } from '../../../../../extension/engine/formats/onnx/read';
import type { Graph, StoredTensor } from '../../../../../extension/engine/ir/graph';
import { memorySource } from '../../../../helpers/memorySource';
import { buildModel, buildNode, type GraphSpec, type TensorSpec } from '../../../../helpers/onnxBuilder';
import { chunkField, join, varintField } from '../../../../helpers/wireWriter';

const LARGE = 40_000;

/** A tensor whose payload is told by its first byte. */
function marked(name: string, mark: number, length = LARGE): TensorSpec {
  return { name, dtype: 'uint8', dims: [length], raw: new Uint8Array(length).fill(mark) };
}

function* storedIn(graph: Graph): Generator<StoredTensor> {
  yield* graph.initializers.values();
  for (const { attributes } of graph.nodes)
    for (const attribute of attributes.values()) {
      if (attribute.kind === 'graph') yield* storedIn(attribute.value);
      if (attribute.kind === 'tensor') yield attribute.value;
    }
}

/** Reads every payload back at the place that the reader gave. */
async function checkPayloads(
  file: Uint8Array,
  marks: Readonly<Record<string, [mark: number, length: number]>>,
): Promise<void> {
  const model = await readOnnx(memorySource(file));
  const tensors = [
    ...storedIn(model.graph),
    ...model.functions.flatMap((f) => [
      ...storedIn({ ...model.graph, initializers: new Map(), nodes: f.nodes }),
    ]),
  ];
  const seen = new Set<string>();
  for (const { name, payload } of tensors) {
    const expected = marks[name];
    assert.ok(payload && expected, name);
    assert.equal(payload.length, expected[1], `length of ${name}`);
    const bytes = file.subarray(payload.offset, payload.offset + payload.length);
    assert.ok(
      bytes.every((byte) => byte === expected[0]),
      `payload of ${name} at ${payload.offset}`,
    );
    assert.notEqual(file[payload.offset - 1], expected[0], `${name} starts before ${payload.offset}`);
    seen.add(name);
  }
  assert.deepEqual([...seen].sort(), Object.keys(marks).sort());
}

describe('messages without their payloads', () => {
  it('know where payloads lie, however deep', async () => {
    const inner: GraphSpec = {
      initializers: [marked('c', 203), marked('d', 204, 30)],
      nodes: [{ op: 'Constant', outputs: ['k'], attributes: { value: { tensor: marked('e', 205) } } }],
      outputs: ['k'],
    };
    const branch: GraphSpec = {
      initializers: [marked('b', 202), marked('small', 206, 12)],
      nodes: [
        { op: 'If', inputs: ['x'], outputs: ['r'], attributes: { then_branch: { graph: inner } } },
        { op: 'Constant', outputs: ['s'], attributes: { value: { tensor: marked('f', 207) } } },
      ],
      outputs: ['r'],
    };
    const file = buildModel({
      graph: {
        initializers: [marked('a', 201), marked('tiny', 208, 3)],
        nodes: [
          {
            op: 'If',
            inputs: ['x'],
            outputs: ['y'],
            attributes: { then_branch: { graph: branch }, note: 'after' },
          },
        ],
        outputs: ['y'],
      },
      functions: [
        {
          domain: 'own',
          name: 'f',
          nodes: [
            { op: 'Constant', outputs: ['p'], attributes: { value: { tensor: marked('g', 209) } } },
            { op: 'Constant', outputs: ['q'], attributes: { value: { tensor: marked('h', 210, 7) } } },
          ],
        },
      ],
    });
    await checkPayloads(file, {
      a: [201, LARGE],
      b: [202, LARGE],
      c: [203, LARGE],
      d: [204, 30],
      e: [205, LARGE],
      small: [206, 12],
      f: [207, LARGE],
      tiny: [208, 3],
      g: [209, LARGE],
      h: [210, 7],
    });
  });

  it('keep what stands around a payload in its place', async () => {
    const node = {
      op: 'Op',
      inputs: ['i'],
      outputs: ['o'],
      name: 'n',
      attributes: { before: 1, value: { tensor: marked('t', 7) }, after: [2, 3] },
    };
    const file = buildModel({ graph: { nodes: [node], outputs: ['o'] } });
    const { graph } = await readOnnx(memorySource(file));
    const [read] = graph.nodes;
    assert.ok(read);
    assert.equal(read.name, 'n');
    assert.deepEqual([...read.attributes.keys()], ['before', 'value', 'after']);
    assert.deepEqual(read.attributes.get('after'), { kind: 'ints', value: [2, 3] });
    assert.deepEqual(read.attributes.get('before'), { kind: 'int', value: 1 });
  });

  it('keep length prefixes that are longer than they need be', async () => {
    const attribute = join([
      chunkField(1, 'value'),
      chunkField(
        5,
        join([varintField(1, LARGE), varintField(2, 2), chunkField(9, new Uint8Array(LARGE).fill(9), 7)]),
        9,
      ),
    ]);
    const node = join([chunkField(4, 'Constant'), chunkField(5, attribute, 10), chunkField(2, 'y')]);
    const graph = join([chunkField(1, node, 6), chunkField(12, chunkField(1, 'y'))]);
    const file = chunkField(7, graph, 8);
    const read = await readOnnx(memorySource(file));
    const [only] = read.graph.nodes;
    const value = only?.attributes.get('value');
    assert.deepEqual(only?.outputs, ['y']);
    assert.ok(value?.kind === 'tensor' && value.value.payload);
    assert.equal(value.value.payload.length, LARGE);
    assert.equal(file[value.value.payload.offset], 9);
    assert.notEqual(file[value.value.payload.offset - 1], 9);
  });

  it('are read whole up to 16 KiB and walked beyond', async () => {
    for (const length of [16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1]) {
      const head = buildNode({ op: 'Op', outputs: ['y'] });
      const doc = length - head.length - 3;
      const node = join([head, chunkField(6, 'd'.repeat(doc))]);
      assert.equal(node.length, length);
      const message = await loadMessage(new ByteWindow(memorySource(node)), 0, node.length, 'node');
      assert.equal(message.cuts.size, length > 16 * 1024 ? 1 : 0);
      assert.equal(message.end, length > 16 * 1024 ? head.length + 3 : length);
    }
  });

  it('lose long documentation without harm', async () => {
    const long = 'd'.repeat(50_000);
    const documented: TensorSpec = {
      name: 'w',
      dtype: 'int64',
      dims: [2],
      int64: [5, 6],
      extra: [chunkField(12, long)],
    };
    const file = buildModel({
      graph: {
        initializers: [documented],
        nodes: [
          {
            op: 'Op',
            outputs: ['y'],
            attributes: { axis: { fields: [varintField(3, 4), chunkField(13, long), varintField(20, 2)] } },
            extra: [chunkField(6, long)],
          },
        ],
        outputs: ['y'],
        extra: [chunkField(10, long)],
      },
    });
    const { graph } = await readOnnx(memorySource(file));
    assert.deepEqual(graph.initializers.get('w')?.content, { kind: 'elements', values: [5, 6] });
    assert.deepEqual(graph.nodes[0]?.attributes.get('axis'), { kind: 'int', value: 4 });
  });
});
