import assert from 'node:assert/strict';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { VISION_OPS } from '../../../../extension/engine/ops/vision';
import { costsOf, whyUnknown } from '../../../helpers/costs';
import { conflictOf, f32, ints, shown, solve } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

function infer(op: string, setup: NodeSetup): string {
  return shown(solve(VISION_OPS, op, setup));
}

describe('NonMaxSuppression', () => {
  it('leaves the number of boxes to the run', () => {
    const setup = { inputs: [f32(1, 6, 4), f32(1, 2, 6)] };
    assert.equal(infer('NonMaxSuppression', setup), 'int64 out0.boxesx3');
    assert.deepEqual(costsOf(VISION_OPS, 'NonMaxSuppression', setup), {
      macs: 0,
      elementOps: '12*out0.comparisonsPerScore',
      transcendentals: 0,
    });
  });
});

describe('Col2Im', () => {
  // Shapes from ONNX's own examples.
  const cases: readonly [readonly number[], readonly number[], readonly number[], string][] = [
    [[1, 5, 5], [5, 5], [1, 5], '1x1x5x5'],
    [[1, 9, 4], [5, 5], [3, 3], '1x1x5x5'],
    [[1, 10, 12], [3, 4, 5], [1, 1, 5], '1x2x3x4x5'],
  ];
  for (const [columns, image, block, expected] of cases)
    it(`folds ${columns.join('x')} into ${expected}`, () => {
      const setup = { inputs: [f32(...columns), ints(...image), ints(...block)] };
      assert.equal(infer('Col2Im', setup), `float32 ${expected}`);
      assert.equal(
        costsOf(VISION_OPS, 'Col2Im', setup).elementOps,
        columns.reduce((a, b) => a * b),
      );
    });
  it('says what does not divide', () => {
    const setup = { inputs: [f32(1, 7, 5), ints(5, 5), ints(1, 5)] };
    assert.match(conflictOf(VISION_OPS, 'Col2Im', setup), /1x7x5 does not divide into blocks of 1x5/);
  });
});

describe('ImageDecoder', () => {
  it('knows the channels alone', () => {
    const inputs = [tensor('uint8', [1000])];
    assert.equal(infer('ImageDecoder', { inputs }), 'uint8 out0.heightxout0.widthx3');
    assert.equal(
      infer('ImageDecoder', { inputs, attributes: { pixel_format: 'Grayscale' } }),
      'uint8 out0.heightxout0.widthx1',
    );
    assert.match(whyUnknown(VISION_OPS, 'ImageDecoder', { inputs }), /compressed/);
  });
});
