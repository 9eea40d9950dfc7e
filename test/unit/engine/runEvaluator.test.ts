import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import { createNodeHost } from '../../../extension/host/files.node';
import { memorySource } from '../../helpers/memorySource';
import { buildModel, float32Bytes } from '../../helpers/onnxBuilder';
import { builtRuntime, RUNTIME_PATIENCE_MILLISECONDS } from '../../helpers/runtime';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const SIZE = 64;

/** A weight of rank 2: factors of rank 8 hold all of it. */
const flat = Array.from({ length: SIZE * SIZE }, (_, at) => {
  const [row, column] = [Math.floor(at / SIZE), at % SIZE];
  return (Math.sin(row) * Math.cos(column) + Math.cos(2 * row) * Math.sin(column)) / 8;
});

const MODEL = buildModel({
  opsets: { '': 17 },
  graph: {
    inputs: [['x', 'float32', [4, SIZE]]],
    outputs: [['y', 'float32', [4, SIZE]]],
    nodes: [
      { op: 'MatMul', name: 'first', inputs: ['x', 'w'], outputs: ['m'] },
      { op: 'Relu', inputs: ['m'], outputs: ['n'] },
      { op: 'MatMul', name: 'second', inputs: ['n', 'w'], outputs: ['y'] },
    ],
    initializers: [{ name: 'w', dtype: 'float32', dims: [SIZE, SIZE], raw: float32Bytes(...flat) }],
  },
});

describe('rewrites on top of others', function () {
  this.timeout(RUNTIME_PATIENCE_MILLISECONDS);
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'layercost-runs-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('quantize activations that only an earlier one of them has brought', async () => {
    const file = path.join(folder, 'net.onnx');
    const out = path.join(folder, 'new.onnx');
    writeFileSync(file, MODEL);
    const engine = createEngine(createNodeHost({ runtime: builtRuntime }));
    const ids = ['low-rank@0:rank=8', 'low-rank@2:rank=8', 'int8'];
    const answer = await engine.rewrite(file, OPTIONS, { ids, out, verify: true });
    assert.deepEqual(answer.after, answer.promised);
    const [output] = answer.verification?.outputs ?? [];
    assert.ok((output?.signalToNoise ?? 0) > 25, `${output?.signalToNoise} dB`);
    const { graph } = await readOnnx(memorySource(readFileSync(out)));
    const ops = graph.nodes.map(({ op }) => op);
    assert.equal(ops.filter((op) => op === 'MatMul').length, 4);
    assert.ok(ops.filter((op) => op === 'QuantizeLinear').length >= 4, ops.join(' '));
  });
});
