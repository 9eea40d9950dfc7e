import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import type { Graph, StoredTensor } from '../../../extension/engine/ir/graph';
import { givenFeeds } from '../../../extension/engine/verify/givenFeeds';
import { type ReadModel, verifyModels } from '../../../extension/engine/verify/verify';
import { readWeights } from '../../../extension/engine/weights/readWeights';
import { createNodeHost } from '../../../extension/host/files.node';
import type { RewriteAnswer } from '../../../extension/shared/rewriting';
import { builtRuntime } from '../../helpers/runtime';
import { describeShared } from '../../helpers/shared';
import { rewritten } from '../../helpers/writeOnnx';
import { publicFolder } from './truthModel';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const LENET = 'full_lenet_ts_op17_dynbatch';
const MODELS = [LENET, 'full_squeezenet1_1_ts_op13', 'full_mobilenet_v2_035_bn_ts_op17'];
const TOLERANCE = 1e-4;

describeShared('verified rewrites', (shared) => {
  const host = createNodeHost({ runtime: builtRuntime });
  const engine = createEngine(host);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-verified-'));
  after(() => {
    host.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const fileOf = (name: string): string => path.join(publicFolder(shared), `${name}.onnx`);
  let count = 0;
  const rewrite = (name: string, ids: readonly string[]): Promise<RewriteAnswer> =>
    engine.rewrite(fileOf(name), OPTIONS, {
      ids,
      out: path.join(folder, `${++count}.onnx`),
      verify: true,
      inputs: [path.join(publicFolder(shared), `${name}.io.npz`)],
    });

  for (const name of MODELS)
    it(`${name}: exact rewrites change nothing but rounding`, async function () {
      this.timeout(300_000);
      const { suggestions } = await engine.suggest(fileOf(name), OPTIONS, { trivial: true });
      const exact = suggestions.filter((one) => one.exact).map(({ id }) => id);
      if (exact.length === 0) return;
      const { verification } = await rewrite(name, exact);
      for (const output of verification?.outputs ?? assert.fail()) {
        assert.equal(output.mismatch, null);
        assert.ok(output.maxRelativeError <= TOLERANCE, `${output.name}: ${output.maxRelativeError}`);
      }
    });

  it('one of each technique loads and runs', async function () {
    this.timeout(300_000);
    const { suggestions } = await engine.suggest(fileOf(LENET), OPTIONS, { trivial: true });
    const seen = new Set<string>();
    const sample = suggestions.filter(({ technique }) => !seen.has(technique) && seen.add(technique));
    assert.ok(sample.length > 10, sample.map(({ id }) => id).join(', '));
    for (const { id } of sample) {
      const { verification } = await rewrite(LENET, [id]);
      for (const { mismatch, maxAbsoluteError } of verification?.outputs ?? assert.fail(id))
        assert.ok(
          mismatch === null && Number.isFinite(maxAbsoluteError),
          `${id}: ${mismatch ?? maxAbsoluteError}`,
        );
    }
  });

  it('float16 and int8 files hold what they say', async function () {
    this.timeout(300_000);
    const types = {
      float16: ['float16'],
      'int8-weights': ['float32', 'int8'],
      int8: ['float32', 'int8', 'uint8'],
    };
    for (const [id, expected] of Object.entries(types)) {
      const { path: out, verification } = await rewrite('full_squeezenet1_1_ts_op13', [id]);
      const { graph } = await readOnnx(await host.open(out));
      const dtypes = new Set([...graph.initializers.values()].map(({ dtype }) => dtype));
      for (const dtype of expected)
        assert.ok(dtypes.has(dtype as StoredTensor['dtype']), `${id}: ${[...dtypes].join()}`);
      const [output] = verification?.outputs ?? [];
      assert.equal(output?.dtype, 'float32');
      assert.ok((output.cosine ?? 0) > 0.99 && output.topOneAgreement === 1, `${id}: ${output.cosine}`);
    }
  });

  it('low rank at full rank is the layer itself', async function () {
    this.timeout(60_000);
    const { verification } = await rewrite(LENET, ['low-rank@9:rank=84']);
    const [output] = verification?.outputs ?? [];
    assert.ok(output && output.maxRelativeError <= TOLERANCE, String(output?.maxRelativeError));
  });

  for (const rank of [8, 24, 60])
    it(`low rank at ${rank} differs as much as the product of its factors does`, async function () {
      this.timeout(60_000);
      const answer = await rewrite(LENET, [`low-rank@9:rank=${rank}`]);
      const measured = answer.verification?.outputs[0]?.maxAbsoluteError ?? Number.NaN;
      const reference = await referenceError(answer.path);
      assert.ok(
        measured > 0 && Math.abs(measured / reference - 1) < 1e-3,
        `${measured} against ${reference}`,
      );
    });

  /** The original with its weight replaced by the product of the written factors, run against the original. */
  async function referenceError(out: string): Promise<number> {
    const { graph } = await readOnnx(await host.open(out));
    const down = await valuesOf(graph, out, '/down.weight');
    const up = await valuesOf(graph, out, '/up.weight');
    const [rank = 0, inputs = 0] = down.dims;
    const [outputs = 0] = up.dims;
    const product = new Float32Array(outputs * inputs);
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < inputs; i++)
        for (let r = 0; r < rank; r++)
          product[o * inputs + i] =
            (product[o * inputs + i] ?? 0) +
            (up.values[o * rank + r] ?? 0) * (down.values[r * inputs + i] ?? 0);
    const name = down.name.slice(0, -'/down.weight'.length);
    const bytes = await rewritten(
      new Uint8Array(readFileSync(fileOf(LENET))),
      (original) => ({
        ...original,
        initializers: new Map(
          [...original.initializers].map(([key, tensor]) => [key, key === name ? { ...tensor } : tensor]),
        ),
      }),
      () => Promise.resolve(new Uint8Array(product.buffer)),
    );
    const file = path.join(folder, `reference-${rank}.onnx`);
    writeFileSync(file, bytes);
    return outputError(file);
  }

  async function valuesOf(graph: Graph, file: string, ending: string) {
    const tensor = [...graph.initializers.values()].find(({ name }) => name.endsWith(ending));
    const weights = tensor && (await readWeights(host, file, tensor));
    assert.ok(weights, ending);
    return { name: tensor.name, ...weights };
  }

  async function outputError(file: string): Promise<number> {
    const feeds = givenFeeds((await readOnnx(await host.open(file))).graph, [
      {
        path: 'io.npz',
        bytes: new Uint8Array(readFileSync(path.join(publicFolder(shared), `${LENET}.io.npz`))),
      },
    ]);
    assert.ok(host.runtime);
    const read = async (each: string): Promise<ReadModel> => ({
      files: { path: each, external: [] },
      graph: (await readOnnx(await host.open(each))).graph,
    });
    const options = { inputs: '', runs: 1 };
    const [before, now] = [await read(fileOf(LENET)), await read(file)];
    const { outputs } = await verifyModels(host.runtime, before, now, feeds, options);
    return outputs[0]?.maxAbsoluteError ?? Number.NaN;
  }
});
