import { mul, sub } from '../ir/dim';
import { formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { CONTRIB_ATTENTION } from './attentionFused';
import { attentionWork, countGiven } from './attentionWork';
import { FLEX_ATTENTION } from './flexAttention';
import { GROUP_QUERY_ATTENTION } from './groupQueryAttention';
import { type Heads, headShape, readHeads, withPast } from './heads';
import { LINEAR_ATTENTION } from './linearAttention';
import { unknownInput } from './support/measure';
import { MULTI_HEAD_ATTENTION } from './multiHeadAttention';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { ROTARY_EMBEDDING } from './rotary';

const PAST_KEY = 4;
const PAST_VALUE = 5;

interface Operands {
  readonly q: Heads;
  readonly k: Heads;
  readonly v: Heads;
}

/** Inputs Q, K, V, attn_mask, past_key, past_value in 3-D or 4-D. */
function operands(view: NodeView): Operands | string | null {
  const shapes = [0, 1, 2].map((slot) => view.input(slot).shape);
  const [qShape, kShape, vShape] = shapes;
  if (!qShape || !kShape || !vShape) return null;
  const keyHeads = view.int('kv_num_heads');
  const q = readHeads(qShape, view.int('q_num_heads'));
  const k = readHeads(kShape, keyHeads);
  const v = readHeads(vShape, keyHeads);
  if (q === null || k === null || v === null)
    return `${shapes.map((shape) => formatShape(shape ?? null)).join(', ')} do not split into heads`;
  if (typeof q.depth === 'number' && typeof k.depth === 'number' && q.depth !== k.depth)
    return `queries of ${formatShape(qShape)} and keys of ${formatShape(kShape)} differ in depth`;
  return { q, k, v };
}

/** Outputs Y (laid out as Q), present_key, present_value, qk_matmul_output `[batch, heads, queries, keys]`. */
function infer(view: InferView): readonly TensorFacts[] {
  const [q, k, v] = [0, 1, 2].map((slot) => view.input(slot).dtype);
  const found = operands(view);
  if (typeof found === 'string') return view.conflict(found);
  const types = [q ?? null, k ?? null, v ?? null, q ?? null];
  return outputShapes(view, found).map((shape, slot) => tensor(types[slot] ?? null, shape));
}

function outputShapes(view: NodeView, found: Operands | null): readonly (Shape | null)[] {
  if (found === null) return [null, null, null, null];
  const { q, k, v } = found;
  const keys = withPast(view, PAST_KEY, k.length);
  const rank = view.input(0).shape?.length;
  return [
    rank === 3 ? [q.batch, q.length, mul(q.heads, v.depth)] : [q.batch, q.heads, q.length, v.depth],
    headShape(k, keys),
    headShape(v, withPast(view, PAST_VALUE, v.length)),
    keys === null ? null : [q.batch, q.heads, q.length, keys],
  ];
}

function work(view: SolvedView): Work | UnknownWork {
  const found = operands(view);
  if (typeof found === 'string') return { unknown: found };
  if (found === null)
    return unknownInput(
      view,
      [0, 1, 2].findIndex((slot) => view.input(slot).shape === null),
    );
  const { q, k, v } = found;
  const keys = withPast(view, PAST_KEY, k.length);
  if (keys === null) return unknownInput(view, PAST_KEY);
  const sizes = {
    batch: q.batch,
    heads: q.heads,
    queries: q.length,
    keys,
    keyDepth: q.depth,
    valueDepth: v.depth,
  };
  const causal = view.int('is_causal', 0) === 1;
  return attentionWork(view, sizes, {
    masks: countGiven(view, [3]),
    causalFrom: causal ? sub(keys, k.length) : null,
  });
}

export const ATTENTION_OPS: readonly OpSpec[] = [
  { types: ['Attention'], infer, work, cache: { past: [PAST_KEY, PAST_VALUE], present: [1, 2] } },
  ...CONTRIB_ATTENTION,
  ...MULTI_HEAD_ATTENTION,
  GROUP_QUERY_ATTENTION,
  FLEX_ATTENTION,
  LINEAR_ATTENTION,
  ROTARY_EMBEDDING,
];
