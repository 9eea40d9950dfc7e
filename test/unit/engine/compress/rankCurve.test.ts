import assert from 'node:assert/strict';
import { createEngine } from '../../../../extension/engine/api';
import { TECHNIQUES } from '../../../../extension/engine/compress/registry';
import { exploredRanks } from '../../../../extension/engine/compress/support/ranks';
import { Cancelled } from '../../../../extension/engine/diagnostics';
import type { RankCurve } from '../../../../extension/shared/compression';
import type { AnalyzeOptions } from '../../../../extension/shared/engineCalls';
import { RANK_TECHNIQUES } from '../../../../extension/shared/ranks';
import { memoryHost } from '../../../helpers/memoryHost';
import { buildModel, float32Bytes } from '../../../helpers/onnxBuilder';

const OPTIONS: AnalyzeOptions = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };

const [ROWS, IN, OUT] = [5, 48, 40] as const;
const [CHANNELS, FILTERS, SIDE] = [24, 32, 14] as const;
const SPATIAL = [CHANNELS * 3, FILTERS * 3] as const;

/** Sum of two outer products with orthogonal factors: squared singular values of 3 and 1, in some unit. */
function rankTwo(): readonly number[] {
  const even = (i: number): number => Number(i % 2 === 0);
  return Array.from({ length: IN * OUT }, (_, at) => {
    const [row, column] = [Math.floor(at / OUT), at % OUT];
    return Math.sqrt(3) * even(row) * even(column) + (1 - even(row)) * (1 - even(column));
  });
}

/** A dense layer of rank 2 in the file, and a 3x3 convolution whose weight is elsewhere. */
function models(): Readonly<Record<string, Uint8Array>> {
  const dense = buildModel({
    graph: {
      inputs: [['x', 'float32', [ROWS, IN]]],
      outputs: ['y'],
      initializers: [{ name: 'w', dtype: 'float32', dims: [IN, OUT], raw: float32Bytes(...rankTwo()) }],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], outputs: ['t'] },
        { op: 'Relu', inputs: ['t'], outputs: ['y'] },
      ],
    },
  });
  const bytes = FILTERS * CHANNELS * 9 * 4;
  const external = { location: 'gone.bin', offset: '0', length: String(bytes) };
  const conv = buildModel({
    graph: {
      inputs: [['x', 'float32', [1, CHANNELS, SIDE, SIDE]]],
      outputs: ['y'],
      initializers: [{ name: 'w', dtype: 'float32', dims: [FILTERS, CHANNELS, 3, 3], external }],
      nodes: [
        {
          op: 'Conv',
          inputs: ['x', 'w'],
          outputs: ['y'],
          attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
        },
      ],
    },
  });
  return { 'dense.onnx': dense, 'conv.onnx': conv };
}

async function curveOf(path: string, id: string): Promise<RankCurve> {
  const curve = await createEngine(memoryHost(models())).rankCurve(path, OPTIONS, id);
  assert.ok(curve);
  return curve;
}

describe('the curve over ranks', () => {
  it('prices a dense layer by its closed form at every rank', async () => {
    const curve = await curveOf('dense.onnx', 'low-rank@0:rank=8');
    assert.equal(curve.id, 'low-rank@0:rank=8');
    assert.equal(curve.full, OUT);
    assert.equal(curve.breakEven, Math.floor((IN * OUT) / (IN + OUT)));
    assert.deepEqual(curve.before, { macs: ROWS * IN * OUT, params: IN * OUT, weightBytes: 4 * IN * OUT });
    assert.equal(curve.layerMacs, ROWS * IN * OUT);
    assert.deepEqual(
      curve.points.map((point) => ({ ...point, energy: null })),
      Array.from({ length: OUT }, (_, i) => ({
        rank: i + 1,
        energy: null,
        id: `low-rank@0:rank=${i + 1}`,
        macs: ROWS * (i + 1) * (IN + OUT),
        params: (i + 1) * (IN + OUT),
        weightBytes: 4 * (i + 1) * (IN + OUT),
      })),
    );
  });

  it('says what a matrix of rank 2 keeps: 3/4, then all', async () => {
    const { points } = await curveOf('dense.onnx', 'low-rank@0:rank=37');
    assert.ok(Math.abs((points[0]?.energy ?? NaN) - 0.75) < 1e-6);
    for (const { energy } of points.slice(1)) assert.ok(energy !== null && energy > 1 - 1e-6);
  });

  it('prices a convolution whose weights are not there', async () => {
    const curve = await curveOf('conv.onnx', 'spatial-svd@0:rank=16');
    const [columns, rows] = SPATIAL;
    assert.equal(curve.full, Math.min(columns, rows));
    assert.equal(curve.breakEven, Math.floor((FILTERS * CHANNELS * 9) / (columns + rows)));
    assert.ok(curve.points.length <= 64 && curve.points.length > 8);
    for (const { rank, macs, params, energy } of curve.points) {
      assert.equal(macs, SIDE * SIDE * rank * (columns + rows));
      assert.equal(params, rank * (columns + rows));
      assert.equal(energy, null);
    }
  });

  it('is there for every rank as the one that is asked with, and for no other technique', async () => {
    const engine = createEngine(memoryHost(models()));
    const one = await engine.rankCurve('dense.onnx', OPTIONS, 'low-rank@0:rank=1');
    const other = await engine.rankCurve('dense.onnx', OPTIONS, 'low-rank@0:rank=40');
    assert.deepEqual(one?.points, other?.points);
    assert.equal(await engine.rankCurve('dense.onnx', OPTIONS, 'float16'), null);
    await assert.rejects(engine.rankCurve('dense.onnx', OPTIONS, 'low-rank@0:rank=41'), /no suggestion/);
    await assert.rejects(engine.rankCurve('dense.onnx', OPTIONS, 'low-rank@1:rank=8'), /no suggestion/);
    assert.deepEqual(
      TECHNIQUES.filter(({ ranks }) => ranks).map(({ id }) => id),
      [...RANK_TECHNIQUES],
    );
  });

  it('comes to what the same rank comes to when it is chosen', async () => {
    const engine = createEngine(memoryHost(models()));
    const curve = await engine.rankCurve('dense.onnx', OPTIONS, 'low-rank@0:rank=8');
    for (const { id, macs, params, weightBytes } of (curve?.points ?? []).filter(
      ({ rank }) => rank % 7 === 0,
    )) {
      const { after, applied } = await engine.combine('dense.onnx', OPTIONS, [id]);
      assert.deepEqual(applied, [id]);
      assert.deepEqual([after.macs, after.params, after.weightBytes], [macs, params, weightBytes]);
    }
  });

  it('stops when nobody waits for it any more', async () => {
    const engine = createEngine(memoryHost(models()));
    const signal = { aborted: false };
    let seen = 0;
    const progress = (stage: string): void => {
      if (stage === 'ranks') signal.aborted = ++seen === 3;
    };
    const asked = engine.rankCurve('dense.onnx', OPTIONS, 'low-rank@0:rank=8', { signal, progress });
    await assert.rejects(asked, Cancelled);
    assert.equal(seen, 3);
  });
});

describe('ranks to be looked at', () => {
  it('are all of a small layer, and at most 64 of a large one, with those that matter', () => {
    assert.deepEqual(exploredRanks(5, 3, 9), [1, 2, 3, 4, 5]);
    for (const full of [64, 65, 480, 511, 512, 4096, 100_003]) {
      const ranks = exploredRanks(full, 37, 250);
      assert.ok(ranks.length <= 64 && ranks.length > 25, `${full}: ${ranks.length}`);
      for (const rank of [1, 37, full]) assert.ok(ranks.includes(rank), `${full}: ${rank}`);
      assert.deepEqual(
        ranks,
        [...new Set(ranks)].sort((a, b) => a - b),
      );
    }
    assert.deepEqual(exploredRanks(100).slice(0, 4), [1, 2, 4, 6]);
  });
});
