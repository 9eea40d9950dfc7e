import assert from 'node:assert/strict';
import { mkdtempSync, openSync, ftruncateSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadInput, Cancelled } from '../../../extension/engine/diagnostics';
import type { RuntimeTensor } from '../../../extension/engine/hostRuntime';
import type { DType } from '../../../extension/engine/ir/dtype';
import { numbersOf } from '../../../extension/engine/verify/numbers';
import { outputsOf, rangesOf } from '../../../extension/engine/verify/outputsOf';
import { encodeElements } from '../../../extension/engine/weights/encode';
import { createNodeHost } from '../../../extension/host/files.node';
import { createModelRuntime, runtimeFiles } from '../../../extension/host/runtime/runtime.node';
import { reasonIn, failureSentence } from '../../../extension/host/runtime/sentences';
import { buildModel, float32Bytes, type GraphSpec, int64Bytes } from '../../helpers/onnxBuilder';
import { builtRuntime, RUNTIME_PATIENCE_MILLISECONDS } from '../../helpers/runtime';

function tensor(values: readonly number[], dims = [values.length], dtype: DType = 'float32'): RuntimeTensor {
  return { dtype, dims, data: encodeElements(values, dtype) ?? assert.fail() };
}

/** y = relu(x * w), where w lies in a file beside the model. */
const SCALED: GraphSpec = {
  inputs: [['x', 'float32', ['N', 2]]],
  outputs: [['y', 'float32', ['N', 2]]],
  initializers: [
    {
      name: 'w',
      dtype: 'float32',
      dims: [2],
      external: { location: 'w.bin', offset: '0', length: '8' },
    },
  ],
  nodes: [
    { op: 'Mul', inputs: ['x', 'w'], outputs: ['h'] },
    { op: 'Relu', inputs: ['h'], outputs: ['y'] },
  ],
};

/** Counts to a number that takes for ever. */
const ENDLESS: GraphSpec = {
  inputs: [['x', 'float32', []]],
  outputs: [['y', 'float32', []]],
  initializers: [{ name: 'trips', dtype: 'int64', dims: [], raw: int64Bytes(2 ** 52) }],
  nodes: [
    {
      op: 'Loop',
      inputs: ['trips', '', 'x'],
      outputs: ['y'],
      attributes: {
        body: {
          graph: {
            inputs: [
              ['i', 'int64', []],
              ['c', 'bool', []],
              ['a', 'float32', []],
            ],
            outputs: [
              ['d', 'bool', []],
              ['b', 'float32', []],
            ],
            nodes: [
              { op: 'Identity', inputs: ['c'], outputs: ['d'] },
              { op: 'Cos', inputs: ['a'], outputs: ['b'] },
            ],
          },
        },
      },
    },
  ],
};

const EVERY_TYPE: readonly DType[] = [
  ...(['float32', 'float64', 'float16', 'int64', 'uint64', 'int32', 'uint32'] as const),
  ...(['int16', 'uint16', 'int8', 'uint8', 'bool'] as const),
];

function refusal(pattern: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof BadInput && pattern.test(error.message) && !/\n|\.cc:|\.mjs/.test(error.message);
}

describe('runtime', function () {
  this.timeout(RUNTIME_PATIENCE_MILLISECONDS);
  const runtime = builtRuntime();
  let folder = '';
  const file = (name: string, content: GraphSpec | Uint8Array): string => {
    const place = path.join(folder, name);
    writeFileSync(
      place,
      content instanceof Uint8Array ? content : buildModel({ graph: content, irVersion: 8 }),
    );
    return place;
  };

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'layercost-runtime-'));
    file('w.bin', float32Bytes(2, -3));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('runs a model with weights beside it', async () => {
    const session = await runtime.open({ path: file('scaled.onnx', SCALED), external: [{ name: 'w.bin' }] });
    try {
      assert.deepEqual(session.inputs, [{ name: 'x', dtype: 'float32', shape: ['N', 2] }]);
      assert.deepEqual(session.outputs, [{ name: 'y', dtype: 'float32', shape: ['N', 2] }]);
      const { outputs, milliseconds } = await session.run(new Map([['x', tensor([1, 1, 3, -1], [2, 2])]]));
      assert.deepEqual(outputs, new Map([['y', tensor([2, 0, 6, 3], [2, 2])]]));
      assert.ok(milliseconds > 0);
    } finally {
      await session.close();
    }
  });

  it('hands every type through unchanged, whatever place it begins at', async () => {
    const names = EVERY_TYPE.map((dtype) => [`in_${dtype}`, `out_${dtype}`] as const);
    const graph: GraphSpec = {
      inputs: EVERY_TYPE.map((dtype) => [`in_${dtype}`, dtype, [3]]),
      outputs: EVERY_TYPE.map((dtype) => [`out_${dtype}`, dtype, [3]]),
      nodes: names.map(([from, to]) => ({ op: 'Identity', inputs: [from], outputs: [to] })),
    };
    const session = await runtime.openBytes(buildModel({ graph, irVersion: 8 }));
    try {
      const feeds = EVERY_TYPE.map((dtype) => {
        const made = tensor([0, 1, 1], [3], dtype);
        const shifted = new Uint8Array(made.data.length + 1);
        shifted.set(made.data, 1);
        return [`in_${dtype}`, { ...made, data: shifted.subarray(1) }] as const;
      });
      const { outputs } = await session.run(new Map(feeds));
      for (const dtype of EVERY_TYPE)
        assert.deepEqual(outputs.get(`out_${dtype}`), tensor([0, 1, 1], [3], dtype), dtype);
    } finally {
      await session.close();
    }
  });

  it('says in one sentence why a model cannot be loaded', async () => {
    const away = path.join(folder, 'away.onnx');
    await assert.rejects(
      runtime.open({ path: away, external: [] }),
      refusal(/away\.onnx: there is no such file$/),
    );
    const junk = file('junk.onnx', Uint8Array.of(1, 2, 3, 4));
    await assert.rejects(
      runtime.open({ path: junk, external: [] }),
      refusal(/^the model cannot be loaded: .*protobuf/),
    );
    const unknown = file('unknown.onnx', { nodes: [{ op: 'Nonsense', outputs: ['y'] }], outputs: ['y'] });
    await assert.rejects(
      runtime.open({ path: unknown, external: [] }),
      refusal(/^the model cannot be loaded: .*Nonsense/),
    );
    const scaled = file('scaled.onnx', SCALED);
    await assert.rejects(
      runtime.open({ path: scaled, external: [{ name: 'v.bin' }] }),
      refusal(/^"v\.bin".* is not beside it/),
    );
    await assert.rejects(
      runtime.open({ path: scaled, external: [{ name: '../w.bin' }] }),
      refusal(/is not beside it/),
    );
    await assert.rejects(
      runtime.open({ path: scaled, external: [] }),
      refusal(/"w\.bin".*it is not beside the model/),
    );
  });

  it('refuses what is larger than a protobuf message', async () => {
    const huge = path.join(folder, 'huge.onnx');
    const handle = openSync(huge, 'w');
    ftruncateSync(handle, 2 ** 31);
    closeSync(handle);
    await assert.rejects(
      runtime.open({ path: huge, external: [] }),
      refusal(/huge\.onnx: a model above 2 GiB/),
    );
  });

  it('says in one sentence why inputs do not fit, and goes on', async () => {
    const session = await runtime.open({ path: file('scaled.onnx', SCALED), external: [{ name: 'w.bin' }] });
    const run = (one: RuntimeTensor): Promise<unknown> => session.run(new Map([['x', one]]));
    try {
      await assert.rejects(session.run(new Map()), refusal(/^the model cannot be run: input 'x' is missing/));
      await assert.rejects(run(tensor([1, 2, 3], [1, 3])), refusal(/Got: 3 Expected: 2/));
      await assert.rejects(run(tensor([1, 2], [1, 2], 'int32')), refusal(/Unexpected input data type/));
      await assert.rejects(
        run({ ...tensor([1, 2]), dims: [9, 2] }),
        refusal(/8 bytes, but its dims \[9, 2\]/),
      );
      await assert.rejects(run(tensor([1, 2], [1, 2], 'bfloat16')), refusal(/is of type bfloat16/));
      await run(tensor([1, 2], [1, 2]));
    } finally {
      await session.close();
    }
    await assert.rejects(run(tensor([1, 2], [1, 2])), refusal(/the model was closed/));
  });

  it('ends a run that never would', async () => {
    const signal = { aborted: false };
    const session = await runtime.open({ path: file('endless.onnx', ENDLESS), external: [] }, { signal });
    setTimeout(() => {
      signal.aborted = true;
    }, 200);
    await assert.rejects(session.run(new Map([['x', tensor([1], [])]])), Cancelled);
    await assert.rejects(
      runtime.open({ path: file('scaled.onnx', SCALED), external: [{ name: 'w.bin' }] }, { signal }),
      Cancelled,
    );
  });

  it('tells how long each layer took in each run, where that was asked for', async () => {
    const model = { path: file('scaled.onnx', SCALED), external: [{ name: 'w.bin' }] };
    const feeds = new Map([['x', tensor([1, 2], [1, 2])]]);
    const session = await runtime.open(model, { profile: true });
    for (let i = 0; i < 3; i++) await session.run(feeds);
    const layers = await session.layerTimes();
    assert.deepEqual(layers.map(({ op }) => op).sort(), ['Mul', 'Relu']);
    for (const { milliseconds } of layers) {
      assert.equal(milliseconds.length, 3);
      assert.ok(milliseconds.every((time) => time >= 0 && time < 1000));
    }
    assert.deepEqual(await session.layerTimes(), [], 'told once');
    await session.run(feeds);
    await session.close();
    const silent = await runtime.open(model);
    await silent.run(feeds);
    assert.deepEqual(await silent.layerTimes(), []);
    await silent.close();
  });

  it('loads nothing before a model is opened', async () => {
    const nowhere = createModelRuntime(runtimeFiles(path.join(folder, 'nowhere')));
    const host = createNodeHost({ runtime: () => nowhere });
    assert.equal(host.runtime, nowhere);
    await assert.rejects(
      nowhere.open({ path: file('scaled.onnx', SCALED), external: [{ name: 'w.bin' }] }),
      /^BadInput: the model cannot be run/,
    );
    host.dispose();
  });

  it('tells the values of tensors inside a model, and their ranges', async () => {
    const host = createNodeHost({ runtime: () => runtime });
    const model = { path: file('scaled.onnx', SCALED), external: [{ name: 'w.bin' }] };
    const feeds = new Map([['x', tensor([1, 1, 3, -1], [2, 2])]]);
    const values = await outputsOf(host, model, ['h', 'w', 'y'], feeds);
    assert.deepEqual([...numbersOf(values.get('h') ?? assert.fail())], [2, -3, 6, 3]);
    assert.deepEqual([...numbersOf(values.get('w') ?? assert.fail())], [2, -3]);
    assert.deepEqual(await rangesOf(host, model, ['h'], feeds), new Map([['h', [-3, 6]]]));
    await assert.rejects(outputsOf(host, model, ['nowhere'], feeds), refusal(/nowhere/));
    host.dispose();
  });
});

describe('sentences of the runtime', () => {
  it('hold neither codes nor stacks nor places', () => {
    assert.equal(
      reasonIn(
        "Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: /build/tensorprotoutils.cc:1472 ValidateSize Initializer 'W': raw_data\n size.\n    at run (file:///x/ort.mjs:1:2)",
      ),
      "Initializer 'W': raw_data size",
    );
  });

  it('name a lack of memory, and say when there is no reason', () => {
    const load = (error: unknown): string => failureSentence(error, 'loaded');
    assert.equal(load(new RangeError('Array buffer allocation failed')), load('std::bad_alloc'));
    assert.equal(load(new Error('Aborted(OOM)')), 'the model needs more memory to be loaded than there is');
    assert.equal(load(1234567), 'the model cannot be loaded: onnxruntime gives no reason');
  });
});
