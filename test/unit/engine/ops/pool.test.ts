import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { POOL_OPS } from '../../../../extension/engine/ops/pool';
import { costsOf } from '../../../helpers/costs';
import { conflictOf, f32, ints, shown, solve, solveAll } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

function pool(op: string, setup: NodeSetup): string {
  return shown(solve(POOL_OPS, op, setup));
}

function operations(op: string, setup: NodeSetup): number | string {
  return costsOf(POOL_OPS, op, setup).elementOps;
}

describe('MaxPool and AveragePool', () => {
  // The examples of ONNX's documentation of MaxPool.
  const documented: readonly [string, readonly number[], NodeSetup['attributes'], string][] = [
    ['1-D', [1, 3, 32], { kernel_shape: [2] }, '1x3x31'],
    ['2-D', [1, 3, 32, 32], { kernel_shape: [2, 2] }, '1x3x31x31'],
    ['3-D', [1, 3, 32, 32, 32], { kernel_shape: [2, 2, 2] }, '1x3x31x31x31'],
    ['SAME_UPPER', [1, 3, 32, 32], { kernel_shape: [2, 2], auto_pad: 'SAME_UPPER' }, '1x3x32x32'],
    ['pads', [1, 3, 28, 28], { kernel_shape: [3, 3], pads: [2, 2, 2, 2] }, '1x3x30x30'],
    ['strides', [1, 3, 32, 32], { kernel_shape: [5, 5], strides: [3, 3] }, '1x3x10x10'],
    ['ceil_mode', [1, 1, 4, 4], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }, '1x1x2x2'],
    ['dilations', [1, 1, 4, 4], { kernel_shape: [2, 2], dilations: [2, 2] }, '1x1x2x2'],
  ];
  for (const [name, shape, attributes, expected] of documented)
    it(`infers ${name}`, () => {
      const setup = { inputs: [f32(...shape)], ...(attributes && { attributes }) };
      assert.equal(pool('MaxPool', setup), `float32 ${expected}`);
      assert.equal(pool('AveragePool', setup), `float32 ${expected}`);
    });
  it('drops a last window that would start in the padding', () => {
    // Two positions, kernel 1, stride 2: ceil gives a second window that starts behind the input.
    const attributes = { kernel_shape: [1, 1], strides: [2, 2], ceil_mode: 1 };
    assert.equal(pool('MaxPool', { inputs: [f32(1, 1, 2, 2)], attributes }), 'float32 1x1x1x1');
    assert.equal(pool('MaxPool', { inputs: [f32(1, 1, 2, 2)], attributes, opset: 10 }), 'float32 1x1x1x1');
  });
  it('gives indices as a second output', () => {
    const setup = {
      inputs: [f32(1, 1, 5, 5)],
      outputs: 2,
      attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    };
    assert.deepEqual(solveAll(POOL_OPS, 'MaxPool', setup).map(shown), ['float32 1x1x2x2', 'int64 1x1x2x2']);
  });
  it('counts the kernel per output element', () => {
    const setup = {
      inputs: [f32(1, 64, 112, 112)],
      attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    };
    assert.equal(pool('MaxPool', setup), 'float32 1x64x56x56');
    assert.equal(operations('MaxPool', setup), 64 * 56 * 56 * 9);
  });
  it('keeps symbols', () => {
    const setup = {
      inputs: [f32(symbol('n'), 8, symbol('h'), 10)],
      attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    };
    assert.equal(pool('MaxPool', setup), 'float32 nx8xfloor(h/2)x5');
  });
  it('says what does not fit, whatever the kernel', () => {
    for (const kernel of [[], [3], [0, 3], [-1, -1], [9, 9], [1e18, 1e18]])
      assert.notEqual(
        conflictOf(POOL_OPS, 'MaxPool', { inputs: [f32(1, 1, 8, 8)], attributes: { kernel_shape: kernel } }),
        '',
      );
  });
  it('leaves the shape unknown where the input is', () => {
    assert.equal(
      pool('MaxPool', { inputs: [tensor('float32', null)], attributes: { kernel_shape: [2, 2] } }),
      'float32 ?',
    );
  });
  it('pools channels-last where the quantized kin say so', () => {
    const setup = {
      domain: 'com.microsoft',
      inputs: [tensor('uint8', [1, 8, 8, 3])],
      attributes: { kernel_shape: [2, 2], strides: [2, 2], channels_last: 1 },
    };
    assert.equal(pool('QLinearAveragePool', setup), 'uint8 1x4x4x3');
    assert.equal(pool('QLinearGlobalAveragePool', setup), 'uint8 1x1x1x3');
  });
});

describe('global pooling', () => {
  it('shrinks the spatial axes to 1 and counts every input element', () => {
    const setup = { inputs: [f32(2, 3, 5, 7)] };
    for (const op of ['GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool']) {
      assert.equal(pool(op, setup), 'float32 2x3x1x1');
      assert.equal(operations(op, setup), 210);
    }
  });
});

describe('MaxUnpool', () => {
  const attributes = { kernel_shape: [2, 2], strides: [2, 2] };
  const inputs = [f32(1, 1, 2, 2), tensor('int64', [1, 1, 2, 2])];
  it('undoes a pooling', () => {
    assert.equal(pool('MaxUnpool', { inputs, attributes }), 'float32 1x1x4x4');
  });
  it('takes the shape that it is given', () => {
    assert.equal(pool('MaxUnpool', { inputs: [...inputs, ints(1, 1, 5, 5)], attributes }), 'float32 1x1x5x5');
  });
});

describe('pooling of regions', () => {
  const attributes = { output_height: 5, output_width: 5, sampling_ratio: 2 };
  const inputs = [f32(1, 2, 10, 10), f32(3, 4), tensor('int64', [3])];
  it('infers RoiAlign and counts 5 operations per sample', () => {
    assert.equal(pool('RoiAlign', { inputs, attributes }), 'float32 3x2x5x5');
    assert.equal(operations('RoiAlign', { inputs, attributes }), 3 * 2 * 25 * 4 * 5);
  });
  it('leaves the samples to the run where the ratio adapts', () => {
    const setup = { inputs, attributes: { ...attributes, sampling_ratio: 0 } };
    assert.equal(operations('RoiAlign', setup), '750*out0.samplesPerElement');
  });
  it('infers MaxRoiPool', () => {
    const setup = { inputs: [f32(1, 2, 10, 10), f32(3, 5)], attributes: { pooled_shape: [6, 6] } };
    assert.equal(pool('MaxRoiPool', setup), 'float32 3x2x6x6');
  });
});
