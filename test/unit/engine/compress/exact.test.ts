import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../../extension/engine/api';
import { createNodeHost } from '../../../../extension/host/files.node';
import { seeded } from '../../../helpers/random';
import { builtRuntime, RUNTIME_PATIENCE_MILLISECONDS } from '../../../helpers/runtime';
import { writeModel } from '../../../helpers/writeModel';
import { batchNorm, constant, conv, dense, modelOf, type Network, on, op, weights } from './networks';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const MAP = [2, 8, 6, 10];

/** Networks with something exact to do, and the techniques that must do it. */
const NETWORKS: Readonly<Record<string, readonly [Network, readonly string[]]>> = {
  'convolution and normalization': [
    on(MAP, conv('c', 'x', 8, 16), batchNorm('y', 'c', 16)),
    ['fold-batch-norm'],
  ],
  'with bias, groups and stride': [
    on(
      MAP,
      conv('c', 'x', 8, 16, { bias: true, groups: 4, stride: 2 }),
      batchNorm('y', 'c', 16, { epsilon: { kind: 'float', value: 0.01 } }),
    ),
    ['fold-batch-norm'],
  ],
  'transposed convolution': [
    on(
      MAP,
      op('ConvTranspose', ['x', 't.w'], 'c', { kernel_shape: [3, 3] }, [weights('t.w', [8, 5, 3, 3])]),
      batchNorm('y', 'c', 5),
    ),
    ['fold-batch-norm'],
  ],
  'fully connected': [
    on([3, 20], dense('c', 'x', 20, 12, { as: 'gemm-transposed', bias: true }), batchNorm('y', 'c', 12)),
    ['fold-batch-norm'],
  ],
  'weights in Constant nodes': [
    on(MAP, conv('c', 'x', 8, 16, { bias: true, constant: true }), batchNorm('y', 'c', 16)),
    ['fold-batch-norm'],
  ],
  'pooling behind 1x1': [
    on(MAP, conv('c', 'x', 8, 32, { kernel: 1, bias: true }), op('GlobalAveragePool', 'c', 'y')),
    ['late-reorder'],
  ],
  'pooling in windows behind 1x1 and normalization': [
    on(
      MAP,
      conv('c', 'x', 8, 32, { kernel: 1 }),
      batchNorm('n', 'c', 32),
      op('AveragePool', 'n', 'y', { kernel_shape: [2, 2], strides: [2, 2] }),
    ),
    ['late-reorder'],
  ],
  'identities, duplicates, dead ends, constants': [
    on(
      MAP,
      op('Relu', 'x', 'a'),
      op('Relu', 'x', 'b'),
      op('Add', ['a', 'b'], 't'),
      op('Identity', 't', 's'),
      op('Sigmoid', 's', 'dead'),
      { nodes: [constant(weights('k', [8, 1, 1]))] },
      op('Neg', 'k', 'm'),
      op('Mul', ['s', 'm'], 'y'),
    ),
    ['remove-identity', 'remove-duplicates', 'remove-dead', 'fold-constants'],
  ],
};

describe('exact rewrites, run', () => {
  const host = createNodeHost({ runtime: builtRuntime });
  const engine = createEngine(host);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-exact-'));
  after(() => {
    host.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  before(() => {
    const random = seeded(5);
    // Positive, so that variances are.
    const values = Float32Array.from({ length: 20_000 }, () => 0.1 + random.next());
    writeFileSync(path.join(folder, 'weights.bin'), new Uint8Array(values.buffer));
  });

  for (const [title, [network, techniques]] of Object.entries(NETWORKS))
    it(title, async function () {
      this.timeout(RUNTIME_PATIENCE_MILLISECONDS);
      const file = path.join(folder, `${title.replaceAll(/\W+/g, '-')}.onnx`);
      writeFileSync(file, writeModel(modelOf({ ...network, opset: 17 })));
      const { suggestions } = await engine.suggest(file, OPTIONS, { trivial: true });
      const exact = suggestions.filter((one) => one.exact && techniques.includes(one.technique));
      assert.deepEqual(new Set(exact.map(({ technique }) => technique)), new Set(techniques));
      const request = {
        ids: exact.map(({ id }) => id),
        out: file.replace('.onnx', '.new.onnx'),
        verify: true,
      };
      const { verification, after: now, promised } = await engine.rewrite(file, OPTIONS, request);
      const [output] = verification?.outputs ?? [];
      assert.ok(output && output.maxRelativeError <= 1e-5, String(output?.maxRelativeError));
      assert.deepEqual(now, promised);
    });
});
