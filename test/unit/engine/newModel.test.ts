import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import type { EngineHost, FileSink } from '../../../extension/engine/host';
import type { Model, Payload } from '../../../extension/engine/ir/graph';
import { createNodeHost } from '../../../extension/host/files.node';
import { memorySource } from '../../helpers/memorySource';
import { buildModel, float32Bytes, type GraphSpec } from '../../helpers/onnxBuilder';
import { builtRuntime, RUNTIME_PATIENCE_MILLISECONDS } from '../../helpers/runtime';
import { chunkField } from '../../helpers/wireWriter';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const SIZE = 64;
const WEIGHT_BYTES = 4 * SIZE * SIZE;
const values = (seed: number): Uint8Array =>
  float32Bytes(...Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(seed + i)));

/** Two products and a sum: a weight in the file, one beside it at an odd place, and a small one. */
const MODEL = buildModel({
  opsets: { '': 17 },
  graph: {
    inputs: [['x', 'float32', [1, SIZE]]],
    outputs: [['y', 'float32', [1, SIZE]]],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['m'] },
      { op: 'MatMul', inputs: ['m', 'v'], outputs: ['n'] },
      { op: 'Add', inputs: ['n', 'b'], outputs: ['y'] },
    ],
    initializers: [
      { name: 'w', dtype: 'float32', dims: [SIZE, SIZE], raw: values(1) },
      {
        name: 'v',
        dtype: 'float32',
        dims: [SIZE, SIZE],
        external: { location: 'v.bin', offset: '12', length: String(WEIGHT_BYTES) },
        extra: [chunkField(900, 'from the future')],
      },
      { name: 'b', dtype: 'float32', dims: [1], raw: float32Bytes(3) },
    ],
  },
});

describe('where the weights of a new model go', () => {
  let folder: string;
  let file: string;
  let out: string;
  const ids = ['low-rank@0:rank=16'];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'layercost-packing-'));
    file = path.join(folder, 'net.onnx');
    mkdirSync(path.join(folder, 'new'));
    out = path.join(folder, 'new', 'net.onnx');
    writeFileSync(file, MODEL);
    writeFileSync(path.join(folder, 'v.bin'), Buffer.concat([new Uint8Array(12), values(2)]));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const written = async (): Promise<Model> => readOnnx(memorySource(readFileSync(out)));
  const payloadOf = ({ graph }: Model, name: string): Payload =>
    graph.initializers.get(name)?.payload ?? assert.fail(`${name} is not there`);

  it('all into the model, which can then stand anywhere', async function () {
    this.timeout(RUNTIME_PATIENCE_MILLISECONDS);
    const engine = createEngine(createNodeHost({ runtime: builtRuntime }));
    const request = { ids, out, weights: 'inside', verify: true } as const;
    const answer = await engine.rewrite(file, OPTIONS, request);
    assert.deepEqual(answer.after, answer.promised);
    assert.deepEqual(readdirSync(path.dirname(out)), ['net.onnx']);
    const { file: lies, offset, length } = payloadOf(await written(), 'v');
    const bytes = readFileSync(out);
    assert.equal(lies, null);
    assert.ok(Buffer.compare(bytes.subarray(offset, offset + length), values(2)) === 0);
    assert.ok(bytes.includes('from the future'));
    const cosine = answer.verification?.outputs[0]?.cosine ?? assert.fail();
    assert.ok(cosine > 0.2, 'ran with the weights of both');
  });

  it('the larger ones into one file beside it, each where it can be mapped into memory', async function () {
    this.timeout(RUNTIME_PATIENCE_MILLISECONDS);
    const engine = createEngine(createNodeHost({ runtime: builtRuntime }));
    const request = { ids, out, weights: 'beside', verify: true } as const;
    const answer = await engine.rewrite(file, OPTIONS, request);
    assert.deepEqual(answer.after, answer.promised);
    assert.deepEqual(readdirSync(path.dirname(out)).sort(), ['net.onnx', 'net.onnx.data']);
    const data = readFileSync(`${out}.data`);
    assert.deepEqual(answer.weightsFile, { path: `${out}.data`, bytes: data.length });
    const model = await written();
    const { file: lies, offset, length } = payloadOf(model, 'v');
    assert.equal(lies, 'net.onnx.data');
    assert.ok(Buffer.compare(data.subarray(offset, offset + length), values(2)) === 0);
    const beside = [...model.graph.initializers.values()].flatMap(({ payload }) =>
      payload?.file ? [payload] : [],
    );
    assert.equal(beside.length, 3, 'two factors and v');
    assert.ok(beside.every((payload) => payload.offset % 64 === 0));
    assert.equal(payloadOf(model, 'b').file, null);
    assert.ok(readFileSync(out).includes('from the future'));
    rmSync(path.join(folder, 'v.bin'));
    const session = await builtRuntime().open({ path: out, external: [{ name: 'net.onnx.data' }] });
    await session.close();
  });

  it('lists of numbers stay as they are: not every int64 is a number here', async () => {
    const list = Buffer.concat(Array.from({ length: 200 }, () => LARGE_VARINT));
    writeFileSync(file, listed(list));
    const request = { ids: ['low-rank@0:rank=16'], out, weights: 'beside' } as const;
    await createEngine(createNodeHost()).rewrite(file, OPTIONS, request);
    assert.ok(readFileSync(out).includes(list));
    assert.equal(payloadOf(await written(), 'n').file, null);
  });

  it('once, where tensors share their elements', async () => {
    writeFileSync(file, shared());
    const request = { ids: ['low-rank@0:rank=16'], out, weights: 'beside' } as const;
    const answer = await createEngine(createNodeHost()).rewrite(file, OPTIONS, request);
    const model = await written();
    assert.deepEqual(payloadOf(model, 'v'), payloadOf(model, 'u'));
    assert.equal(answer.weightsFile?.bytes, WEIGHT_BYTES + 2 * 4 * SIZE * 16);
  });

  it('nowhere else when all are small', async () => {
    writeFileSync(file, small());
    const request = { ids: ['low-rank@0:rank=1'], out, weights: 'beside' } as const;
    const answer = await createEngine(createNodeHost()).rewrite(file, OPTIONS, request);
    assert.equal(answer.weightsFile, null);
    assert.deepEqual(readdirSync(path.dirname(out)), ['net.onnx']);
  });

  it('never over the weights of another model', async () => {
    writeFileSync(`${out}.data`, 'of another');
    const answer = await createEngine(createNodeHost()).rewrite(file, OPTIONS, {
      ids,
      out,
      weights: 'beside',
      replace: true,
    });
    assert.equal(answer.weightsFile?.path, `${out}.2.data`);
    assert.equal(payloadOf(await written(), 'v').file, 'net.onnx.2.data');
    assert.equal(readFileSync(`${out}.data`, 'utf8'), 'of another');
  });

  it('nowhere when one of the two files cannot be put in its place', async () => {
    const engine = createEngine(
      watching((sink, name) => {
        if (name === out) sink.commit = () => Promise.reject(new Error('The disk is full.'));
      }),
    );
    await assert.rejects(engine.rewrite(file, OPTIONS, { ids, out, weights: 'beside' }), /The disk is full/);
    assert.deepEqual(readdirSync(path.dirname(out)), []);
  });

  it('nowhere when those beside the model change meanwhile', async () => {
    const engine = createEngine(
      watching((sink) => {
        const write = sink.write.bind(sink);
        sink.write = (bytes) => {
          utimesSync(path.join(folder, 'v.bin'), 1, 1);
          return write(bytes);
        };
      }),
    );
    await assert.rejects(
      engine.rewrite(file, OPTIONS, { ids, out, weights: 'inside' }),
      /net\.onnx: the weights beside it have changed meanwhile; do it again/,
    );
    assert.deepEqual(readdirSync(path.dirname(out)), []);
  });

  it('a second rewrite adds to what the metadata tell of the first', async () => {
    const engine = createEngine(createNodeHost());
    await engine.rewrite(file, OPTIONS, { ids, out, weights: 'inside' });
    const again = path.join(folder, 'again.onnx');
    // The first factor of the first layer this time.
    await engine.rewrite(out, OPTIONS, { ids: ['low-rank@0:rank=8'], out: again });
    const text = readFileSync(again).toString('latin1');
    assert.equal(text.split('layercost.applied').length, 2, 'the key is there once');
    assert.match(text, /low-rank@0:rank=16 low-rank@0:rank=8/);
  });
});

type Tensors = NonNullable<GraphSpec['initializers']>;

/** One product by "w", and other tensors that nodes read. */
function withOthers(others: Tensors, nodes: GraphSpec['nodes'] = []): Uint8Array {
  return buildModel({
    opsets: { '': 17 },
    graph: {
      inputs: [['x', 'float32', [1, SIZE]]],
      outputs: [['y', 'float32', [1, SIZE]], ...nodes.map(({ outputs = [] }) => outputs[0] ?? '')],
      nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }, ...nodes],
      initializers: [{ name: 'w', dtype: 'float32', dims: [SIZE, SIZE], raw: values(1) }, ...others],
    },
  });
}

/** 2^53 + 1. */
const LARGE_VARINT = Buffer.from('8180808080808010', 'hex');
const INT64_DATA = 7;

function listed(varints: Uint8Array): Uint8Array {
  const dims = [varints.length / LARGE_VARINT.length];
  return withOthers(
    [{ name: 'n', dtype: 'int64', dims, extra: [chunkField(INT64_DATA, varints)] }],
    [{ op: 'Identity', inputs: ['n'], outputs: ['z'] }],
  );
}

function shared(): Uint8Array {
  const external = { location: 'v.bin', offset: '12', length: String(WEIGHT_BYTES) };
  const tensors = ['v', 'u'].map(
    (name) => ({ name, dtype: 'float32', dims: [SIZE, SIZE], external }) as const,
  );
  return withOthers(tensors, [{ op: 'MatMul', inputs: ['v', 'u'], outputs: ['z'] }]);
}

function small(): Uint8Array {
  return buildModel({
    opsets: { '': 17 },
    graph: {
      inputs: [['x', 'float32', [1, 8]]],
      outputs: [['y', 'float32', [1, 8]]],
      nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
      initializers: [{ name: 'w', dtype: 'float32', dims: [8, 8], raw: values(1).slice(0, 256) }],
    },
  });
}

/** A host that lets somebody at what is being written. */
function watching(look: (sink: FileSink, name: string) => void): EngineHost {
  const host = createNodeHost();
  return {
    ...host,
    create: async (name, options) => {
      const sink = await host.create?.(name, options);
      assert.ok(sink);
      look(sink, name);
      return sink;
    },
  };
}
