import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { SPECTRAL_OPS } from '../../../../extension/engine/ops/spectral';
import { costsOf, whyUnknown } from '../../../helpers/costs';
import { conflictOf, f32, int, shown, solve } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

function infer(op: string, setup: NodeSetup): string {
  return shown(solve(SPECTRAL_OPS, op, setup));
}

describe('DFT', () => {
  const real = f32(1, 10, 10, 1);
  const half = f32(1, 6, 10, 2);
  // Shapes from ONNX's own examples, before and since the axis became an input.
  it('infers spectra and signals', () => {
    assert.equal(infer('DFT', { opset: 19, inputs: [real] }), 'float32 1x10x10x2');
    assert.equal(infer('DFT', { opset: 20, inputs: [real, null, int(2)] }), 'float32 1x10x10x2');
    assert.equal(
      infer('DFT', { opset: 19, inputs: [real], attributes: { onesided: 1 } }),
      'float32 1x6x10x2',
    );
    const back = { onesided: 1, inverse: 1 };
    assert.equal(infer('DFT', { opset: 19, inputs: [half], attributes: back }), 'float32 1x10x10x1');
    const since = { opset: 20, inputs: [half, null, int(1)], attributes: back };
    assert.equal(infer('DFT', since), 'float32 1x10x10x1');
  });
  it('transforms the axis before the last one since opset 20', () => {
    const setup = { opset: 20, inputs: [f32(3, 4, 16, 1)], attributes: { onesided: 1 } };
    assert.equal(infer('DFT', setup), 'float32 3x4x9x2');
  });
  it('takes a length', () => {
    assert.equal(infer('DFT', { opset: 19, inputs: [real, int(16)] }), 'float32 1x16x10x2');
  });
  it('leaves the shape unknown where the axis is', () => {
    const inputs = [real, int(16), tensor('int64', [])];
    assert.equal(infer('DFT', { opset: 20, inputs }), 'float32 ?');
  });
  it('counts 5 n log2 n per complex transform, half of it per real one', () => {
    const complex = { opset: 19, inputs: [f32(2, 16, 2)] };
    assert.equal(costsOf(SPECTRAL_OPS, 'DFT', complex).elementOps, 2 * 5 * 16 * 4);
    assert.equal(costsOf(SPECTRAL_OPS, 'DFT', { opset: 19, inputs: [f32(2, 16, 1)] }).elementOps, 2 * 160);
    const open = { opset: 19, inputs: [f32(2, symbol('n'), 1)] };
    assert.match(whyUnknown(SPECTRAL_OPS, 'DFT', open), /length of the transform/);
  });
});

describe('STFT', () => {
  it('frames the signal', () => {
    const byLength = { inputs: [f32(1, 128, 1), int(8), null, int(16)] };
    assert.equal(infer('STFT', byLength), 'float32 1x15x9x2');
    assert.equal(infer('STFT', { inputs: [f32(1, 128, 1), int(8), f32(16)] }), 'float32 1x15x9x2');
    // 15 real transforms of 16 points: 2.5 * 16 * 4 each.
    assert.equal(costsOf(SPECTRAL_OPS, 'STFT', byLength).elementOps, 15 * 160);
  });
  it('says what does not fit, and survives a step of 0', () => {
    assert.match(
      conflictOf(SPECTRAL_OPS, 'STFT', { inputs: [f32(1, 8, 1), int(1), null, int(16)] }),
      /do not fit/,
    );
    assert.equal(infer('STFT', { inputs: [f32(1, 128, 1), int(0), null, int(16)] }), 'float32 ?');
    assert.equal(infer('STFT', { inputs: [f32(1, 128, 1), int(8), null, int(15.5)] }), 'float32 ?');
  });
});

describe('MelWeightMatrix', () => {
  it('has a row per bin of a one-sided spectrum', () => {
    assert.equal(infer('MelWeightMatrix', { inputs: [int(8), int(16)] }), 'float32 9x8');
  });
});
