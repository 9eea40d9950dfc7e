import assert from 'node:assert/strict';
import { BadInput, Cancelled } from '../../../../../extension/engine/diagnostics';
import { readOnnx } from '../../../../../extension/engine/formats/onnx/read';
import { DTYPES, type DType } from '../../../../../extension/engine/ir/dtype';
import type { Graph, Model, StoredTensor } from '../../../../../extension/engine/ir/graph';
import { memoryHost } from '../../../../helpers/memoryHost';
import { memorySource } from '../../../../helpers/memorySource';
import {
  buildModel,
  float32Bytes,
  type GraphSpec,
  int64Bytes,
  type ModelSpec,
  type NodeSpec,
  type TensorSpec,
} from '../../../../helpers/onnxBuilder';
import { chunkField, fixed32Field, fixed64Field, join, varintField } from '../../../../helpers/wireWriter';

function read(spec: ModelSpec): Promise<Model> {
  return readOnnx(memorySource(buildModel(spec)));
}

async function graphOf(graph: GraphSpec): Promise<Graph> {
  return (await read({ graph: { outputs: ['y'], ...graph } })).graph;
}

async function nodeOf(node: Partial<NodeSpec>): Promise<Graph['nodes'][number]> {
  const [first] = (await graphOf({ nodes: [{ op: 'Op', ...node }] })).nodes;
  assert.ok(first);
  return first;
}

async function tensorOf(spec: TensorSpec): Promise<StoredTensor> {
  const tensor = (await graphOf({ initializers: [{ ...spec, name: 't' }] })).initializers.get('t');
  assert.ok(tensor);
  return tensor;
}

function valuesOf({ content }: StoredTensor): readonly unknown[] | null {
  return content?.kind === 'elements' ? content.values : null;
}

describe('the ONNX reader', () => {
  it('has nodes of equal attributes share them, but for those with tensors of their own', async () => {
    const tensor = { t: { tensor: { dtype: 'int64', dims: [1], int64: [3] } } } as const;
    const attributes: readonly NonNullable<NodeSpec['attributes']>[] = [
      { a: 'x', b: 'y' },
      { a: 'x', b: 'y' },
      { a: 'x', b: 'z' },
      tensor,
      tensor,
    ];
    const { nodes } = await graphOf({ nodes: attributes.map((each) => ({ op: 'Op', attributes: each })) });
    const [first, equal, other, one, two] = nodes.map((each) => each.attributes);
    assert.equal(first, equal);
    assert.notEqual(first, other);
    assert.deepEqual(other?.get('b'), { kind: 'string', value: 'z' });
    assert.notEqual(one, two);
  });

  it('reads who made the model and what it imports; ai.onnx is the domain ""', async () => {
    const model = await read({
      graph: { name: 'net', outputs: ['y'] },
      opsets: { 'ai.onnx': 17, 'com.microsoft': 1 },
      producer: 'pytorch',
      extra: [chunkField(3, '2.4')],
    });
    assert.deepEqual(
      [...model.opsets],
      [
        ['', 17],
        ['com.microsoft', 1],
      ],
    );
    assert.equal(model.producer, 'pytorch 2.4');
    assert.equal(model.name, 'net');
  });

  it('reads inputs with named, unnamed and negative dims, unknown ranks and scalars', async () => {
    const { inputs } = await graphOf({
      inputs: [['a', 'float32', ['batch', 3, null, -1]], ['b', 'int64', []], ['c', 'bfloat16', null], 'd'],
    });
    assert.deepEqual(inputs, [
      { name: 'a', dtype: 'float32', shape: ['batch', 3, null, null] },
      { name: 'b', dtype: 'int64', shape: [] },
      { name: 'c', dtype: 'bfloat16', shape: null },
      { name: 'd', dtype: null, shape: null },
    ]);
  });

  it('does not take initializers for inputs, as models before IR version 4 list them', async () => {
    const { graph } = await read({
      irVersion: 3,
      graph: {
        inputs: [
          ['x', 'float32', [1]],
          ['w', 'float32', [2]],
        ],
        initializers: [{ name: 'w', dtype: 'float32', dims: [2], float: [1, 2] }],
        outputs: ['y'],
      },
    });
    assert.deepEqual(
      graph.inputs.map(({ name }) => name),
      ['x'],
    );
  });

  it('reads attributes of every kind', async () => {
    const { attributes } = await nodeOf({
      attributes: {
        int: -3,
        zero: 0,
        float: { float: 0.5 },
        text: 'same_upper',
        ints: [1, -2, 3],
        floats: { floats: [1, 2.5] },
        texts: ['a', 'ü'],
        none: { ints: [] },
        reference: { reference: 'outer' },
        tensor: { tensor: { dtype: 'float32', dims: [], float: [2] } },
        types: { fields: [chunkField(15, ''), varintField(20, 14)] },
        old: { fields: [varintField(3, 7)] },
      },
    });
    const kinds = [...attributes].map(([name, { kind, value }]) => [
      name,
      kind,
      typeof value === 'object' && !Array.isArray(value) ? '...' : value,
    ]);
    assert.deepEqual(kinds, [
      ['int', 'int', -3],
      ['zero', 'int', 0],
      ['float', 'float', 0.5],
      ['text', 'string', 'same_upper'],
      ['ints', 'ints', [1, -2, 3]],
      ['floats', 'floats', [1, 2.5]],
      ['texts', 'strings', ['a', 'ü']],
      ['none', 'ints', []],
      ['reference', 'reference', 'outer'],
      ['tensor', 'tensor', '...'],
      ['types', 'other', 'a tensor list, type or sparse tensor'],
      ['old', 'int', 7],
    ]);
  });

  it('names the places of nodes in subgraphs', async () => {
    const body: GraphSpec = { outputs: ['r'], nodes: [{ op: 'A' }, { op: 'B', outputs: ['r'] }] };
    const { nodes } = await graphOf({
      nodes: [{ op: 'X' }, { op: 'If', attributes: { then_branch: { graph: body } } }],
    });
    const branch = nodes[1]?.attributes.get('then_branch');
    assert.ok(branch?.kind === 'graph');
    assert.deepEqual(
      branch.value.nodes.map(({ origins }) => origins),
      [['1:If.then_branch/0'], ['1:If.then_branch/1']],
    );
  });

  it('reads functions with overloads, attributes, defaults, imports and value_info', async () => {
    const { functions } = await read({
      graph: { outputs: ['y'] },
      functions: [
        {
          domain: 'own',
          name: 'f',
          overload: 'two',
          inputs: ['a', 'b'],
          outputs: ['c'],
          attributes: ['must'],
          defaults: { may: 4 },
          opsets: { '': 18, own: 1 },
          declared: [['m', 'float16', [2, 'n']]],
          nodes: [{ op: 'Add', inputs: ['a', 'b'], outputs: ['c'], overload: 'x' }],
        },
      ],
    });
    const [f] = functions;
    assert.ok(f);
    assert.deepEqual(
      [f.domain, f.name, f.overload, f.inputs, f.outputs],
      ['own', 'f', 'two', ['a', 'b'], ['c']],
    );
    assert.deepEqual(f.requiredAttributes, ['must']);
    assert.deepEqual([...f.defaultAttributes], [['may', { kind: 'int', value: 4 }]]);
    assert.deepEqual(
      [...f.opsets],
      [
        ['', 18],
        ['own', 1],
      ],
    );
    assert.deepEqual(f.declared.get('m'), { name: 'm', dtype: 'float16', shape: [2, 'n'] });
    assert.equal(f.nodes[0]?.overload, 'x');
    assert.deepEqual(f.nodes[0].origins, ['own::f:two/0']);
  });

  it('reads module scopes and source lines from metadata', async () => {
    const { scope, source } = await nodeOf({
      name: 'node_conv',
      metadata: {
        'pkg.torch.onnx.name_scopes': "['', 'layer1', 'layer1.0', 'conv2d']",
        'pkg.torch.onnx.stack_trace': 'File "/home/me/net.py", line 12, in forward\n  x = self.conv(x)',
      },
    });
    assert.deepEqual(scope, ['layer1', '0']);
    assert.deepEqual(source, { file: '/home/me/net.py', line: 12 });
  });

  it('locates external data and reads none of it', async () => {
    const external = { location: 'w.bin', offset: '4096', length: '64' };
    const tensor = await tensorOf({ dtype: 'float32', dims: [4, 4], external });
    assert.deepEqual(tensor.payload, { file: 'w.bin', offset: 4096, length: 64 });
    assert.equal(tensor.content, null);
    const open = await tensorOf({ dtype: 'float32', dims: [4], external: { location: 'w.bin' } });
    assert.deepEqual(open.payload, { file: 'w.bin', offset: 0, length: -1 });
    const odd = await tensorOf({
      dtype: 'float32',
      dims: [4],
      external: { location: 'w', offset: '-4', length: '1e9' },
    });
    assert.deepEqual(odd.payload, { file: 'w', offset: 0, length: -1 });
    assert.equal(odd.damage, 'lies in another file with the offset "-4", which is no number of bytes');
  });

  it('reads a dims list that is packed', async () => {
    const packed = chunkField(1, Uint8Array.from([2, 3]));
    const raw = chunkField(9, int64Bytes(1, 2, 3, 4, 5, 6));
    const tensor = join([packed, varintField(2, 7), chunkField(8, 'p'), raw]);
    const { initializers } = await graphOf({ extra: [chunkField(5, tensor)] });
    assert.deepEqual(initializers.get('p')?.dims, [2, 3]);
  });

  it('keeps the dims of sparse initializers and what they store', async () => {
    const { initializers } = await graphOf({
      sparse: [
        {
          values: { name: 's', dtype: 'float32', dims: [2], float: [1, 2] },
          indices: { dtype: 'int64', dims: [2], int64: [0, 5] },
          dims: [3, 4],
        },
      ],
    });
    const sparse = initializers.get('s');
    assert.deepEqual([sparse?.dims, sparse?.storedElements, sparse?.content], [[3, 4], 2, null]);
  });

  it('skips fields from the future', async () => {
    const future = [varintField(900, 1), chunkField(901, 'new'), fixed32Field(902, 1), fixed64Field(903, 1n)];
    const model = await read({
      graph: {
        nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'], extra: future }],
        outputs: ['y'],
        extra: future,
      },
      extra: future,
    });
    assert.equal(model.graph.nodes[0]?.op, 'Relu');
    const tensor = await tensorOf({ dtype: 99, dims: [2], raw: new Uint8Array(2), extra: future });
    assert.equal(tensor.dtype, null);
    assert.equal(tensor.content, null);
  });

  it('stops when it is no longer wanted', async () => {
    const nodes = Array.from({ length: 3000 }, (_, i): NodeSpec => ({ op: 'Relu', outputs: [`t${i}`] }));
    const source = memorySource(buildModel({ graph: { nodes, outputs: ['t1'] } }));
    await assert.rejects(readOnnx(source, { signal: { aborted: true } }), Cancelled);
  });

  it('refuses what is no model', async () => {
    for (const bytes of [varintField(1, 8), join([varintField(1, 8), chunkField(7, '')])])
      await assert.rejects(
        readOnnx(memorySource(bytes)),
        (error) => error instanceof BadInput && error.message.includes('not an ONNX model'),
      );
  });
});

describe('small tensors', () => {
  const raw: readonly [DType, Uint8Array, readonly number[]][] = [
    ['float32', float32Bytes(1.5, -2), [1.5, -2]],
    ['float64', new Uint8Array(Float64Array.of(1e300, -0.5).buffer), [1e300, -0.5]],
    ['int64', int64Bytes(-1, 2 ** 40), [-1, 2 ** 40]],
    ['uint64', int64Bytes(1, 2 ** 40), [1, 2 ** 40]],
    ['int32', new Uint8Array(Int32Array.of(-7, 7).buffer), [-7, 7]],
    ['uint32', new Uint8Array(Uint32Array.of(2 ** 31, 7).buffer), [2 ** 31, 7]],
    ['int16', new Uint8Array(Int16Array.of(-300, 7).buffer), [-300, 7]],
    ['uint16', new Uint8Array(Uint16Array.of(65535, 7).buffer), [65535, 7]],
    ['int8', Uint8Array.of(0xff, 7), [-1, 7]],
    ['uint8', Uint8Array.of(0xff, 7), [255, 7]],
    ['bool', Uint8Array.of(1, 0), [1, 0]],
    // 1 and -0.5 in binary16; 1 and -2 in bfloat16
    ['float16', new Uint8Array(Uint16Array.of(0x3c00, 0xb800).buffer), [1, -0.5]],
    ['bfloat16', new Uint8Array(Uint16Array.of(0x3f80, 0xc000).buffer), [1, -2]],
  ];

  for (const [dtype, bytes, values] of raw)
    it(`of type ${dtype} are read from raw data`, async () => {
      assert.deepEqual(valuesOf(await tensorOf({ dtype, dims: [2], raw: bytes })), values);
    });

  it('are read from the typed fields', async () => {
    const typed: readonly [DType, Partial<TensorSpec>, readonly number[]][] = [
      ['float32', { float: [1.5, 2] }, [1.5, 2]],
      ['float64', { double: [1e300, 2] }, [1e300, 2]],
      ['int64', { int64: [-1, 2] }, [-1, 2]],
      ['int32', { int32: [-1, 2] }, [-1, 2]],
      ['int8', { int32: [-1, 2] }, [-1, 2]],
      ['uint8', { int32: [255, 2] }, [255, 2]],
      ['bool', { int32: [1, 0] }, [1, 0]],
      ['uint32', { uint64: [2 ** 31, 2] }, [2 ** 31, 2]],
      ['uint64', { uint64: [2 ** 40, 2] }, [2 ** 40, 2]],
      ['float16', { int32: [0x3c00, 0xb800] }, [1, -0.5]],
      ['bfloat16', { int32: [0x3f80, 0xc000] }, [1, -2]],
    ];
    for (const [dtype, fields, values] of typed)
      assert.deepEqual(valuesOf(await tensorOf({ dtype, dims: [2], ...fields })), values, dtype);
  });

  it('of types whose elements mean nothing to shapes are not read', async () => {
    for (const dtype of ['float8e4m3fn', 'int4', 'uint4', 'float4e2m1', 'complex64'] as const) {
      const tensor = await tensorOf({ dtype, dims: [2], raw: new Uint8Array(16) });
      assert.equal(tensor.dtype, dtype);
      assert.equal(tensor.content, null, dtype);
      assert.equal((await tensorOf({ dtype, dims: [2], int32: [1, 2] })).content, null, dtype);
    }
    assert.equal((await tensorOf({ dtype: 'string', dims: [2], strings: ['a', 'b'] })).content, null);
  });

  it('know every element type that ONNX has a code for', async () => {
    for (const [name, { code }] of Object.entries(DTYPES))
      assert.equal((await tensorOf({ dtype: code, dims: [0] })).dtype, name);
  });

  it('are not trusted when they hold more or fewer elements than their dims say', async () => {
    for (const dims of [[1], [3], [2, 2]])
      assert.equal((await tensorOf({ dtype: 'int64', dims, raw: int64Bytes(1, 2) })).content, null);
    assert.equal((await tensorOf({ dtype: 'int64', dims: [], int64: [1, 2] })).content, null);
  });
});

describe('reading a model', () => {
  /** A file of `count` weights of `bytes` each: only its structure is in memory. */
  async function bytesReadFor(count: number, bytes: number): Promise<number> {
    const initializers = Array.from({ length: count }, (_, i): TensorSpec => ({
      name: `w${i}`,
      dtype: 'uint8',
      dims: [bytes],
      raw: new Uint8Array(bytes),
    }));
    const nodes = initializers.map(({ name = '' }, i): NodeSpec => ({
      op: 'Relu',
      inputs: [name],
      outputs: [`t${i}`],
    }));
    const host = memoryHost({ 'm.onnx': buildModel({ graph: { nodes, initializers, outputs: ['t0'] } }) });
    await readOnnx(await host.open('m.onnx'));
    return host.bytesRead();
  }

  it('reads as many bytes however large the weights are', async () => {
    const [small, large] = [await bytesReadFor(50, 50_000), await bytesReadFor(50, 500_000)];
    assert.ok(large <= small * 1.05, `${large} bytes instead of ${small}`);
    assert.ok(large < 50 * 3 * 4096, `${large} bytes`);
  });
});
