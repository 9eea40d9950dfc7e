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
import { buildModel, float32Bytes } from '../../helpers/onnxBuilder';
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
    await engine.rewrite(out, OPTIONS, { ids: ['low-rank@2:rank=16'], out: again });
    const text = readFileSync(again).toString('latin1');
    assert.equal(text.split('layercost.applied').length, 2, 'the key is there once');
    assert.match(text, /low-rank@0:rank=16 low-rank@2:rank=16/);
  });
});

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
