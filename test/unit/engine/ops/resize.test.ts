import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor, type TensorFacts } from '../../../../extension/engine/ir/tensor';
import { RESIZE_OPS } from '../../../../extension/engine/ops/resize';
import { costsOf } from '../../../helpers/costs';
import { conflictOf, f32, floats, ints, shown, solve } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

function infer(setup: NodeSetup, op = 'Resize'): string {
  return shown(solve(RESIZE_OPS, op, setup));
}

function byScales(x: TensorFacts, scales: readonly number[], attributes = {}): NodeSetup {
  return { inputs: [x, null, floats(...scales.map(Math.fround))], attributes };
}

function bySizes(x: TensorFacts, sizes: readonly number[], attributes = {}): NodeSetup {
  return { inputs: [x, null, null, ints(...sizes)], attributes };
}

describe('Resize', () => {
  // Shapes from ONNX's own examples.
  it('multiplies and floors by scales', () => {
    assert.equal(infer(byScales(f32(1, 1, 2, 2), [1, 1, 2, 3])), 'float32 1x1x4x6');
    assert.equal(infer(byScales(f32(1, 1, 2, 4), [1, 1, 0.6, 0.6])), 'float32 1x1x1x2');
    assert.equal(infer(byScales(f32(1, 1, 4, 4), [1, 1, 0.8, 0.8])), 'float32 1x1x3x3');
    assert.equal(infer(byScales(f32(1, 1, 2, 2), [2, 3], { axes: [2, 3] })), 'float32 1x1x4x6');
    assert.equal(infer(byScales(f32(1, 1, 2, 2), [3, 2], { axes: [3, 2] })), 'float32 1x1x4x6');
  });
  it('computes in single precision', () => {
    // 0.7 stored as float32 is 0.69999999; times 10 it rounds back to 7 in float32, though not in float64.
    assert.equal(infer(byScales(f32(1, 1, 10, 20), [1, 1, 0.7, 0.7])), 'float32 1x1x7x14');
    // 0.6 stored as float32 is 0.60000002.
    assert.equal(infer(byScales(f32(1, 1, 5, 15), [1, 1, 0.6, 0.6])), 'float32 1x1x3x9');
  });
  it('takes sizes', () => {
    assert.equal(infer(bySizes(f32(1, 1, 2, 4), [1, 1, 1, 3])), 'float32 1x1x1x3');
    assert.equal(infer(bySizes(f32(1, 3, 4, 4), [9, 10], { axes: [2, 3] })), 'float32 1x3x9x10');
  });
  it('keeps the aspect ratio', () => {
    const x = f32(1, 1, 2, 4);
    const attributes = { axes: [2, 3] };
    assert.equal(
      infer(bySizes(x, [7, 8], { ...attributes, keep_aspect_ratio_policy: 'not_larger' })),
      'float32 1x1x4x8',
    );
    assert.equal(
      infer(bySizes(x, [7, 8], { ...attributes, keep_aspect_ratio_policy: 'not_smaller' })),
      'float32 1x1x7x14',
    );
    assert.equal(
      infer(bySizes(x, [1, 3], { ...attributes, keep_aspect_ratio_policy: 'not_larger' })),
      'float32 1x1x1x2',
    );
    // Half of 3 is 1.5, which rounds up.
    assert.equal(
      infer(bySizes(f32(1, 1, 2, 3), [1, 9], { ...attributes, keep_aspect_ratio_policy: 'not_larger' })),
      'float32 1x1x1x2',
    );
  });
  it('reads the empty tensor that old exporters put for the scales', () => {
    const inputs = [f32(1, 1, 2, 2), floats(), floats(), ints(1, 1, 5, 6)];
    assert.equal(infer({ opset: 11, inputs }), 'float32 1x1x5x6');
    const scaled = [f32(1, 1, 2, 2), floats(), floats(1, 1, 2, 2), ints()];
    assert.equal(infer({ opset: 11, inputs: scaled }), 'float32 1x1x4x4');
  });
  it('reads the older forms', () => {
    assert.equal(infer({ opset: 10, inputs: [f32(1, 1, 2, 2), floats(1, 1, 2, 3)] }), 'float32 1x1x4x6');
    assert.equal(
      infer({ opset: 9, inputs: [f32(1, 1, 2, 2), floats(1, 1, 2, 3)] }, 'Upsample'),
      'float32 1x1x4x6',
    );
    const attributes = { scales: [1, 1, 2, 3] };
    assert.equal(infer({ opset: 7, inputs: [f32(1, 1, 2, 2)], attributes }, 'Upsample'), 'float32 1x1x4x6');
    const sides = { height_scale: 2, width_scale: 3 };
    assert.equal(
      infer({ opset: 1, inputs: [f32(1, 1, 2, 2)], attributes: sides }, 'Upsample'),
      'float32 1x1x4x6',
    );
  });
  it('keeps symbols', () => {
    const x = f32(symbol('n'), 8, symbol('h'), 10);
    assert.equal(infer(byScales(x, [1, 1, 2, 2])), 'float32 nx8x2*hx20');
    assert.equal(infer(byScales(x, [1, 1, 0.5, 0.5])), 'float32 nx8xfloor(h/2)x5');
  });
  it('leaves to the run what it cannot know', () => {
    const inputs = [f32(1, 3, 4, 4), null, null, tensor('int64', [4])];
    assert.equal(infer({ inputs }), 'float32 out0.size0xout0.size1xout0.size2xout0.size3');
    assert.equal(infer({ inputs: [tensor('float32', null), null, floats(1, 2)] }), 'float32 ?');
  });
  it('counts nearest 0, linear 2^d, cubic 4^d per output element', () => {
    const costs = (mode: string, scales: readonly number[]): number | string =>
      costsOf(RESIZE_OPS, 'Resize', byScales(f32(1, 3, 4, 4), scales, { mode })).elementOps;
    assert.equal(costs('nearest', [1, 1, 2, 2]), 0);
    assert.equal(costs('linear', [1, 1, 2, 2]), 3 * 64 * 4);
    assert.equal(costs('linear', [1, 1, 1, 2]), 3 * 32 * 2);
    assert.equal(costs('cubic', [1, 1, 2, 2]), 3 * 64 * 16);
    assert.equal(costs('linear', [1, 1, 1, 1]), 0);
  });
  it('says what does not fit', () => {
    const x = f32(1, 3, 4, 4);
    assert.match(conflictOf(RESIZE_OPS, 'Resize', byScales(x, [2, 2])), /2 scales do not fit/);
    assert.match(conflictOf(RESIZE_OPS, 'Resize', bySizes(x, [2, 2])), /2 sizes do not fit/);
    assert.match(conflictOf(RESIZE_OPS, 'Resize', byScales(x, [1, 1, -2, 0])), /a scale is/);
    assert.match(conflictOf(RESIZE_OPS, 'Resize', byScales(x, [2], { axes: [9] })), /axes do not fit/);
  });
});
