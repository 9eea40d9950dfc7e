import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import type { EngineHost } from '../../../extension/engine/host';
import { createNodeHost } from '../../../extension/host/files.node';
import { buildModel, float32Bytes } from '../../helpers/onnxBuilder';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const SIZE = 64;

/** A product with a weight inside, and one with a weight in a file beside it. */
function model(offset = '0'): Uint8Array {
  const values = Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(i));
  return buildModel({
    opsets: { '': 17 },
    graph: {
      inputs: [['x', 'float32', [1, SIZE]]],
      outputs: [['y', 'float32', [1, SIZE]]],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], outputs: ['m'] },
        { op: 'MatMul', inputs: ['m', 'v'], outputs: ['y'] },
      ],
      initializers: [
        { name: 'w', dtype: 'float32', dims: [SIZE, SIZE], raw: float32Bytes(...values) },
        {
          name: 'v',
          dtype: 'float32',
          dims: [SIZE, SIZE],
          external: { location: 'v.bin', offset, length: String(4 * SIZE * SIZE) },
        },
      ],
    },
  });
}

describe('rewriting a file', () => {
  let folder: string;
  let file: string;
  let out: string;
  let original: Buffer;
  const ids = ['low-rank@0:rank=8'];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'layercost-rewriting-'));
    file = path.join(folder, 'net.onnx');
    out = path.join(folder, 'new.onnx');
    writeFileSync(file, model());
    writeFileSync(path.join(folder, 'v.bin'), new Uint8Array(4 * SIZE * SIZE));
    original = readFileSync(file);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whatever went wrong, the original is as it was and nothing else has been left. */
  function assertUntouched(others: readonly string[] = []): void {
    assert.ok(Buffer.compare(readFileSync(file), original) === 0);
    assert.deepEqual(new Set(readdirSync(folder)), new Set(['net.onnx', 'v.bin', ...others]));
  }

  it('writes the new file and leaves the old one alone', async () => {
    const answer = await createEngine(createNodeHost()).rewrite(file, OPTIONS, { ids, out });
    assert.deepEqual(answer.after, answer.promised);
    assert.equal(answer.after.params, 2 * SIZE * 8 + SIZE * SIZE);
    assert.deepEqual([answer.applied, answer.needs, answer.exact], [ids, [], false]);
    assertUntouched(['new.onnx']);
    assert.ok(readFileSync(out).includes('layercost.applied'));
  });

  it('a file that has changed underneath is not rewritten', async () => {
    const engine = createEngine(
      changing(() => {
        appendFileSync(file, '');
        writeFileSync(file, Buffer.concat([original, Buffer.from([0x98, 0x06, 1])]));
      }),
    );
    await assert.rejects(
      engine.rewrite(file, OPTIONS, { ids, out }),
      /the file has changed; analyze it again/,
    );
    assert.equal(existsSync(out), false);
  });

  it('weights at a place that is no number stay where they are, and their file is not written over', async () => {
    writeFileSync(file, model('0x0'));
    original = readFileSync(file);
    const beside = path.join(folder, 'v.bin');
    mkdirSync(path.join(folder, 'other'));
    const elsewhere = path.join(folder, 'other', 'new.onnx');
    const engine = createEngine(createNodeHost());
    const refusals = [
      { request: { out: beside, replace: true }, why: /This is the model itself or its weights/ },
      { request: { out: elsewhere }, why: /weights lie in "v\.bin" beside it/ },
      { request: { out: elsewhere, weights: 'inside' }, why: /what "v" holds lies in "v\.bin" beside it/ },
    ] as const;
    for (const { request, why } of refusals)
      await assert.rejects(engine.rewrite(file, OPTIONS, { ids, ...request }), why);
    assertUntouched(['other']);
    await engine.rewrite(file, OPTIONS, { ids, out });
    assert.ok(readFileSync(out).includes('0x0'));
    assert.equal(statSync(beside).size, 4 * SIZE * SIZE);
  });

  it('a rewrite cancelled half way leaves nothing', async () => {
    const host = createNodeHost();
    const signal = { aborted: false };
    let written = 0;
    const cancelling: EngineHost = {
      ...host,
      create: async (name, options) => {
        const sink = await host.create?.(name, options);
        assert.ok(sink);
        const write = sink.write.bind(sink);
        sink.write = async (bytes) => {
          signal.aborted = ++written === 2;
          await write(bytes);
        };
        return sink;
      },
    };
    const engine = createEngine(cancelling);
    await engine.suggest(file, OPTIONS, { trivial: true });
    await assert.rejects(engine.rewrite(file, OPTIONS, { ids, out }, { signal }), { name: 'Cancelled' });
    assert.equal(written, 2, 'it had begun to write');
    assertUntouched();
  });

  it('a weight that is not there is named', async () => {
    rmSync(path.join(folder, 'v.bin'));
    const engine = createEngine(createNodeHost());
    await assert.rejects(
      engine.rewrite(file, OPTIONS, { ids: ['low-rank@1:rank=8'], out }),
      /tensor "v" cannot be read: the file, or the one beside it, does not hold its values/,
    );
    assert.deepEqual(readdirSync(folder), ['net.onnx']);
  });

  it('two rewrites to one name: one is refused', async () => {
    const engine = createEngine(createNodeHost());
    const both = await Promise.allSettled([0, 1].map(() => engine.rewrite(file, OPTIONS, { ids, out })));
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assertUntouched(['new.onnx']);
  });

  it('neither the model nor its weights are ever overwritten', async () => {
    const engine = createEngine(createNodeHost());
    const alias = path.join(folder, 'alias.onnx');
    symlinkSync(file, alias);
    for (const own of [file, path.join(folder, 'v.bin'), alias])
      await assert.rejects(
        engine.rewrite(file, OPTIONS, { ids, out: own, replace: true }),
        /This is the model itself or its weights; choose another name/,
      );
    rmSync(alias);
    assertUntouched();
  });

  it('one that changes while it is copied is not rewritten', async () => {
    const host = createNodeHost();
    const changingNow: EngineHost = {
      ...host,
      create: async (name, options) => {
        const sink = await host.create?.(name, options);
        assert.ok(sink);
        const write = sink.write.bind(sink);
        sink.write = (bytes) => {
          utimesSync(file, 1, 1);
          return write(bytes);
        };
        return sink;
      },
    };
    const engine = createEngine(changingNow);
    await assert.rejects(
      engine.rewrite(file, OPTIONS, { ids, out }),
      /the file has changed; analyze it again/,
    );
    assertUntouched();
  });

  it('weights beside the model stay within reach of the new file', async () => {
    const engine = createEngine(createNodeHost());
    const elsewhere = path.join(folder, '..', `${path.basename(folder)}.onnx`);
    await assert.rejects(
      engine.rewrite(file, OPTIONS, { ids, out: elsewhere }),
      /weights lie in "v\.bin" beside it: write the new file into the same folder/,
    );
    assert.equal(existsSync(elsewhere), false);
    assertUntouched();
  });

  it('suggestions that exclude each other are refused by name', async () => {
    const engine = createEngine(createNodeHost());
    const rivals = ['low-rank@0:rank=8', 'low-rank@0:rank=16'];
    await assert.rejects(
      engine.rewrite(file, OPTIONS, { ids: rivals, out }),
      /"low-rank@0:rank=16" cannot be applied together/,
    );
    assertUntouched();
  });
});

/** A host on which something happens between the analysis and the rewrite. */
function changing(change: () => void): EngineHost {
  const host = createNodeHost();
  let opened = 0;
  return {
    ...host,
    open: (file) => {
      if (++opened === 2) change();
      return host.open(file);
    },
  };
}
