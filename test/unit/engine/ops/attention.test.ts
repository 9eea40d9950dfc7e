import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { ATTENTION_OPS } from '../../../../extension/engine/ops/attention';
import { costsOf, labelsOf, macsOf, whyUnknown } from '../../../helpers/costs';
import { conflictOf, f32, int, shown, solveAll } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

function infer(op: string, setup: NodeSetup): readonly string[] {
  return solveAll(ATTENTION_OPS, op, setup).map(shown);
}

describe('Attention', () => {
  const attributes = { q_num_heads: 3, kv_num_heads: 3 };
  const flat = { opset: 23, inputs: [f32(2, 4, 24), f32(2, 6, 24), f32(2, 6, 30)], attributes };
  const split = { opset: 23, inputs: [f32(2, 3, 4, 8), f32(2, 3, 6, 8), f32(2, 3, 6, 10)] };
  it('takes heads packed into the last axis or on their own', () => {
    assert.equal(infer('Attention', flat)[0], 'float32 2x4x30');
    assert.equal(infer('Attention', split)[0], 'float32 2x3x4x10');
  });
  it('counts B * heads * Lq * Lkv * (Dk + Dv)', () => {
    for (const setup of [flat, split]) {
      assert.deepEqual(costsOf(ATTENTION_OPS, 'Attention', setup), {
        macs: 2 * 3 * 4 * 6 * (8 + 10),
        elementOps: 2 * 3 * 4 * 6 * 5,
        transcendentals: 2 * 3 * 4 * 6,
      });
    }
    assert.equal(
      labelsOf(ATTENTION_OPS, 'Attention', split),
      'B * heads * Lq * Lkv * Dk + B * heads * Lq * Lkv * Dv',
    );
  });
  it('joins past keys and values, and shows the scores', () => {
    const inputs = [...flat.inputs, f32(4, 18), f32(2, 3, 12, 8), f32(2, 3, 12, 10)];
    const setup = { ...flat, inputs, outputs: 4 };
    assert.deepEqual(infer('Attention', setup), [
      'float32 2x4x30',
      'float32 2x3x18x8',
      'float32 2x3x18x10',
      'float32 2x3x4x18',
    ]);
    // A mask is one addition per score.
    assert.deepEqual(costsOf(ATTENTION_OPS, 'Attention', setup), {
      macs: 2 * 3 * 4 * 18 * 18,
      elementOps: 2 * 3 * 4 * 18 * 6,
      transcendentals: 2 * 3 * 4 * 18,
    });
  });
  it('shares keys between groups of queries', () => {
    const inputs = [f32(2, 9, 4, 8), f32(2, 3, 6, 8), f32(2, 3, 6, 8)];
    assert.equal(infer('Attention', { opset: 23, inputs })[0], 'float32 2x9x4x8');
    assert.equal(macsOf(ATTENTION_OPS, 'Attention', { opset: 23, inputs }), 2 * 9 * 4 * 6 * 16);
  });
  it('is not reduced by a causal mask', () => {
    const setup = { ...split, attributes: { is_causal: 1 } };
    assert.equal(macsOf(ATTENTION_OPS, 'Attention', setup), 2 * 3 * 4 * 6 * 18);
  });
  it('keeps symbols', () => {
    const shape = [symbol('b'), 8, symbol('s'), 64];
    const setup = { opset: 23, inputs: [f32(...shape), f32(...shape), f32(...shape)] };
    assert.deepEqual(infer('Attention', setup)[0], 'float32 bx8xsx64');
    assert.equal(macsOf(ATTENTION_OPS, 'Attention', setup), '1024*b*s^2');
  });
  it('says what does not fit', () => {
    const [q, k, v] = flat.inputs;
    const odd = {
      opset: 23,
      inputs: [q ?? null, k ?? null, v ?? null],
      attributes: { q_num_heads: 5, kv_num_heads: 3 },
    };
    assert.match(conflictOf(ATTENTION_OPS, 'Attention', odd), /do not split into heads/);
    const deep = { opset: 23, inputs: [f32(2, 3, 4, 8), f32(2, 3, 6, 9), f32(2, 3, 6, 9)] };
    assert.match(conflictOf(ATTENTION_OPS, 'Attention', deep), /differ in depth/);
  });
  it('says which shape is missing', () => {
    const setup = { opset: 23, inputs: [f32(2, 3, 4, 8), tensor('float32', null), f32(2, 3, 6, 8)] };
    assert.equal(whyUnknown(ATTENTION_OPS, 'Attention', setup), 'the shape of in1 is not known');
  });
});

describe('fused attention of onnxruntime', () => {
  const domain = 'com.microsoft';
  it('projects with the weights that Attention holds', () => {
    // BERT base: 12 heads of 64, 128 tokens: 3 projections of 768x768, 2 products of 12 * 128 * 128 * 64.
    const setup = {
      domain,
      inputs: [f32(1, 128, 768), f32(768, 2304), f32(2304), tensor('int32', [1, 128])],
      outputs: 2,
      attributes: { num_heads: 12 },
    };
    assert.deepEqual(infer('Attention', setup), ['float32 1x128x768', 'float32 2x1x12x128x64']);
    assert.deepEqual(costsOf(ATTENTION_OPS, 'Attention', setup), {
      macs: 128 * 768 * 2304 + 2 * 12 * 128 * 128 * 64,
      elementOps: 128 * 2304 + 12 * 128 * 128 * 6,
      transcendentals: 12 * 128 * 128,
    });
  });
  it('adds the past of Attention', () => {
    const inputs = [f32(1, 1, 64), f32(64, 192), null, null, f32(2, 1, 4, 31, 16)];
    const setup = { domain, inputs, outputs: 2, attributes: { num_heads: 4 } };
    assert.equal(infer('Attention', setup)[1], 'float32 2x1x4x32x16');
    assert.equal(macsOf(ATTENTION_OPS, 'Attention', setup), 64 * 192 + 4 * 32 * 32);
  });
  it('takes the layouts of MultiHeadAttention', () => {
    const attributes = { num_heads: 4 };
    const layouts: readonly NodeSetup['inputs'][] = [
      [f32(2, 5, 32), f32(2, 7, 32), f32(2, 7, 32)],
      [f32(2, 5, 32), f32(2, 4, 7, 8), f32(2, 4, 7, 8)],
      [f32(2, 5, 32), f32(2, 7, 4, 2, 8)],
    ];
    for (const inputs of layouts) {
      const setup = { domain, inputs: inputs ?? [], outputs: 1, attributes };
      assert.equal(infer('MultiHeadAttention', setup)[0], 'float32 2x5x32');
      assert.equal(macsOf(ATTENTION_OPS, 'MultiHeadAttention', setup), 2 * 4 * 5 * 7 * 16);
    }
    const packed = { domain, inputs: [f32(2, 5, 4, 3, 8)], attributes };
    assert.equal(infer('MultiHeadAttention', packed)[0], 'float32 2x5x32');
    assert.equal(macsOf(ATTENTION_OPS, 'MultiHeadAttention', packed), 2 * 4 * 5 * 5 * 16);
  });
  it('biases queries, keys and values of MultiHeadAttention', () => {
    const inputs = [f32(1, 2, 8), f32(1, 3, 8), f32(1, 3, 8), f32(24)];
    const setup = { domain, inputs, attributes: { num_heads: 2 } };
    assert.equal(
      costsOf(ATTENTION_OPS, 'MultiHeadAttention', setup).elementOps,
      2 * 2 * 3 * 5 + 16 + 24 + 24,
    );
  });
  const grouped = { num_heads: 8, kv_num_heads: 2 };
  it('groups queries over fewer keys', () => {
    const inputs = [
      f32(1, 1, 64),
      f32(1, 1, 16),
      f32(1, 1, 16),
      f32(1, 2, 100, 8),
      f32(1, 2, 100, 8),
      null,
      int(41),
    ];
    const setup = { domain, inputs, outputs: 3, attributes: grouped };
    assert.deepEqual(infer('GroupQueryAttention', setup), [
      'float32 1x1x64',
      'float32 1x2x100x8',
      'float32 1x2x100x8',
    ]);
    assert.equal(macsOf(ATTENTION_OPS, 'GroupQueryAttention', setup), 8 * 41 * 16);
  });
  it('unpacks and rotates', () => {
    const setup = { domain, inputs: [f32(1, 10, 96)], outputs: 3, attributes: { ...grouped, do_rotary: 1 } };
    assert.deepEqual(infer('GroupQueryAttention', setup).slice(0, 2), [
      'float32 1x10x64',
      'float32 1x2x10x8',
    ]);
    assert.equal(
      costsOf(ATTENTION_OPS, 'GroupQueryAttention', setup).elementOps,
      8 * 10 * 10 * 5 + 10 * (64 + 16) * 3,
    );
  });
  it('leaves the keys to the run where no length is given', () => {
    const inputs = [f32(1, 1, 64), f32(1, 1, 16), f32(1, 1, 16), f32(1, 2, 100, 8), f32(1, 2, 100, 8)];
    const setup = { domain, inputs, attributes: grouped };
    assert.equal(macsOf(ATTENTION_OPS, 'GroupQueryAttention', setup), '128*out0.totalLength');
  });
  it('survives hostile head counts', () => {
    for (const heads of [0, -1, 7, 1e300]) {
      const setup = {
        domain,
        inputs: [f32(2, 5, 32), f32(2, 7, 32), f32(2, 7, 32)],
        attributes: { num_heads: heads },
      };
      assert.notEqual(conflictOf(ATTENTION_OPS, 'MultiHeadAttention', setup), '');
    }
    assert.notEqual(
      conflictOf(ATTENTION_OPS, 'GroupQueryAttention', { domain, inputs: [f32(1, 1, 64)] }),
      '',
    );
  });
});

describe('RotaryEmbedding', () => {
  it('keeps the shape and counts 3 per rotated element', () => {
    const whole = { opset: 23, inputs: [f32(2, 4, 3, 8), f32(50, 4), f32(50, 4)] };
    assert.equal(infer('RotaryEmbedding', whole)[0], 'float32 2x4x3x8');
    assert.equal(costsOf(ATTENTION_OPS, 'RotaryEmbedding', whole).elementOps, 192 * 3);
    const part = { ...whole, attributes: { rotary_embedding_dim: 4 } };
    assert.equal(costsOf(ATTENTION_OPS, 'RotaryEmbedding', part).elementOps, 96 * 3);
  });
});
