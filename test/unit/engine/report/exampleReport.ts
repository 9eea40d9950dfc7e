import type { Report, ReportLayer, ReportTensor } from '../../../../extension/shared/report';

const IMAGE: ReportTensor = { name: 'x', dtype: 'float32', shape: [1, 3, 8, 8] };
const FEATURES: ReportTensor = { name: 'c', dtype: 'float32', shape: [1, 8, 8, 8] };
const RECTIFIED: ReportTensor = { ...FEATURES, name: 'r' };
const FLAT: ReportTensor = { name: 'f', dtype: 'float32', shape: [1, 512] };
const SCORES: ReportTensor = { name: 'y', dtype: 'float32', shape: [1, 10] };

/**
 * Conv 3 to 8 channels 3x3, Relu, Flatten, Gemm 512 to 10, worked out by hand at horowitz-45nm: 4.6 pJ a float32
 * MAC, 160 pJ a byte of weights, 12.5 pJ a byte of activations (all fit the buffer).
 */
export const EXAMPLE: Report = {
  schema: 1,
  model: { path: 'models/tiny.onnx', format: 'onnx', name: 'tiny', entry: '' },
  dims: { batch: 1 },
  symbols: [{ name: 'batch', kind: 'declared', value: 1, assumed: true }],
  inputs: [{ ...IMAGE, assumed: true }],
  outputs: [SCORES],
  hardware: 'horowitz-45nm',
  totals: {
    macs: 13_824 + 5_120,
    flops: 2 * 13_824 + 512 + 512 + 2 * 5_120 + 10,
    params: 224 + 5_130,
    storedElements: 224 + 5_130,
    weightBytes: 896 + 20_520,
    movedBytes: 3_712 + 4_096 + 22_608,
    peakActivationBytes: 4_096,
    energy: { computePj: 87_142.4, memoryPj: 3_539_060, totalPj: 3_626_202.4 },
  },
  complete: true,
  layers: [
    layer('Conv', 0, [IMAGE], FEATURES, {
      name: '/features/conv/Conv',
      scope: ['features', 'conv'],
      macs: 8 * 8 * 8 * 3 * 3 * 3,
      flops: 2 * 13_824 + 512,
      params: 8 * 27 + 8,
      weightElements: 224,
      weightBytes: 896,
      inputBytes: 768,
      outputBytes: 2_048,
      movedBytes: 896 + 768 + 2_048,
      energyPj: 13_824 * 4.6 + 896 * 160 + (768 + 2_048) * 12.5,
      intensity: 13_824 / 3_712,
      formula: {
        expression: 'N * Cout * Hout * Wout * Cin * kh * kw',
        numbers: '1 * 8 * 8 * 8 * 3 * 3 * 3',
      },
      attributes: { strides: '1 1', kernel_shape: '3 3' },
      origins: ['n0'],
    }),
    layer('Relu', 1, [FEATURES], RECTIFIED, {
      name: '/features/relu/Relu',
      scope: ['features', 'relu'],
      flops: 512,
      inputBytes: 2_048,
      outputBytes: 2_048,
      movedBytes: 4_096,
      energyPj: 4_096 * 12.5,
      intensity: 0,
    }),
    layer('Flatten', 2, [RECTIFIED], FLAT, { inputBytes: 2_048, outputBytes: 2_048 }),
    layer('Gemm', 3, [FLAT], SCORES, {
      name: 'classifier',
      macs: 512 * 10,
      flops: 2 * 5_120 + 10,
      params: 5_130,
      weightElements: 5_130,
      weightBytes: 20_520,
      inputBytes: 2_048,
      outputBytes: 40,
      movedBytes: 20_520 + 2_048 + 40,
      energyPj: 5_120 * 4.6 + 20_520 * 160 + (2_048 + 40) * 12.5,
      intensity: 5_120 / 22_608,
    }),
  ],
  diagnostics: [
    {
      severity: 'info',
      code: 'assumed-dim',
      message: 'The dim batch is not bound and was taken as 1; give --dim batch=N.',
      layer: null,
    },
  ],
};

/** The same with a last layer whose cost is not known, and a finding that says so. */
export const INCOMPLETE: Report = {
  ...EXAMPLE,
  complete: false,
  layers: [
    ...EXAMPLE.layers,
    layer(
      'Mystery',
      4,
      [SCORES],
      { name: 'z', dtype: null, shape: null },
      {
        name: 'odd',
        domain: 'com.example',
        calls: null,
        macs: null,
        flops: null,
        params: null,
        weightElements: null,
        weightBytes: null,
        outputBytes: null,
        movedBytes: null,
        energyPj: null,
        unknown: 'com.example.Mystery is not a known operator',
      },
    ),
  ],
  diagnostics: [
    ...EXAMPLE.diagnostics,
    {
      severity: 'warning',
      code: 'unsupported-operator',
      message: 'com.example.Mystery is not a known operator; its cost is missing from the totals.',
      layer: 'L4',
    },
  ],
};

/** Text that is harmful where it is printed as it is. */
export const HOSTILE =
  "=cmd|' /C calc'!A0\x1b]0;owned\x07\u202e<img src=x onerror=alert(1)>|`x`@all\"\n,\x9b31m";

/** Characters that no output may hold besides line breaks. */
export const UNSEEN = /(?!\n)\p{Cc}|\u202e/u;

/** The example with hostile text in every place that a file can fill. */
export const HOSTILE_REPORT: Report = {
  ...EXAMPLE,
  model: { path: `a${HOSTILE}.onnx`, format: 'onnx', name: HOSTILE, entry: '' },
  dims: { [HOSTILE]: 2 },
  symbols: [{ name: HOSTILE, kind: 'declared', value: 2, assumed: false }],
  inputs: [{ name: HOSTILE, dtype: 'float32', shape: [HOSTILE], assumed: false }],
  hardware: HOSTILE,
  layers: EXAMPLE.layers.map((each) => ({
    ...each,
    name: HOSTILE,
    op: HOSTILE,
    path: HOSTILE,
    scope: [HOSTILE],
    outputs: [{ name: HOSTILE, dtype: 'float32', shape: [HOSTILE, 2] }],
    attributes: { [HOSTILE]: HOSTILE },
    unknown: HOSTILE,
  })),
  diagnostics: [{ severity: 'error', code: HOSTILE, message: HOSTILE, layer: 'L0' }],
};

function layer(
  op: string,
  index: number,
  inputs: readonly ReportTensor[],
  output: ReportTensor,
  facts: Partial<ReportLayer>,
): ReportLayer {
  return {
    id: `L${index}`,
    name: '',
    op,
    path: '',
    index,
    scope: [],
    calls: 1,
    inputs,
    outputs: [output],
    macs: 0,
    flops: 0,
    params: 0,
    weightElements: 0,
    weightBytes: 0,
    inputBytes: 0,
    outputBytes: 0,
    movedBytes: 0,
    energyPj: 0,
    intensity: null,
    source: null,
    unknown: null,
    ...facts,
  };
}
