import { call, type Dim, mul, product, sub, sum } from '../ir/dim';
import { formatShape } from '../ir/shape';
import { scalarOf, type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { attentionWork, countGiven } from './attentionWork';
import { divide } from './heads';
import { unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { ROTATION } from './rotary';

const PAST_KEY = 3;
const TOTAL_LENGTH = 6;

interface Sizes {
  readonly batch: Dim;
  readonly queries: Dim;
  /** New keys, without the past. */
  readonly added: Dim;
  readonly depth: Dim;
  readonly heads: number;
  readonly keyHeads: number;
}

/** Query `[B, L, heads * depth]` beside key and value, or all three packed into it along the last axis. */
function sizesOf(view: NodeView): Sizes | string | null {
  const query = view.input(0).shape;
  const heads = view.int('num_heads', 0);
  const keyHeads = view.int('kv_num_heads', 0);
  if (![heads, keyHeads].every((count) => Number.isSafeInteger(count) && count > 0))
    return `num_heads is ${heads} and kv_num_heads ${keyHeads}`;
  if (query === null) return null;
  const [batch, queries, width] = query;
  if (batch === undefined || queries === undefined || width === undefined)
    return `${formatShape(query)} is not a batch of sequences`;
  const depth = divide(width, view.has(1) ? heads : heads + 2 * keyHeads);
  if (depth === null) return `${formatShape(query)} does not split into ${heads} heads`;
  const added = view.has(1) ? view.input(1).shape?.[1] : queries;
  return added === undefined ? null : { batch, queries, added, depth, heads, keyHeads };
}

/** Keys in all, as input 6 says; without a past they are the new ones, else the run decides. */
function keysOf(view: NodeView, added: Dim): Dim {
  const total = scalarOf(view.input(TOTAL_LENGTH));
  if (total !== null) return total;
  const past = view.has(PAST_KEY) ? view.input(PAST_KEY).shape?.[2] : 0;
  return past === 0 ? added : view.dataCount('totalLength');
}

/** Outputs `[B, L, heads * depth]`, present key and value `[B, keyHeads, keys, depth]`: the past's buffer, grown where too short. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype } = view.input(0);
  const cache = view.has(PAST_KEY) ? view.input(PAST_KEY).dtype : dtype;
  const sizes = sizesOf(view);
  if (typeof sizes === 'string') return view.conflict(sizes);
  if (sizes === null) return [tensor(dtype, null), tensor(cache, null), tensor(cache, null)];
  const { batch, queries, depth, heads } = sizes;
  const present = tensor(cache, presentShape(view, sizes));
  return [tensor(dtype, [batch, queries, mul(depth, heads)]), present, present];
}

function presentShape(view: NodeView, { batch, added, depth, keyHeads }: Sizes): Shape | null {
  const keys = keysOf(view, added);
  if (!view.has(PAST_KEY)) return [batch, keyHeads, keys, depth];
  const past = view.input(PAST_KEY).shape;
  const buffer = past?.[2];
  if (past === null || buffer === undefined) return null;
  return past.map((dim, axis) => (axis === 2 ? call('max', [buffer, keys]) : dim));
}

/** Attention over all keys; with do_rotary the queries and new keys are rotated first. */
function work(view: SolvedView): Work | UnknownWork {
  const sizes = sizesOf(view);
  if (typeof sizes === 'string') return { unknown: sizes };
  if (sizes === null) return unknownInput(view, view.input(0).shape === null ? 0 : 1);
  const { batch, queries, added, depth, heads, keyHeads } = sizes;
  const keys = keysOf(view, added);
  const rotated = product([batch, depth, sum([mul(queries, heads), mul(added, keyHeads)])]);
  return attentionWork(
    view,
    { batch, heads, queries, keys, keyDepth: depth, valueDepth: depth },
    {
      masks: countGiven(view, [10]),
      // Onnxruntime's is causal without being asked.
      causalFrom: sub(keys, queries),
      elementOps: view.int('do_rotary', 0) === 1 ? mul(rotated, ROTATION) : 0,
    },
  );
}

export const GROUP_QUERY_ATTENTION: OpSpec = {
  types: ['com.microsoft:GroupQueryAttention'],
  infer,
  work,
  cache: { past: [PAST_KEY, PAST_KEY + 1], present: [1, 2] },
};
