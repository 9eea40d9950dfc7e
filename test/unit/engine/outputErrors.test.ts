import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import { sampleFeeds } from '../../../extension/engine/verify/feeds';
import { numbersOf } from '../../../extension/engine/verify/numbers';
import type { AnalyzeOptions } from '../../../extension/shared/engineCalls';
import { createNodeHost } from '../../../extension/host/files.node';
import { memorySource } from '../../helpers/memorySource';
import { buildModel, float32Bytes } from '../../helpers/onnxBuilder';
import { builtRuntime, RUNTIME_PATIENCE_MILLISECONDS } from '../../helpers/runtime';

const OPTIONS: AnalyzeOptions = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const [ROWS, IN, OUT] = [5, 48, 40] as const;

const even = (i: number): number => Number(i % 2 === 0);
/** The stronger of two orthogonal outer products, and their sum. */
const strong = (row: number, column: number): number => Math.sqrt(3) * even(row) * even(column);
const both = (row: number, column: number): number =>
  strong(row, column) + (1 - even(row)) * (1 - even(column));

const MODEL = buildModel({
  opsets: { '': 17 },
  graph: {
    inputs: [['x', 'float32', [ROWS, IN]]],
    outputs: [['y', 'float32', [ROWS, OUT]]],
    initializers: [
      {
        name: 'w',
        dtype: 'float32',
        dims: [IN, OUT],
        raw: float32Bytes(
          ...Array.from({ length: IN * OUT }, (_, at) => both(Math.floor(at / OUT), at % OUT)),
        ),
      },
    ],
    nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
  },
});

describe('output errors of ranks', function () {
  this.timeout(RUNTIME_PATIENCE_MILLISECONDS);
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'layercost-errors-'));
    file = path.join(folder, 'net.onnx');
    writeFileSync(file, MODEL);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('are those of the truncated weight on the same inputs', async () => {
    const engine = createEngine(createNodeHost({ runtime: builtRuntime }));
    const ids = ['low-rank@0:rank=1', 'low-rank@0:rank=2'];
    const stages: number[] = [];
    const progress = (stage: string, done: number): void => {
      if (stage === 'measuring') stages.push(done);
    };
    const found = await engine.outputErrors(file, OPTIONS, ids, { progress });
    const expected = await truncated();
    const one = found['low-rank@0:rank=1']?.rms ?? assert.fail();
    assert.ok(Math.abs(one - expected) < 1e-5, `${one} instead of ${expected}`);
    assert.ok((found['low-rank@0:rank=2']?.rms ?? 1) < 1e-6, 'the weight has rank 2');
    assert.deepEqual(stages, [0, 1]);
  });

  it('are not measured where nothing runs models, nor of source code', async () => {
    const engine = createEngine(createNodeHost());
    await assert.rejects(
      engine.outputErrors(file, OPTIONS, ['low-rank@0:rank=1']),
      /models cannot be run here/,
    );
    await assert.rejects(engine.outputErrors('net.py', OPTIONS, []), /source code holds no weights/);
  });
});

/** Norm of x(w - w1) against that of xw, w1 being the stronger product alone. */
async function truncated(): Promise<number> {
  const { graph } = await readOnnx(memorySource(MODEL));
  const x = numbersOf(sampleFeeds(graph, new Map([['x', [ROWS, IN]]])).get('x') ?? assert.fail());
  const energy = (weight: (row: number, column: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < ROWS; i++)
      for (let column = 0; column < OUT; column++) {
        let product = 0;
        for (let row = 0; row < IN; row++) product += (x[i * IN + row] ?? 0) * weight(row, column);
        sum += product ** 2;
      }
    return sum;
  };
  return Math.sqrt(energy((row, column) => both(row, column) - strong(row, column)) / energy(both));
}
