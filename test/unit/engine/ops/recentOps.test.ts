import assert from 'node:assert/strict';
import { ATTENTION_OPS } from '../../../../extension/engine/ops/attention';
import { CONV_OPS } from '../../../../extension/engine/ops/conv';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { costsOf } from '../../../helpers/costs';
import { conflictOf, f32, shown, solveAll } from '../../../helpers/facts';

describe('LinearAttention', () => {
  // 6 query heads of depth 4 share 2 states of 4 x 8; batch 2, 5 tokens.
  const inputs = [f32(2, 5, 24), f32(2, 5, 8), f32(2, 5, 16)];
  const heads = { q_num_heads: 6, kv_num_heads: 2 };

  it('keeps one state per key head', () => {
    const setup = { inputs: [...inputs, tensor('float16', [2, 2, 4, 8])], attributes: heads, outputs: 2 };
    assert.deepEqual(solveAll(ATTENTION_OPS, 'LinearAttention', setup).map(shown), [
      'float32 2x5x48',
      'float16 2x2x4x8',
    ]);
  });

  it('writes and reads the state once per token', () => {
    const setup = { inputs, attributes: { ...heads, update_rule: 'linear' } };
    // Per token: 2 outer products and 6 reads of 4 x 8.
    assert.deepEqual(costsOf(ATTENTION_OPS, 'LinearAttention', setup), {
      macs: 2 * 5 * (2 + 6) * 32,
      elementOps: 0,
      transcendentals: 0,
    });
  });

  it('reads it once more for a delta rule, and decays it where gated', () => {
    const decay = [...inputs, null, f32(2, 5, 2)];
    const gated = { inputs: decay, attributes: { ...heads, update_rule: 'gated' } };
    assert.deepEqual(costsOf(ATTENTION_OPS, 'LinearAttention', gated), {
      macs: 2560,
      // 2 states of 32 elements per token, and 2 exp.
      elementOps: 10 * 64 + 10 * 2,
      transcendentals: 20,
    });
    const delta = { inputs: decay, attributes: { ...heads, update_rule: 'gated_delta' } };
    assert.deepEqual(costsOf(ATTENTION_OPS, 'LinearAttention', delta), {
      macs: 2 * 5 * (4 + 6) * 32,
      elementOps: 660 + 10 * 2 * 8 * 2,
      transcendentals: 20,
    });
  });
});

describe('FlexAttention', () => {
  const domain = 'ai.onnx.preview';
  const inputs = [f32(2, 8, 4, 16), f32(2, 2, 6, 16), f32(2, 2, 6, 32)];

  it('counts as Attention', () => {
    assert.deepEqual(solveAll(ATTENTION_OPS, 'FlexAttention', { domain, inputs }).map(shown), [
      'float32 2x8x4x32',
    ]);
    assert.deepEqual(costsOf(ATTENTION_OPS, 'FlexAttention', { domain, inputs }), {
      macs: 2 * 8 * 4 * 6 * (16 + 32),
      elementOps: 384 * 5,
      transcendentals: 384,
    });
  });

  it('hands its scores to both subgraphs', () => {
    const graph = {
      name: '',
      inputs: [],
      outputs: [],
      nodes: [],
      initializers: new Map(),
      declared: new Map(),
    };
    const attribute = { kind: 'graph' as const, value: graph };
    const seen: string[] = [];
    solveAll(ATTENTION_OPS, 'FlexAttention', {
      domain,
      inputs,
      attributes: { score_mod: attribute, prob_mod: attribute },
      subgraph: (name, [scores = f32()], calls) => {
        seen.push(`${name} ${shown(scores)} x${calls === 1 ? 1 : '?'}`);
        return [];
      },
    });
    assert.deepEqual(seen, ['score_mod float32 2x8x4x6 x1', 'prob_mod float32 2x8x4x6 x1']);
  });
});

describe('CausalConvWithState', () => {
  const inputs = [f32(2, 4, 8), f32(4, 1, 3), f32(4)];

  it('is a depthwise convolution as long as its input', () => {
    const setup = { inputs, attributes: { activation: 'silu' }, outputs: 2 };
    assert.deepEqual(solveAll(CONV_OPS, 'CausalConvWithState', setup).map(shown), [
      'float32 2x4x8',
      'float32 2x4x2',
    ]);
    assert.deepEqual(costsOf(CONV_OPS, 'CausalConvWithState', setup), {
      macs: 2 * 4 * 8 * 3,
      elementOps: 128,
      transcendentals: 64,
    });
    assert.match(conflictOf(CONV_OPS, 'CausalConvWithState', { inputs: [f32(4, 8)] }), /no batch/);
  });
});
