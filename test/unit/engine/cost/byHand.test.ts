import assert from 'node:assert/strict';
import { buildReport } from '../../../../extension/engine/cost/report';
import { findProfile } from '../../../../extension/engine/hardware/builtInProfiles';
import type { Model, StoredTensor } from '../../../../extension/engine/ir/graph';
import type { DType } from '../../../../extension/engine/ir/dtype';
import { inferModel } from '../../../../extension/engine/inference/infer';
import type { Report } from '../../../../extension/shared/report';
import { border, graphOf, node, stored } from '../../../helpers/graphs';

/**
 * A network with a convolution, a residual addition, a Reshape, an embedding Gather and a Gemm, small enough to
 * be worked out by hand from the rules in docs/counting.md:
 *
 *   x [1,4,6,6] -> Conv 3x3, 4 channels, padding 1, bias -> c [1,4,6,6]
 *   c + x -> r [1,4,6,6] -> Reshape -> f [1,144] -> Gemm with bias -> g [1,8]
 *   ids [1,5] -> Gather from a table of 100 rows of 8 -> e [1,5,8]
 *
 * All numbers are float32 (4 bytes), ids int64 (8 bytes).
 */
const NETWORK: Model = {
  format: 'onnx',
  name: 'by hand',
  producer: '',
  opsets: new Map([['', 17]]),
  functions: [],
  graph: graphOf({
    inputs: [border('x', 'float32', [1, 4, 6, 6]), border('ids', 'int64', [1, 5])],
    stored: [
      weights('conv.weight', [4, 4, 3, 3]),
      weights('conv.bias', [4]),
      stored('shape', [1, 144]),
      weights('fc.weight', [144, 8]),
      weights('fc.bias', [8]),
      weights('table', [100, 8]),
    ],
    nodes: [
      node('Conv', ['x', 'conv.weight', 'conv.bias'], ['c'], { pads: [1, 1, 1, 1] }),
      node('Add', ['c', 'x'], ['r']),
      node('Reshape', ['r', 'shape'], ['f']),
      node('Gemm', ['f', 'fc.weight', 'fc.bias'], ['g']),
      node('Gather', ['table', 'ids'], ['e']),
    ],
    outputs: ['g', 'e'],
  }),
};

const X = 4 * 6 * 6 * 4;
const ROWS = 5 * 8 * 4;

/** Per layer: MACs, FLOPs, params, weight, input, output and moved bytes. */
const BY_HAND: Readonly<Record<string, readonly number[]>> = {
  // 4 output channels * 36 positions * 4 input channels * 9 taps; 1 bias addition per output element
  Conv: [5184, 2 * 5184 + 144, 148, 592, X, X, 592 + 2 * X],
  Add: [0, 144, 0, 0, 2 * X, X, 3 * X],
  // Moves nothing, although it reads 16 bytes of stored shape.
  Reshape: [0, 0, 0, 16, X, X, 0],
  Gemm: [1152, 2 * 1152 + 8, 1160, 4640, X, 32, 4640 + X + 32],
  // The table is 3,200 bytes, but only 5 rows of it are read.
  Gather: [0, 0, 800, 3200, 40, ROWS, ROWS + 40 + ROWS],
};

describe('a network priced by hand', () => {
  const report = price('horowitz-45nm');

  for (const [op, expected] of Object.entries(BY_HAND))
    it(`${op}: work and traffic`, () => {
      const layer = report.layers.find((candidate) => candidate.op === op);
      assert.ok(layer);
      const { macs, flops, params, weightBytes, inputBytes, outputBytes, movedBytes } = layer;
      assert.deepEqual([macs, flops, params, weightBytes, inputBytes, outputBytes, movedBytes], expected);
    });

  it('totals', () => {
    const { totals } = report;
    assert.equal(totals.macs, 5184 + 1152);
    assert.equal(totals.flops, 10_512 + 144 + 2312);
    assert.equal(totals.params, 148 + 1160 + 800);
    assert.equal(totals.storedElements, 148 + 2 + 1160 + 800);
    assert.equal(totals.weightBytes, 592 + 16 + 4640 + 3200);
    assert.equal(totals.movedBytes, 1744 + 1728 + 0 + 5248 + 360);
    // At the addition x, c and r are alive, and ids waits for the gather.
    assert.equal(totals.peakActivationBytes, 3 * X + 40);
    assert.equal(report.complete, true);
  });

  it('energy on horowitz-45nm: 4.6 pJ a MAC, weights at 160 pJ a byte, activations at 12.5', () => {
    closeTo(energies('horowitz-45nm'), {
      Conv: 5184 * 4.6 + 592 * 160 + 2 * X * 12.5,
      Add: 3 * X * 12.5,
      Reshape: 0,
      Gemm: 1152 * 4.6 + 4640 * 160 + (X + 32) * 12.5,
      Gather: ROWS * 160 + (40 + ROWS) * 12.5,
    });
  });

  it('energy on tpuv4i-7nm: 1.69 pJ a MAC, weights at 43.75 pJ a byte, activations at 1.75', () => {
    closeTo(energies('tpuv4i-7nm'), {
      Conv: 5184 * 1.69 + 592 * 43.75 + 2 * X * 1.75,
      Add: 3 * X * 1.75,
      Reshape: 0,
      Gemm: 1152 * 1.69 + 4640 * 43.75 + (X + 32) * 1.75,
      Gather: ROWS * 43.75 + (40 + ROWS) * 1.75,
    });
  });
});

describe('an activation larger than the 1 MiB buffer', () => {
  it('goes to DRAM whole, while one that fits stays on the chip', () => {
    // Relu on 262,145 floats (4 bytes above 1 MiB), then a mean that fits.
    const graph = graphOf({
      inputs: [border('x', 'float32', [1, 262_145])],
      nodes: [node('Relu', ['x'], ['y']), node('ReduceMean', ['y'], ['m'], { axes: [1] })],
      outputs: ['m'],
    });
    const { layers } = price('horowitz-45nm', { ...NETWORK, graph });
    assert.deepEqual(
      layers.map(({ energyPj }) => energyPj),
      [2 * 1_048_580 * 160, 1_048_580 * 160 + 4 * 12.5],
    );
  });
});

function weights(name: string, dims: readonly number[], dtype: DType = 'float32'): StoredTensor {
  return { name, dtype, dims, payload: null, raw: true, content: null };
}

function price(profileId: string, model: Model = NETWORK): Report {
  const profile = findProfile(profileId);
  assert.ok(profile);
  return buildReport(model, inferModel(model), { path: 'by-hand.onnx', dims: {}, profile, findings: [] });
}

function energies(profileId: string): Readonly<Record<string, number | null>> {
  return Object.fromEntries(price(profileId).layers.map(({ op, energyPj }) => [op, energyPj]));
}

function closeTo(
  found: Readonly<Record<string, number | null>>,
  expected: Readonly<Record<string, number>>,
): void {
  assert.deepEqual(Object.keys(found), Object.keys(expected));
  for (const [op, picojoules] of Object.entries(expected))
    assert.ok(Math.abs((found[op] ?? NaN) - picojoules) <= 1e-9 * picojoules, `${op}: ${String(found[op])}`);
}
