import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { specOf } from '../../../../extension/engine/ops/registry';
import { SPATIAL_OPS } from '../../../../extension/engine/ops/spatial';
import { costsOf } from '../../../helpers/costs';
import { conflictOf, f32, ints, shown, solve } from '../../../helpers/facts';
import { type NodeSetup, viewOf } from '../../../helpers/nodeView';

function infer(op: string, setup: NodeSetup): string {
  return shown(solve(SPATIAL_OPS, op, setup));
}

function operations(op: string, setup: NodeSetup): number | string {
  return costsOf(SPATIAL_OPS, op, setup).elementOps;
}

describe('GridSample', () => {
  const inputs = [f32(1, 3, 4, 4), f32(1, 6, 5, 2)];
  it('has the shape of the grid', () => {
    assert.equal(infer('GridSample', { inputs }), 'float32 1x3x6x5');
    assert.equal(
      infer('GridSample', { inputs: [f32(1, 1, 3, 2, 2), f32(1, 2, 4, 2, 3)] }),
      'float32 1x1x2x4x2',
    );
  });
  it('counts its interpolation under both names of the modes', () => {
    for (const mode of ['linear', 'bilinear'])
      assert.equal(operations('GridSample', { inputs, attributes: { mode } }), 90 * 4);
    for (const mode of ['cubic', 'bicubic'])
      assert.equal(operations('GridSample', { inputs, attributes: { mode } }), 90 * 16);
    assert.equal(operations('GridSample', { inputs, attributes: { mode: 'nearest' } }), 0);
  });
  it('has no work in an output without axes to interpolate in, as a damaged file may give it', () => {
    const view = viewOf('GridSample', { inputs: [tensor(null, null), tensor(null, null)] });
    view.solve([f32(3)]);
    const unknown = 'an output of 3 has no axes to interpolate in';
    assert.deepEqual(specOf('GridSample', '')?.work?.(view), { unknown });
  });
});

describe('AffineGrid', () => {
  it('makes a grid of the size asked for', () => {
    const flat = { inputs: [f32(2, 2, 3), ints(2, 3, 5, 6)] };
    assert.equal(infer('AffineGrid', flat), 'float32 2x5x6x2');
    assert.equal(operations('AffineGrid', flat), 2 * 5 * 6 * 2 * 4);
    assert.equal(infer('AffineGrid', { inputs: [f32(2, 3, 4), ints(2, 3, 4, 5, 6)] }), 'float32 2x4x5x6x3');
  });
});

describe('DepthToSpace and SpaceToDepth', () => {
  const attributes = { blocksize: 2 };
  it('moves channels to pixels and back', () => {
    assert.equal(infer('DepthToSpace', { inputs: [f32(1, 8, 2, 3)], attributes }), 'float32 1x2x4x6');
    assert.equal(infer('SpaceToDepth', { inputs: [f32(1, 2, 4, 6)], attributes }), 'float32 1x8x2x3');
  });
  it('keeps symbols', () => {
    const inputs = [f32(1, 3, symbol('h'), 4)];
    assert.equal(infer('SpaceToDepth', { inputs, attributes }), 'float32 1x12xfloor(h/2)x2');
  });
  it('says what does not divide', () => {
    assert.match(
      conflictOf(SPATIAL_OPS, 'DepthToSpace', { inputs: [f32(1, 6, 2, 3)], attributes }),
      /1x6x2x3/,
    );
    assert.match(
      conflictOf(SPATIAL_OPS, 'SpaceToDepth', { inputs: [f32(1, 2, 3, 6)], attributes }),
      /blocks of 2/,
    );
    for (const blocksize of [0, -1, 0.5])
      assert.match(
        conflictOf(SPATIAL_OPS, 'SpaceToDepth', { inputs: [f32(1, 2, 4, 4)], attributes: { blocksize } }),
        /blocksize/,
      );
  });
});

describe('CenterCropPad', () => {
  it('takes sizes on its axes', () => {
    assert.equal(infer('CenterCropPad', { inputs: [f32(20, 10, 3), ints(10, 7, 3)] }), 'float32 10x7x3');
    const hwc = { inputs: [f32(20, 8, 3), ints(10, 9)], attributes: { axes: [-3, -2] } };
    assert.equal(infer('CenterCropPad', hwc), 'float32 10x9x3');
  });
  it('leaves unknown sizes to the run', () => {
    const setup = { inputs: [f32(20, 8, 3), tensor('int64', [1])], attributes: { axes: [1] } };
    assert.equal(infer('CenterCropPad', setup), 'float32 20xout0.size1x3');
  });
});
