import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { CONV_OPS } from '../../../../extension/engine/ops/conv';
import { specOf } from '../../../../extension/engine/ops/registry';
import { costsOf, labelsOf, macsOf, whyUnknown } from '../../../helpers/costs';
import { conflictOf, f32, shown, solve } from '../../../helpers/facts';
import { type NodeSetup, viewOf } from '../../../helpers/nodeView';

/** A square convolution `cin -> cout` on a square image. */
function square(
  cin: number,
  cout: number,
  size: number,
  kernel: readonly number[],
  attributes = {},
): NodeSetup {
  const group = (attributes as { group?: number }).group ?? 1;
  return { inputs: [f32(1, cin, size, size), f32(cout, cin / group, ...kernel)], attributes };
}

/** The same with the padding that keeps the size. */
function keeping(cin: number, cout: number, size: number, [kh, kw]: readonly [number, number]): NodeSetup {
  const [top, left] = [(kh - 1) / 2, (kw - 1) / 2];
  return square(cin, cout, size, [kh, kw], { pads: [top, left, top, left] });
}

function conv(setup: NodeSetup): string {
  return shown(solve(CONV_OPS, 'Conv', setup));
}

function macs(...setups: readonly NodeSetup[]): number {
  return setups.reduce((sum, setup) => sum + Number(macsOf(CONV_OPS, 'Conv', setup)), 0);
}

describe('worked examples of convolutions', () => {
  // AlexNet as published, conv2, conv4 and conv5 in two groups.
  const alexNet = [
    {
      setup: square(3, 96, 227, [11, 11], { strides: [4, 4] }),
      out: 'float32 1x96x55x55',
      macs: 105_415_200,
    },
    {
      setup: square(96, 256, 27, [5, 5], { pads: [2, 2, 2, 2], group: 2 }),
      out: 'float32 1x256x27x27',
      macs: 223_948_800,
    },
    { setup: keeping(256, 384, 13, [3, 3]), out: 'float32 1x384x13x13', macs: 149_520_384 },
    {
      setup: square(384, 384, 13, [3, 3], { pads: [1, 1, 1, 1], group: 2 }),
      out: 'float32 1x384x13x13',
      macs: 112_140_288,
    },
    {
      setup: square(384, 256, 13, [3, 3], { pads: [1, 1, 1, 1], group: 2 }),
      out: 'float32 1x256x13x13',
      macs: 74_760_192,
    },
  ];
  for (const [i, example] of alexNet.entries())
    it(`counts AlexNet's conv${i + 1}`, () => {
      assert.equal(conv(example.setup), example.out);
      assert.equal(macs(example.setup), example.macs);
    });
  it("sums AlexNet's convolutions to 666 M", () => {
    assert.equal(macs(...alexNet.map(({ setup }) => setup)), 665_784_864);
  });
  it('counts 3x3 and 5x5 from 384 to 256 channels on 13x13', () => {
    assert.equal(macs(keeping(384, 256, 13, [3, 3])), 149_520_384);
    assert.equal(macs(keeping(384, 256, 13, [5, 5])), 415_334_400);
  });
  it('counts a 5x5 split into 5x1 and 1x5', () => {
    assert.equal(macs(keeping(384, 256, 13, [5, 1]), keeping(384, 256, 13, [1, 5])), 166_133_760);
  });
  it('counts a 3x3 split into 3x1 and 1x3', () => {
    assert.equal(macs(keeping(384, 256, 13, [3, 1]), keeping(384, 256, 13, [1, 3])), 99_680_256);
  });
  it('counts a bottleneck of 1x1 and 3x3', () => {
    assert.equal(macs(keeping(256, 64, 13, [1, 1])), 2_768_896);
    assert.equal(macs(keeping(64, 384, 13, [3, 3])), 37_380_096);
  });
  it('saves 7/25 by stacking two 3x3 for a 5x5', () => {
    const [stacked, single] = [2 * macs(keeping(64, 64, 28, [3, 3])), macs(keeping(64, 64, 28, [5, 5]))];
    assert.equal(stacked * 25, single * 18);
  });
  it('saves a third by 1x3 and 3x1 in sequence', () => {
    const split = macs(keeping(64, 64, 28, [1, 3]), keeping(64, 64, 28, [3, 1]));
    assert.equal(split * 9, macs(keeping(64, 64, 28, [3, 3])) * 6);
  });
  it('reduces a convolution by 1/Cout + 1/K^2 when it is depthwise separable', () => {
    const depthwise = square(32, 32, 28, [3, 3], { pads: [1, 1, 1, 1], group: 32 });
    const separable = macs(depthwise, keeping(32, 64, 28, [1, 1]));
    assert.equal(separable / macs(keeping(32, 64, 28, [3, 3])), 1 / 64 + 1 / 9);
  });
});

describe('Conv', () => {
  // The examples of ONNX's documentation of Conv: a 5x5 (7x5) image and a 3x3 kernel.
  it('infers the documented examples', () => {
    const small = { inputs: [f32(1, 1, 5, 5), f32(1, 1, 3, 3)] };
    const tall = { inputs: [f32(1, 1, 7, 5), f32(1, 1, 3, 3)] };
    assert.equal(conv({ ...small, attributes: { pads: [1, 1, 1, 1] } }), 'float32 1x1x5x5');
    assert.equal(conv({ ...small, attributes: { pads: [0, 0, 0, 0] } }), 'float32 1x1x3x3');
    assert.equal(conv({ ...tall, attributes: { pads: [1, 1, 1, 1], strides: [2, 2] } }), 'float32 1x1x4x3');
    assert.equal(conv({ ...tall, attributes: { pads: [1, 0, 1, 0], strides: [2, 2] } }), 'float32 1x1x4x2');
    assert.equal(
      conv({ ...small, attributes: { auto_pad: 'SAME_LOWER', strides: [2, 2] } }),
      'float32 1x1x3x3',
    );
  });
  it('ignores pads when auto_pad is VALID', () => {
    assert.equal(conv(square(1, 1, 5, [3, 3], { auto_pad: 'VALID', pads: [1, 1, 1, 1] })), 'float32 1x1x3x3');
  });
  it('dilates', () => {
    // A 3-tap kernel at dilation 4 reaches over 9 positions.
    assert.equal(conv(square(1, 8, 32, [3, 3], { dilations: [4, 4] })), 'float32 1x8x24x24');
  });
  it('takes 1-D and 3-D inputs', () => {
    const line = { inputs: [f32(2, 4, 100), f32(8, 4, 5)], attributes: { strides: [2] } };
    const volume = { inputs: [f32(1, 3, 8, 16, 16), f32(6, 3, 3, 3, 3)] };
    assert.equal(conv(line), 'float32 2x8x48');
    assert.equal(labelsOf(CONV_OPS, 'Conv', line), 'N * Cout * Lout * Cin/groups * k');
    assert.equal(conv(volume), 'float32 1x6x6x14x14');
    assert.equal(
      labelsOf(CONV_OPS, 'Conv', volume),
      'N * Cout * Dout * Hout * Wout * Cin/groups * kd * kh * kw',
    );
  });
  it('keeps symbols', () => {
    const [n, h] = [symbol('n'), symbol('h')];
    const setup = {
      inputs: [f32(n, 3, h, 224), f32(64, 3, 7, 7)],
      attributes: { strides: [2, 2], pads: [3, 3, 3, 3] },
    };
    assert.equal(conv(setup), 'float32 nx64xfloor((h + 1)/2)x112');
    assert.equal(
      conv({ inputs: [f32(n, 3, h, h), f32(8, 3, 3, 3)], attributes: { pads: [1, 1, 1, 1] } }),
      'float32 nx8xhxh',
    );
  });
  it('counts the bias as one operation per output element', () => {
    const setup = { inputs: [f32(1, 3, 8, 8), f32(4, 3, 1, 1), f32(4)] };
    assert.deepEqual(costsOf(CONV_OPS, 'Conv', setup), { macs: 768, elementOps: 256, transcendentals: 0 });
  });
  it('says what does not fit', () => {
    assert.match(conflictOf(CONV_OPS, 'Conv', square(3, 8, 5, [7, 7])), /7x7 does not fit into 5x5/);
    assert.match(
      conflictOf(CONV_OPS, 'Conv', { inputs: [f32(1, 4, 8, 8), f32(8, 3, 3, 3)] }),
      /channels of input 1x4x8x8 and weight 8x3x3x3/,
    );
    assert.match(conflictOf(CONV_OPS, 'Conv', { inputs: [f32(1, 4, 8), f32(8, 4, 3, 3)] }), /ranks/);
    assert.match(
      conflictOf(CONV_OPS, 'Conv', square(3, 8, 8, [3, 3], { kernel_shape: [5, 5] })),
      /kernel_shape/,
    );
    assert.match(conflictOf(CONV_OPS, 'Conv', square(4, 5, 8, [3, 3], { group: 2 })), /5 output channels/);
  });
  it('survives hostile attributes', () => {
    for (const attributes of [
      { strides: [0, 1] },
      { strides: [-2, 1] },
      { dilations: [0, 0] },
      { pads: [1] },
      { group: 0 },
      { group: -3 },
      { strides: [1e300, 1e300] },
      { pads: [-100, -100, -100, -100] },
    ])
      assert.notEqual(conflictOf(CONV_OPS, 'Conv', square(4, 4, 8, [3, 3], attributes)), '');
  });
  it('leaves the shape unknown where an input is', () => {
    const setup = { inputs: [tensor('float16', null), f32(8, 3, 3, 3)] };
    assert.equal(conv(setup), 'float16 ?');
    assert.equal(whyUnknown(CONV_OPS, 'Conv', setup), 'the shape of out0 is not known');
  });
});

describe('ConvTranspose', () => {
  function transposed(setup: NodeSetup): string {
    return shown(solve(CONV_OPS, 'ConvTranspose', setup));
  }
  // The examples of ONNX's documentation: a 3x3 image, one input and two output channels.
  const inputs = [f32(1, 1, 3, 3), f32(1, 2, 3, 3)];
  it('infers the documented examples', () => {
    assert.equal(transposed({ inputs }), 'float32 1x2x5x5');
    assert.equal(transposed({ inputs: [f32(1, 1, 3), f32(1, 2, 3)] }), 'float32 1x2x5');
    assert.equal(transposed({ inputs: [f32(1, 1, 3, 4, 5), f32(1, 2, 3, 3, 3)] }), 'float32 1x2x5x6x7');
    assert.equal(
      transposed({ inputs, attributes: { strides: [3, 2], output_shape: [10, 8] } }),
      'float32 1x2x10x8',
    );
    assert.equal(
      transposed({ inputs, attributes: { strides: [3, 2], output_padding: [1, 1] } }),
      'float32 1x2x10x8',
    );
    assert.equal(
      transposed({ inputs, attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] } }),
      'float32 1x2x6x6',
    );
    assert.equal(
      transposed({ inputs, attributes: { strides: [3, 2], pads: [1, 2, 1, 2] } }),
      'float32 1x2x7x3',
    );
    assert.equal(
      transposed({ inputs: [f32(1, 1, 3, 3), f32(1, 1, 2, 2)], attributes: { dilations: [2, 2] } }),
      'float32 1x1x5x5',
    );
    assert.equal(
      transposed({
        inputs: [f32(1, 2, 3, 3), f32(2, 1, 3, 3)],
        attributes: { group: 2, strides: [3, 2], output_padding: [1, 1] },
      }),
      'float32 1x2x10x8',
    );
  });
  it('counts by its input', () => {
    // Every of the 2x4x5x5 inputs meets 3 output channels of its group and 2x2 taps.
    const setup = {
      inputs: [f32(2, 4, 5, 5), f32(4, 3, 2, 2), f32(6)],
      attributes: { group: 2, strides: [2, 2] },
    };
    assert.equal(transposed(setup), 'float32 2x6x10x10');
    assert.deepEqual(costsOf(CONV_OPS, 'ConvTranspose', setup), {
      macs: 2 * 4 * 5 * 5 * 3 * 2 * 2,
      elementOps: 2 * 6 * 10 * 10,
      transcendentals: 0,
    });
  });
  it('refuses pads that eat everything', () => {
    assert.match(
      conflictOf(CONV_OPS, 'ConvTranspose', { inputs, attributes: { pads: [9, 9, 9, 9] } }),
      /pads take more/,
    );
  });
});

describe('kin of Conv', () => {
  const u8 = tensor('uint8', [1, 3, 8, 8]);
  it('gives ConvInteger 32-bit sums', () => {
    const setup = { inputs: [u8, tensor('uint8', [4, 3, 3, 3])] };
    assert.equal(shown(solve(CONV_OPS, 'ConvInteger', setup)), 'int32 1x4x6x6');
    assert.equal(macsOf(CONV_OPS, 'ConvInteger', setup), 4 * 36 * 27);
  });
  it("gives QLinearConv its output zero point's type", () => {
    const scale = f32();
    const zero = tensor('uint8', []);
    const setup = {
      inputs: [
        u8,
        scale,
        zero,
        tensor('int8', [4, 3, 3, 3]),
        scale,
        tensor('int8', []),
        scale,
        zero,
        tensor('int32', [4]),
      ],
      attributes: { pads: [1, 1, 1, 1] },
    };
    assert.equal(shown(solve(CONV_OPS, 'QLinearConv', setup)), 'uint8 1x4x8x8');
    assert.deepEqual(costsOf(CONV_OPS, 'QLinearConv', setup), {
      macs: 6912,
      elementOps: 256,
      transcendentals: 0,
    });
  });
  it('counts what FusedConv fused', () => {
    const setup = {
      domain: 'com.microsoft',
      inputs: [f32(1, 3, 8, 8), f32(4, 3, 1, 1), f32(4), f32(1, 4, 8, 8)],
      attributes: { activation: 'Relu' },
    };
    assert.equal(costsOf(CONV_OPS, 'FusedConv', setup).elementOps, 3 * 256);
  });
  it('interpolates and masks the samples of DeformConv', () => {
    // 1x1x2x2 outputs of 1x1x3x3 inputs, each of 2x2 taps: 16 samples of 4 + 1 operations.
    const setup = {
      inputs: [f32(1, 1, 3, 3), f32(1, 1, 2, 2), f32(1, 8, 2, 2), null, f32(1, 4, 2, 2)],
    };
    assert.equal(shown(solve(CONV_OPS, 'DeformConv', setup)), 'float32 1x1x2x2');
    assert.deepEqual(costsOf(CONV_OPS, 'DeformConv', setup), {
      macs: 16,
      elementOps: 80,
      transcendentals: 0,
    });
    const flat = viewOf('DeformConv', { inputs: [f32(1), f32(1), f32(1), null, f32(1)] });
    flat.solve([f32(1)]);
    assert.deepEqual(specOf('DeformConv', '')?.work?.(flat), {
      unknown: 'a weight of 1 has no axes to interpolate in',
    });
  });
});
