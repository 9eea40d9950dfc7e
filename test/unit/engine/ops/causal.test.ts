import assert from 'node:assert/strict';
import { product, sum } from '../../../../extension/engine/ir/dim';
import { buildReport } from '../../../../extension/engine/cost/report';
import { findProfile } from '../../../../extension/engine/hardware/builtInProfiles';
import { inferModel } from '../../../../extension/engine/inference/infer';
import { ATTENTION_OPS } from '../../../../extension/engine/ops/attention';
import { f32, int } from '../../../helpers/facts';
import { border, graphOf, node } from '../../../helpers/graphs';
import { type NodeSetup, viewOf, workWith } from '../../../helpers/nodeView';

/** MACs that the mask leaves; undefined where there is none. */
function causal(op: string, setup: NodeSetup): unknown {
  const work = workWith(ATTENTION_OPS, viewOf(op, setup));
  if ('unknown' in work) throw new Error(work.unknown);
  return work.causalMacs && sum(work.causalMacs.map((factors) => product(factors.map(({ value }) => value))));
}

describe('a causal mask', () => {
  const attributes = { is_causal: 1 };
  const heads = 2 * 3;

  it('leaves a triangle of new keys', () => {
    const inputs = [f32(2, 3, 4, 8), f32(2, 3, 6, 8), f32(2, 3, 6, 10)];
    assert.equal(causal('Attention', { inputs }), undefined);
    // 1 + 2 + 3 + 4 scores, for keys of 8 and values of 10.
    assert.equal(causal('Attention', { inputs, attributes }), heads * 10 * 18);
  });

  it('leaves all past keys', () => {
    const inputs = [
      ...[f32(2, 3, 4, 8), f32(2, 3, 6, 8), f32(2, 3, 6, 10), null],
      ...[f32(2, 3, 12, 8), f32(2, 3, 12, 10)],
    ];
    assert.equal(causal('Attention', { inputs, attributes }), heads * (13 + 14 + 15 + 16) * 18);
  });

  it('leaves every key to queries beyond the last one', () => {
    const inputs = [f32(2, 3, 6, 8), f32(2, 3, 4, 8), f32(2, 3, 4, 10)];
    assert.equal(causal('Attention', { inputs, attributes }), heads * (1 + 2 + 3 + 4 + 4 + 4) * 18);
  });

  it("goes by other names in onnxruntime's operators, which keep their projections", () => {
    const fused = {
      domain: 'com.microsoft',
      inputs: [f32(1, 4, 8), f32(8, 24), f32(24)],
      attributes: { num_heads: 2, unidirectional: 1 },
    };
    assert.equal(causal('Attention', fused), 4 * 8 * 24 + 2 * 10 * 8);
    const separate = { ...fused, inputs: [f32(1, 4, 8), f32(1, 4, 8), f32(1, 4, 8)] };
    assert.equal(causal('MultiHeadAttention', separate), 2 * 10 * 8);
    const grouped = {
      domain: 'com.microsoft',
      inputs: [
        f32(1, 5, 32),
        f32(1, 5, 16),
        f32(1, 5, 16),
        f32(1, 2, 20, 8),
        f32(1, 2, 20, 8),
        null,
        int(12),
      ],
      attributes: { num_heads: 4, kv_num_heads: 2 },
    };
    // 12 keys in all: the first of 5 queries sees 8 of them.
    assert.equal(causal('GroupQueryAttention', grouped), 4 * (8 + 9 + 10 + 11 + 12) * 16);
  });
});

describe('a cache of keys and values', () => {
  it('is named with its bytes, beside the MACs that the mask leaves', () => {
    const profile = findProfile('horowitz-45nm', []);
    assert.ok(profile);
    const cache = [2, 3, 12, 8];
    const graph = graphOf({
      inputs: [
        ...['q', 'k', 'v'].map((name) => border(name, 'float16', [2, 3, 4, 8])),
        ...['pk', 'pv'].map((name) => border(name, 'float16', cache)),
      ],
      nodes: [
        node('Attention', ['q', 'k', 'v', '', 'pk', 'pv'], ['y', 'nk', 'nv'], {
          is_causal: { kind: 'int', value: 1 },
        }),
      ],
      outputs: ['y', 'nk', 'nv'],
    });
    const model = {
      format: 'onnx',
      name: '',
      producer: '',
      opsets: new Map([['', 24]]),
      graph,
      functions: [],
    };
    const [layer] = buildReport(model, inferModel(model), {
      path: '',
      dims: {},
      profile,
      findings: [],
    }).layers;
    assert.deepEqual(layer?.cache, {
      pastBytes: 2 * 2 * (2 * 3 * 12 * 8),
      presentBytes: 2 * 2 * (2 * 3 * 16 * 8),
    });
    assert.equal(layer.macs, 6 * 4 * 16 * 16);
    assert.equal(layer.causalMacs, 6 * (13 + 14 + 15 + 16) * 16);
  });
});
