import assert from 'node:assert/strict';
import { BadInput, Cancelled } from '../../../../extension/engine/diagnostics';
import type { LayerTimes, ModelRuntime, RuntimeTensor } from '../../../../extension/engine/hostRuntime';
import type { DType } from '../../../../extension/engine/ir/dtype';
import type { Feeds } from '../../../../extension/engine/verify/feeds';
import { verifyModels } from '../../../../extension/engine/verify/verify';
import { encodeElements } from '../../../../extension/engine/weights/encode';
import { graph, node } from '../../../helpers/irBuilder';

function tensor(values: readonly number[], dtype: DType = 'float32'): RuntimeTensor {
  return { dtype, dims: [values.length], data: encodeElements(values, dtype) ?? assert.fail() };
}

/** What a model answers, how long its runs take one after the other, and what it takes. */
interface FakeModel {
  readonly outputs: Readonly<Record<string, RuntimeTensor>>;
  readonly times: readonly number[];
  readonly inputs?: readonly (readonly [string, DType])[];
  readonly layers?: readonly LayerTimes[];
}

function fakeRuntime(models: Readonly<Record<string, FakeModel>>): {
  runtime: ModelRuntime;
  fed: Feeds[];
  log: string[];
} {
  const fed: Feeds[] = [];
  const log: string[] = [];
  const runtime: ModelRuntime = {
    open: ({ path }) => {
      const { outputs, times, inputs = [['x', 'float32']], layers = [] } = models[path] ?? assert.fail();
      let runs = 0;
      log.push(`open ${path}`);
      return Promise.resolve({
        inputs: inputs.map(([name, dtype]) => ({ name, dtype, shape: null })),
        outputs: [],
        run: (feeds) => {
          fed.push(feeds);
          const milliseconds = times[Math.min(runs++, times.length - 1)] ?? 0;
          return Promise.resolve({ outputs: new Map(Object.entries(outputs)), milliseconds });
        },
        layerTimes: () => Promise.resolve(layers),
        close: () => {
          log.push(`close ${path} after ${runs}`);
          return Promise.resolve();
        },
      });
    },
    openBytes: () => assert.fail(),
  };
  return { runtime, fed, log };
}

const GRAPH = graph([
  node('Conv', ['x'], ['conv'], { name: 'conv' }),
  node('Conv', ['x'], ['added'], { name: 'added' }),
  node('Relu', ['x'], ['gone'], { name: 'gone' }),
]);
const OLD = { files: { path: 'old', external: [] }, graph: GRAPH };
const NEW = { files: { path: 'new', external: [] }, graph: GRAPH };
const FEEDS: Feeds = new Map([['x', tensor([1, 2])]]);

describe('verification', () => {
  it('compares every output and takes the median of the later runs', async () => {
    const { runtime, log } = fakeRuntime({
      old: { outputs: { y: tensor([1, 4]), z: tensor([1]) }, times: [90, 50, 8, 10] },
      new: { outputs: { y: tensor([1, 3]) }, times: [70, 5] },
    });
    const found = await verifyModels(runtime, OLD, NEW, FEEDS, { runs: 4, inputs: 'random' });
    assert.deepEqual(found.latency, { before: 9, after: 5 });
    assert.equal(found.inputs, 'random');
    assert.deepEqual(
      found.outputs.map(({ name, maxRelativeError, mismatch }) => [name, maxRelativeError, mismatch]),
      [
        ['y', 0.25, null],
        ['z', Infinity, 'is missing'],
      ],
    );
    assert.deepEqual(log, ['open old', 'close old after 4', 'open new', 'close new after 4']);
  });

  it('sets layers of the same name side by side, the slowest first', async () => {
    const outputs = { y: tensor([1]) };
    const { runtime } = fakeRuntime({
      old: {
        outputs,
        times: [9],
        layers: [
          { name: 'gone', op: 'Relu', milliseconds: [1, 1] },
          { name: 'conv', op: 'Conv', milliseconds: [50, 8, 6, 4] },
        ],
      },
      new: {
        outputs,
        times: [9],
        layers: [
          { name: 'conv', op: 'FusedConv', milliseconds: [3, 3] },
          { name: 'added', op: 'Conv', milliseconds: [2] },
        ],
      },
    });
    const options = { runs: 1, inputs: '', profiledRuns: 2 };
    const { layers } = await verifyModels(runtime, OLD, NEW, FEEDS, options);
    assert.deepEqual(layers, [
      { name: 'conv', op: 'FusedConv', before: 5, after: 3 },
      { name: 'added', op: 'Conv', before: null, after: 2 },
      { name: 'gone', op: 'Relu', before: 1, after: null },
    ]);
  });

  it('begins no further run when the time is up', async () => {
    const slow = { outputs: { y: tensor([1]) }, times: [400] };
    const { runtime, log } = fakeRuntime({ old: slow, new: slow });
    const options = { budgetMilliseconds: 1000, inputs: '' };
    const { latency } = await verifyModels(runtime, OLD, NEW, FEEDS, options);
    assert.deepEqual(latency, { before: 400, after: 400 });
    assert.ok(log.includes('close old after 3'));
  });

  it('feeds a rewrite what it still takes, in its own floats', async () => {
    const model = { outputs: { y: tensor([1]) }, times: [1] };
    const { runtime, fed } = fakeRuntime({ old: model, new: { ...model, inputs: [['x', 'float16']] } });
    const feeds = new Map([...FEEDS, ['unused', tensor([1])] as const]);
    await verifyModels(runtime, OLD, NEW, feeds, { runs: 1, inputs: '' });
    assert.deepEqual(fed[1], new Map([['x', tensor([1, 2], 'float16')]]));
  });

  it('is refused where integers are asked for', async () => {
    const model = { outputs: { y: tensor([1]) }, times: [1] };
    const { runtime, log } = fakeRuntime({ old: model, new: { ...model, inputs: [['x', 'int64']] } });
    await assert.rejects(
      verifyModels(runtime, OLD, NEW, FEEDS, { runs: 1, inputs: '' }),
      (error) => error instanceof BadInput && error.message.includes('input "x" is int64'),
    );
    assert.ok(log.includes('close new after 0'));
  });

  it('ends between two runs once nobody waits', async () => {
    const model = { outputs: { y: tensor([1]) }, times: [1] };
    const { runtime, log } = fakeRuntime({ old: model, new: model });
    const signal = { aborted: true };
    await assert.rejects(verifyModels(runtime, OLD, NEW, FEEDS, { inputs: '', signal }), Cancelled);
    assert.deepEqual(log, ['open old', 'close old after 1']);
  });
});
