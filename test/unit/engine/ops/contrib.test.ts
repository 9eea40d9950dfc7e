import assert from 'node:assert/strict';
import type { DType } from '../../../../extension/engine/ir/dtype';
import type { Shape, TensorFacts } from '../../../../extension/engine/ir/tensor';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { ROOMS } from '../../../../extension/engine/ops/registry';
import { type Costs, costsOf, whyUnknown } from '../../../helpers/costs';
import { f32, int, ints, shown, solveAll } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

const SPECS = ROOMS.flat();

function infer(op: string, setup: NodeSetup): readonly string[] {
  return solveAll(SPECS, op, { domain: 'com.microsoft', opset: 1, ...setup }).map(shown);
}

function costs(op: string, setup: NodeSetup): Costs {
  return costsOf(SPECS, op, { domain: 'com.microsoft', opset: 1, ...setup });
}

function unknown(op: string, setup: NodeSetup): string {
  return whyUnknown(SPECS, op, { domain: 'com.microsoft', opset: 1, ...setup });
}

function of(dtype: DType): (...shape: Shape) => TensorFacts {
  return (...shape) => tensor(dtype, shape);
}

const u8 = of('uint8');
const i8 = of('int8');
const f16 = of('float16');
const scale = f32();

describe('convolutions and poolings with channels last', () => {
  // 8 channels to 16 by 3 x 3 on 10 x 12, stride 2 and padding 1: 5 x 6.
  const attributes = { strides: [2, 2], pads: [1, 1, 1, 1] };

  it('take the weight as ever', () => {
    const setup = { inputs: [f32(1, 10, 12, 8), f32(16, 8, 3, 3), f32(16)], attributes };
    for (const op of ['NhwcConv', 'NhwcFusedConv']) {
      assert.deepEqual(infer(op, setup), ['float32 1x5x6x16']);
      assert.deepEqual(costs(op, setup), { macs: 30 * 16 * 8 * 9, elementOps: 480, transcendentals: 0 });
    }
    const fused = { ...setup, attributes: { ...attributes, activation: 'Relu' } };
    assert.equal(costs('NhwcFusedConv', fused).elementOps, 960);
  });

  it('are told by an attribute of the quantized one', () => {
    const rest = [scale, u8(), i8(16, 8, 3, 3), scale, i8(), scale, u8()];
    const last = { inputs: [u8(1, 10, 12, 8), ...rest], attributes: { ...attributes, channels_last: 1 } };
    const first = { inputs: [u8(1, 8, 10, 12), ...rest], attributes };
    assert.deepEqual(infer('QLinearConv', last), ['uint8 1x5x6x16']);
    assert.deepEqual(infer('QLinearConv', first), ['uint8 1x16x5x6']);
    for (const setup of [last, first]) assert.equal(costs('QLinearConv', setup).macs, 30 * 16 * 8 * 9);
  });

  it('pool', () => {
    const setup = { inputs: [i8(1, 8, 10, 3)], attributes: { kernel_shape: [2, 2], strides: [2, 2] } };
    assert.equal(infer('NhwcMaxPool', setup)[0], 'int8 1x4x5x3');
    assert.equal(costs('NhwcMaxPool', setup).elementOps, 60 * 4);
  });

  it('pad a transposed one by an input', () => {
    const inputs = [f32(1, 8, 5, 5), f32(8, 4, 3, 3), ints(1, 1, 1, 1), f32(4)];
    const setup = { inputs, attributes: { strides: [2, 2] } };
    // (5 - 1) * 2 + 3 - 2 = 9
    assert.deepEqual(infer('ConvTransposeWithDynamicPads', setup), ['float32 1x4x9x9']);
    assert.deepEqual(costs('ConvTransposeWithDynamicPads', setup), {
      macs: 8 * 25 * 4 * 9,
      elementOps: 324,
      transcendentals: 0,
    });
    const open = { ...setup, inputs: inputs.with(2, tensor('int64', [4])) };
    assert.deepEqual(infer('ConvTransposeWithDynamicPads', open), ['float32 1x4xout0.axis 2xout0.axis 3']);
  });
});

describe('quantized matrices', () => {
  it('multiply 16-bit integers', () => {
    const product = (a: DType, b: DType): readonly string[] =>
      infer('MatMulInteger16', { inputs: [tensor(a, [2, 3]), tensor(b, [3, 4])] });
    assert.deepEqual(product('int16', 'uint16'), ['int32 2x4']);
    assert.deepEqual(product('uint16', 'uint16'), ['uint32 2x4']);
    assert.equal(costs('MatMulInteger16', { inputs: [of('int16')(2, 3), of('int16')(3, 4)] }).macs, 24);
  });

  it('unpack weights in several ways', () => {
    const K = 64;
    const N = 10;
    const a = f16(2, 5, 64);
    const packed: readonly [string, NodeSetup][] = [
      ['MatMulBnb4', { inputs: [a, u8(320), f16(10)], attributes: { K, N, block_size: 64, quant_type: 1 } }],
      ['MatMulFpQ4', { inputs: [a, u8(400), ints(64, 10)] }],
      ['MatMulBlockQuantizedFp4Weight', { inputs: [a, u8(10, 32), u8(10, 4), scale] }],
      ['MatMulBlockQuantizedFp8Weight', { inputs: [a, of('float8e4m3fn')(10, 64), f32(10, 1)] }],
    ];
    for (const [op, setup] of packed) {
      assert.deepEqual(infer(op, setup), ['float16 2x5x10'], op);
      assert.deepEqual(costs(op, setup), { macs: 6400, elementOps: 0, transcendentals: 0 }, op);
    }
    const back = { inputs: [f16(2, 10), u8(320), f16(10)], attributes: { K, N, transB: 0 } };
    assert.deepEqual(infer('MatMulBnb4', back), ['float16 2x64']);
  });

  it('fuse an activation, or change the type', () => {
    const gelu = { inputs: [f32(2, 3), f32(3, 4), f32(4)] };
    assert.deepEqual(costs('GemmFastGelu', gelu), { macs: 24, elementOps: 16, transcendentals: 8 });
    const float8 = of('float8e4m3fn');
    const setup = { inputs: [float8(2, 3), float8(4, 3)], attributes: { transB: 1, dtype: 10 } };
    assert.deepEqual(infer('GemmFloat8', setup), ['float16 2x4']);
    assert.equal(costs('GemmFloat8', setup).macs, 24);
  });
});

describe('DynamicQuantizeLSTM', () => {
  it('counts as LSTM, its matrices transposed', () => {
    const inputs = [f32(7, 2, 5), i8(1, 5, 12), i8(1, 3, 12), f32(1, 24)];
    const setup = { inputs, outputs: 3 };
    assert.deepEqual(infer('DynamicQuantizeLSTM', setup), [
      'float32 7x1x2x3',
      'float32 1x2x3',
      'float32 1x2x3',
    ]);
    // 7 steps, batch 2, 4 gates of 3 units, 5 features and 3 units in.
    assert.deepEqual(costs('DynamicQuantizeLSTM', setup), {
      macs: 7 * 2 * 4 * 3 * (5 + 3),
      elementOps: 7 * 2 * 3 * 17,
      transcendentals: 7 * 2 * 3 * 5,
    });
  });
});

describe('attention of onnxruntime', () => {
  it('is quantized', () => {
    const inputs = [u8(2, 4, 8), i8(8, 24), f32(24), scale, scale];
    const setup = { inputs, attributes: { num_heads: 2 }, outputs: 2 };
    assert.deepEqual(infer('QAttention', setup), ['float32 2x4x8', 'float32 2x2x2x4x4']);
    // Projections 8 x 24 for 8 tokens; 2 x 2 heads with 4 x 4 scores of depth 4, twice.
    assert.deepEqual(costs('QAttention', setup), {
      macs: 8 * 8 * 24 + 2 * 2 * 16 * 8,
      elementOps: 64 * 5 + 8 * 24,
      transcendentals: 64,
    });
    const past = [...inputs, null, null, null, f32(2, 2, 2, 6, 4)];
    assert.equal(infer('QAttention', { ...setup, inputs: past })[1], 'float32 2x2x2x10x4');
    assert.equal(costs('QAttention', { ...setup, inputs: past }).macs, 1536 + 2 * 2 * 4 * 10 * 8);
  });

  it('decodes a token at a time', () => {
    const cache = f32(2, 2, 9, 4);
    const inputs = [f32(2, 1, 8), f32(2, 1, 8), f32(2, 1, 8), null, null, cache, cache];
    const setup = { inputs, attributes: { num_heads: 2 }, outputs: 3 };
    assert.deepEqual(infer('DecoderMaskedMultiHeadAttention', setup), [
      'float32 2x1x8',
      'float32 2x2x10x4',
      'float32 2x2x10x4',
      // The scores, which are not asked for.
      'float32 2x2x1x10',
    ]);
    assert.equal(costs('DecoderMaskedMultiHeadAttention', setup).macs, 2 * 2 * 10 * 8);
    const shared = { ...setup, inputs: [...inputs, int(9)] };
    assert.equal(infer('DecoderMaskedMultiHeadAttention', shared)[1], 'float32 2x2x9x4');
  });

  it('packs sequences, whose lengths matter unless they are all alike', () => {
    const setup = (tokens: number): NodeSetup => ({
      inputs: [f32(tokens, 8), f32(8, 24), f32(24), of('int32')(2, 4), of('int32')(3)],
      attributes: { num_heads: 2 },
    });
    assert.deepEqual(infer('PackedAttention', setup(8)), ['float32 8x8']);
    assert.equal(costs('PackedAttention', setup(8)).macs, 8 * 8 * 24 + 2 * 2 * 16 * 8);
    assert.match(unknown('PackedAttention', setup(7)), /lengths that only a run tells/);
    assert.match(unknown('SparseAttention', { inputs: [f32(1, 4, 8)] }), /layout of a run/);
  });
});

describe('mixtures of experts', () => {
  // 6 tokens of width 8 meet 2 of 4 experts with 16 inner units.
  const tokens = [f32(2, 3, 8), f32(6, 4)];

  it('count the experts that a token meets', () => {
    const inputs = [...tokens, f32(4, 16, 8), f32(4, 16), f32(4, 8, 16), f32(4, 8)];
    const setup = { inputs, attributes: { k: 2, activation_type: 'gelu' } };
    assert.deepEqual(infer('MoE', setup), ['float32 2x3x8']);
    assert.deepEqual(costs('MoE', setup), {
      macs: 6 * 2 * (16 * 8 + 8 * 16),
      // Routing, then per visit: activation 16, biases 16 + 8, weighted sum 2 * 8.
      elementOps: 6 * 4 * 5 + 12 * (16 + 24 + 16),
      transcendentals: 24 + 12 * 16,
    });
  });

  it('unpack quantized weights', () => {
    const inputs = [...tokens, u8(4, 32, 4), f32(4, 32), null, u8(4, 8, 8), f32(4, 8)];
    const attributes = { k: 2, activation_type: 'swiglu', swiglu_fusion: 1, expert_weight_bits: 4 };
    // Twice 16 inner units for the gate: 32 x 8 and 8 x 16 weights.
    assert.equal(costs('QMoE', { inputs, attributes }).macs, 12 * (32 * 8 + 8 * 16));
    // Bytes do not divide by any other number of bits.
    for (const expert_weight_bits of [8, 3, 64, -1])
      assert.equal(
        costs('QMoE', { inputs, attributes: { ...attributes, expert_weight_bits } }).macs,
        12 * (32 * 4 + 8 * 8),
      );
  });
});

describe('fused element operations', () => {
  it('split and gate', () => {
    const setup = { inputs: [f32(2, 3, 8), f32(8)] };
    assert.deepEqual(infer('BiasSplitGelu', setup), ['float32 2x3x4']);
    assert.deepEqual(costs('BiasSplitGelu', setup), { macs: 0, elementOps: 24 * 4, transcendentals: 24 });
  });

  it('add biases, skips and masks', () => {
    assert.equal(costs('BiasAdd', { inputs: [f32(2, 3), f32(3), f32(2, 3)] }).elementOps, 12);
    assert.equal(costs('BiasDropout', { inputs: [f32(2, 3), f32(3), f32(2, 3)] }).elementOps, 12);
    assert.deepEqual(infer('BiasDropout', { inputs: [f32(2, 3), f32(3)], outputs: 2 }), [
      'float32 2x3',
      'bool 2x3',
    ]);
    assert.deepEqual(costs('BiasSoftmax', { inputs: [f32(2, 3), f32(3)] }), {
      macs: 0,
      elementOps: 36,
      transcendentals: 6,
    });
  });

  it('normalize groups', () => {
    const x = f16(2, 4, 4, 8);
    const norm = { inputs: [x, f32(8), f32(8)], attributes: { groups: 4, activation: 1 } };
    assert.deepEqual(infer('GroupNorm', norm), ['float16 2x4x4x8']);
    // 256 elements, 2 * 4 roots.
    assert.deepEqual(costs('GroupNorm', norm), { macs: 0, elementOps: 256 * 6, transcendentals: 8 + 256 });
    const skip = { inputs: [...norm.inputs, x, f16(8)], attributes: { groups: 4 } };
    assert.deepEqual(infer('SkipGroupNorm', skip), ['float16 2x4x4x8', 'float16 2x4x4x8']);
    assert.deepEqual(costs('SkipGroupNorm', skip), { macs: 0, elementOps: 256 * 7, transcendentals: 8 });
  });

  it('choose and average quantized values', () => {
    const where = {
      inputs: [tensor('bool', [3]), u8(2, 1), scale, u8(), u8(1, 3), scale, u8(), scale, u8()],
    };
    assert.deepEqual(infer('QLinearWhere', where), ['uint8 2x3']);
    assert.equal(costs('QLinearWhere', where).elementOps, 6);
    const mean = { inputs: [u8(2, 3, 4), scale, u8(), scale, u8()], attributes: { axes: [1], keepdims: 0 } };
    assert.deepEqual(infer('QLinearReduceMean', mean), ['uint8 2x4']);
    assert.equal(costs('QLinearReduceMean', mean).elementOps, 24);
  });
});

describe('other operators of onnxruntime', () => {
  it('gather rows of packed tables', () => {
    const setup = {
      inputs: [u8(100, 32), of('int64')(2, 5), f16(100, 4)],
      attributes: { bits: 4, block_size: 16 },
    };
    assert.deepEqual(infer('GatherBlockQuantized', setup), ['float16 2x5x64']);
    assert.equal(costs('GatherBlockQuantized', setup).elementOps, 640);
    const signed = { ...setup, inputs: setup.inputs.with(0, of('int4')(100, 64)) };
    assert.deepEqual(infer('GatherBlockQuantized', signed), ['float16 2x5x64']);
  });

  it('crop, invert, pad, sample', () => {
    const crop = { inputs: [f32(1, 3, 20, 20), f32(5, 4), of('int32')(5), ints(7, 8)] };
    assert.deepEqual(infer('CropAndResize', crop), ['float32 5x3x7x8']);
    assert.equal(costs('CropAndResize', crop).elementOps, 5 * 3 * 56 * 4);
    assert.equal(costs('Inverse', { inputs: [f32(5, 3, 3)] }).elementOps, 2 * 5 * 27);
    assert.deepEqual(infer('Pad', { inputs: [f32(2, 3), ints(0, 1, 0, 1)] }), ['float32 2x5']);
    assert.deepEqual(infer('GridSample', { inputs: [f32(1, 3, 8, 8), f32(1, 4, 5, 2)] }), [
      'float32 1x3x4x5',
    ]);
    assert.deepEqual(infer('Trilu', { inputs: [f32(4, 4)] }), ['float32 4x4']);
  });

  it('say why a search has no price', () => {
    const search = { inputs: [of('int32')(2, 6), int(20), int(1), int(4), int(3)] };
    assert.deepEqual(infer('BeamSearch', search), ['int32 2x3x20']);
    assert.deepEqual(infer('GreedySearch', search), ['int32 2x20']);
    assert.match(unknown('BeamSearch', search), /how many tokens are generated/);
    assert.match(unknown('EPContext', {}), /compiled for a device/);
  });
});
