import assert from 'node:assert/strict';
import { createEngine } from '../../../extension/engine/api';
import { BadInput, Cancelled } from '../../../extension/engine/diagnostics';
import { Recent } from '../../../extension/engine/recent';
import type { AnalyzeOptions } from '../../../extension/shared/engineCalls';
import { type MemoryHost, memoryHost } from '../../helpers/memoryHost';
import { buildModel, type ModelSpec, type NodeSpec, type TensorSpec } from '../../helpers/onnxBuilder';

const OPTIONS: AnalyzeOptions = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const WEIGHTS: TensorSpec = {
  name: 'w',
  dtype: 'float32',
  dims: [8, 16],
  external: { location: 'w.bin', offset: '0', length: '512' },
};

function network(op: string, rest: Partial<ModelSpec> = {}): Uint8Array {
  return buildModel({
    graph: {
      inputs: [['x', 'float32', ['n', 8]]],
      outputs: ['y'],
      initializers: [WEIGHTS],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], outputs: ['t'] },
        { op, inputs: ['t'], outputs: ['y'] },
      ],
    },
    ...rest,
  });
}

function hostWith(file: Uint8Array): MemoryHost {
  return memoryHost({ 'dir/m.onnx': file, 'dir/w.bin': new Uint8Array(512) });
}

describe('analysis', () => {
  it('is not done again for a file that did not change', async () => {
    const host = hostWith(network('Relu'));
    const engine = createEngine(host);
    const first = await engine.analyze('dir/m.onnx', OPTIONS);
    host.forgetReads();
    assert.equal(await engine.analyze('dir/m.onnx', OPTIONS), first);
    assert.equal(host.reads.length, 0);
  });

  it('reads a file that was touched, but does not price the same content again', async () => {
    const host = hostWith(network('Relu'));
    const engine = createEngine(host);
    const first = await engine.analyze('dir/m.onnx', OPTIONS);
    host.forgetReads();
    host.touch('dir/m.onnx');
    assert.equal(await engine.analyze('dir/m.onnx', OPTIONS), first);
    assert.ok(host.reads.length > 0);
  });

  it('is done again for other content, other dims, another profile', async () => {
    const host = hostWith(network('Relu'));
    const engine = createEngine(host);
    const first = await engine.analyze('dir/m.onnx', OPTIONS);
    const five = await engine.analyze('dir/m.onnx', { ...OPTIONS, dims: { n: 5 } });
    assert.equal(five.totals.macs, 5 * first.totals.macs);
    const other = await engine.analyze('dir/m.onnx', { ...OPTIONS, hardware: 'tpuv4i-7nm' });
    assert.notEqual(other.totals.energy.totalPj, first.totals.energy.totalPj);
    host.write('dir/m.onnx', network('Tanh'));
    assert.equal((await engine.analyze('dir/m.onnx', OPTIONS)).layers[1]?.op, 'Tanh');
  });

  it('makes layers as they are gone through, for who asks for that', async () => {
    const engine = createEngine(hostWith(network('Relu')));
    const lazy = await engine.analyzeLazily('dir/m.onnx', OPTIONS);
    const whole = await engine.analyze('dir/m.onnx', OPTIONS);
    assert.deepEqual([...lazy.layers], whole.layers);
    assert.notEqual([...lazy.layers][0], [...lazy.layers][0]);
    const [product, relu] = whole.layers;
    assert.equal(relu?.inputs[0], product?.outputs[0]);
  });

  it('refuses what is no model, and what is no longer wanted, before a layer is asked for', async () => {
    const engine = createEngine(memoryHost({ 'bad.onnx': new Uint8Array(0), 'm.onnx': network('Relu') }));
    await assert.rejects(engine.analyzeLazily('bad.onnx', OPTIONS), /^BadInput: bad\.onnx: .*empty/);
    const signal = { aborted: true };
    await assert.rejects(engine.analyzeLazily('m.onnx', OPTIONS, { signal }), Cancelled);
  });

  it('keeps findings when the same content is met again', async () => {
    const call: NodeSpec = { op: 'f', domain: 'own', inputs: ['x'], outputs: ['y'] };
    const f = {
      domain: 'own',
      name: 'f',
      inputs: ['a'],
      outputs: ['b'],
      attributes: ['k'],
      nodes: [{ op: 'Relu', inputs: ['a'], outputs: ['b'] }],
    };
    const file = buildModel({
      graph: { inputs: [['x', 'float32', [2]]], outputs: ['y'], nodes: [call] },
      functions: [f],
    });
    const host = memoryHost({ 'a.onnx': file, 'b.onnx': file });
    const engine = createEngine(host);
    for (const path of ['a.onnx', 'b.onnx', 'a.onnx']) {
      const { diagnostics, model } = await engine.analyze(path, OPTIONS);
      assert.equal(model.path, path);
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        ['invalid-function'],
      );
    }
  });

  it('looks for external files every time', async () => {
    const host = memoryHost({ 'dir/m.onnx': network('Relu') });
    const engine = createEngine(host);
    const codes = async (): Promise<readonly string[]> =>
      (await engine.analyze('dir/m.onnx', OPTIONS)).diagnostics.map(({ code }) => code);
    assert.deepEqual(await codes(), ['missing-external-file', 'assumed-dim']);
    host.write('dir/w.bin', new Uint8Array(100));
    assert.deepEqual(await codes(), ['external-file-too-short', 'assumed-dim']);
    host.write('dir/w.bin', new Uint8Array(512));
    assert.deepEqual(await codes(), ['assumed-dim']);
    assert.ok(host.reads.every(({ path }) => path === 'dir/m.onnx'));
  });

  it('names the file that is no model, and the one that is not there', async () => {
    const engine = createEngine(memoryHost({ 'a.onnx': new Uint8Array() }));
    await assert.rejects(
      engine.analyze('a.onnx', OPTIONS),
      (error) =>
        error instanceof BadInput &&
        error.message === 'a.onnx: not an ONNX model: the file is empty (0 bytes)',
    );
    await assert.rejects(engine.analyze('b.onnx', OPTIONS), /b\.onnx: no such file/);
    await assert.rejects(engine.listing('a.onnx'), BadInput);
  });

  it('refuses a hardware profile that it does not know', async () => {
    const engine = createEngine(hostWith(network('Relu')));
    await assert.rejects(
      engine.analyze('dir/m.onnx', { ...OPTIONS, hardware: 'abacus' }),
      /no hardware profile "abacus"; known ones are horowitz-45nm, tpuv4i-7nm/,
    );
  });

  it('stops when it is no longer wanted, and works afterwards', async () => {
    const engine = createEngine(hostWith(network('Relu')));
    await assert.rejects(engine.analyze('dir/m.onnx', OPTIONS, { signal: { aborted: true } }), Cancelled);
    assert.equal((await engine.analyze('dir/m.onnx', OPTIONS)).totals.macs, 128);
  });

  it('stops at once in the middle of a large model', async () => {
    const nodes = Array.from({ length: 20_000 }, (_, i): NodeSpec => ({
      op: 'Relu',
      inputs: [i === 0 ? 'x' : `t${i}`],
      outputs: [`t${i + 1}`],
    }));
    const file = buildModel({ graph: { inputs: [['x', 'float32', ['n']]], outputs: ['t20000'], nodes } });
    for (const patience of [1, 5, 15, 25, 60]) {
      let asked = 0;
      const signal = {
        get aborted() {
          return ++asked > patience;
        },
      };
      await assert.rejects(
        createEngine(memoryHost({ 'm.onnx': file })).analyze('m.onnx', OPTIONS, { signal }),
        Cancelled,
      );
      assert.equal(asked, patience + 1);
    }
  });
});

describe('values that were used last', () => {
  it('are kept up to a number', () => {
    const recent = new Recent<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    assert.equal(recent.get('a'), 1);
    recent.set('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => recent.get(key)),
      [1, undefined, 3],
    );
    recent.set('a', 4);
    assert.deepEqual([recent.get('a'), recent.get('c')], [4, 3]);
  });
});
