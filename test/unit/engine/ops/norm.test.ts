import assert from 'node:assert/strict';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { LAYER_NORM_OPS } from '../../../../extension/engine/ops/layerNorm';
import { NORM_OPS } from '../../../../extension/engine/ops/norm';
import { SOFTMAX_OPS } from '../../../../extension/engine/ops/softmax';
import { costsOf } from '../../../helpers/costs';
import { conflictOf, f32, shown, solve, solveAll } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

const OPS = [...NORM_OPS, ...LAYER_NORM_OPS, ...SOFTMAX_OPS];

function costs(op: string, setup: NodeSetup): readonly (number | string)[] {
  const { macs, elementOps, transcendentals } = costsOf(OPS, op, setup);
  return [macs, elementOps, transcendentals];
}

describe('BatchNormalization', () => {
  const inputs = [tensor('float16', [2, 3, 4, 5]), f32(3), f32(3), f32(3), f32(3)];
  it('keeps the shape and counts 2 per element', () => {
    assert.equal(shown(solve(OPS, 'BatchNormalization', { inputs })), 'float16 2x3x4x5');
    assert.deepEqual(costs('BatchNormalization', { inputs }), [0, 240, 0]);
  });
  it('gives running statistics in training', () => {
    const setup = { inputs, outputs: 3, attributes: { training_mode: 1 } };
    assert.deepEqual(solveAll(OPS, 'BatchNormalization', setup).slice(0, 3).map(shown), [
      'float16 2x3x4x5',
      'float32 3',
      'float32 3',
    ]);
  });
  it('takes scale and bias alone as parameters', () => {
    const spec = OPS.find(({ types }) => types.includes('BatchNormalization'));
    assert.deepEqual(spec?.parameterSlots, [1, 2]);
  });
});

describe('normalization over groups', () => {
  const inputs = [f32(2, 6, 4, 5)];
  // 240 elements, 5 operations each; one root per group.
  it('counts a root per instance and channel', () => {
    assert.deepEqual(costs('InstanceNormalization', { inputs }), [0, 1200, 12]);
  });
  it('counts a root per group', () => {
    assert.deepEqual(costs('GroupNormalization', { inputs, attributes: { num_groups: 3 } }), [0, 1200, 6]);
  });
  it('counts a root per vector of LpNormalization', () => {
    assert.deepEqual(costs('LpNormalization', { inputs }), [0, 1200, 48]);
    assert.deepEqual(costs('LpNormalization', { inputs, attributes: { axis: 1 } }), [0, 1200, 40]);
  });
  it('counts a root per channel of MeanVarianceNormalization', () => {
    assert.deepEqual(costs('MeanVarianceNormalization', { inputs }), [0, 1200, 6]);
    assert.deepEqual(
      costs('MeanVarianceNormalization', { inputs, attributes: { axes: [2, 3] } }),
      [0, 1200, 12],
    );
  });
  it('counts a power per element of LRN', () => {
    assert.deepEqual(costs('LRN', { inputs, attributes: { size: 5 } }), [0, 1200, 240]);
  });
});

describe('LayerNormalization', () => {
  const inputs = [tensor('float16', [2, 3, 4, 5]), f32(5)];
  it('normalizes from its axis on, statistics in the stash type', () => {
    const setup = { inputs, outputs: 3, attributes: { axis: 2 } };
    assert.deepEqual(solveAll(OPS, 'LayerNormalization', setup).map(shown), [
      'float16 2x3x4x5',
      'float32 2x3x1x1',
      'float32 2x3x1x1',
    ]);
    assert.deepEqual(costs('LayerNormalization', setup), [0, 600, 6]);
  });
  it('defaults to the last axis', () => {
    assert.deepEqual(costs('LayerNormalization', { inputs }), [0, 600, 24]);
    assert.deepEqual(costs('RMSNormalization', { inputs }), [0, 600, 24]);
  });
  it('refuses an axis that is not there', () => {
    assert.match(
      conflictOf(OPS, 'LayerNormalization', { inputs, attributes: { axis: 4 } }),
      /2x3x4x5 has no axis 4/,
    );
  });
});

describe('fused layer normalization', () => {
  const domain = 'com.microsoft';
  it('adds skip and bias', () => {
    const inputs = [f32(2, 3, 8), f32(2, 3, 8), f32(8), f32(8), f32(8)];
    const setup = { domain, inputs, outputs: 4 };
    assert.equal(solveAll(OPS, 'SkipLayerNormalization', setup).map(shown).at(-1), 'float32 2x3x8');
    assert.deepEqual(costs('SkipLayerNormalization', setup), [0, 48 * 7, 6]);
    assert.deepEqual(costs('SkipSimplifiedLayerNormalization', { domain, inputs: inputs.slice(0, 3) }), [
      0,
      48 * 6,
      6,
    ]);
  });
  it('embeds words, positions and segments', () => {
    const ids = tensor('int32', [2, 7]);
    const inputs = [ids, ids, f32(100, 16), f32(32, 16), f32(2, 16), f32(16), f32(16)];
    const setup = { domain, inputs, outputs: 2 };
    assert.deepEqual(solveAll(OPS, 'EmbedLayerNormalization', setup).slice(0, 2).map(shown), [
      'float32 2x7x16',
      'int32 2',
    ]);
    assert.deepEqual(costs('EmbedLayerNormalization', setup), [0, 2 * 7 * 16 * 7, 14]);
  });
});

describe('Softmax and its kin', () => {
  const inputs = [f32(3, 4, 5)];
  it('counts 5 operations and one exp per element', () => {
    assert.deepEqual(costs('Softmax', { inputs }), [0, 300, 60]);
  });
  it('counts a logarithm per row of LogSoftmax', () => {
    assert.deepEqual(costs('LogSoftmax', { inputs, opset: 13 }), [0, 300, 60 + 12]);
    assert.deepEqual(costs('LogSoftmax', { inputs, opset: 13, attributes: { axis: 0 } }), [0, 300, 60 + 20]);
  });
  it('takes rows in front of the axis before opset 13', () => {
    assert.deepEqual(costs('LogSoftmax', { inputs, opset: 11 }), [0, 300, 60 + 3]);
    assert.deepEqual(costs('LogSoftmax', { inputs, opset: 11, attributes: { axis: 2 } }), [0, 300, 60 + 12]);
  });
  it('counts a comparison per element of Hardmax', () => {
    assert.deepEqual(costs('Hardmax', { inputs }), [0, 60, 0]);
  });
  it('keeps shape and type', () => {
    assert.equal(shown(solve(OPS, 'Softmax', { inputs: [tensor('bfloat16', [2, 3])] })), 'bfloat16 2x3');
  });
  it('refuses an axis that is not there', () => {
    assert.match(conflictOf(OPS, 'Softmax', { inputs, attributes: { axis: 3 } }), /no axis 3/);
  });
});
