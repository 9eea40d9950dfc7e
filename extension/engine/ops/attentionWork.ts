import { add, call, type Dim, mul, product, sub, sum } from '../ir/dim';
import type { Factor, NodeView, Work } from './op';

/** What every attention operator comes down to; `keys` counts past ones too. */
export interface AttentionSizes {
  readonly batch: Dim;
  readonly heads: Dim;
  readonly queries: Dim;
  readonly keys: Dim;
  readonly keyDepth: Dim;
  readonly valueDepth: Dim;
}

/** What an operator does beside scores, softmax and weighted sum. */
export interface AttentionExtras {
  /** Tensors added to the scores. */
  readonly masks: number;
  readonly projections?: readonly Factor[];
  /** Element operations on queries, keys and values: biases, rotations. */
  readonly elementOps?: Dim;
  /** With a causal mask: keys that the first query sees besides its own. */
  readonly causalFrom?: Dim | null;
}

const SOFTMAX = 5;
/** Dividing, tanh, multiplying. */
const SOFTCAP = 3;

/**
 * MACs `B * heads * queries * keys * (keyDepth + valueDepth)`: scores and weighted sum; causal masks and windows do not
 * reduce them. Per score: softmax 5, one addition per mask, 3 where softcap squashes it. Scaling is folded into the queries.
 */
export function attentionWork(view: NodeView, sizes: AttentionSizes, extras: AttentionExtras): Work {
  const { batch, heads, queries, keys, keyDepth, valueDepth } = sizes;
  const capped = view.float('softcap', 0) !== 0;
  const scores = product([batch, heads, queries, keys]);
  const perScore = SOFTMAX + extras.masks + (capped ? SOFTCAP : 0);
  const each: readonly Factor[] = [
    { label: 'B', value: batch },
    { label: 'heads', value: heads },
    { label: 'Lq', value: queries },
    { label: 'Lkv', value: keys },
  ];
  const products = [
    [...each, { label: 'Dk', value: keyDepth }],
    [...each, { label: 'Dv', value: valueDepth }],
  ];
  const projected = extras.projections === undefined ? [] : [extras.projections];
  const from = extras.causalFrom ?? null;
  return {
    macs: [...projected, ...products],
    ...(from !== null && { causalMacs: [...projected, ...causalProducts(sizes, from)] }),
    macOperands: view.has(1) ? [0, 1] : [0, 0],
    elementOps: sum([mul(scores, perScore), extras.elementOps ?? 0]),
    transcendentals: mul(scores, capped ? 2 : 1),
  };
}

/**
 * Query i sees `from + i + 1` keys, as far as there are any: of n new keys and n queries `n * (n + 1) / 2` scores are left,
 * and all with the keys before them.
 */
function causalProducts(sizes: AttentionSizes, from: Dim): readonly (readonly Factor[])[] {
  const { batch, heads, queries, keys, keyDepth, valueDepth } = sizes;
  const stepped = call('min', [queries, sub(keys, from)]);
  const scores = sum([
    mul(stepped, from),
    mul(mul(stepped, add(stepped, 1)), 0.5),
    mul(sub(queries, stepped), keys),
  ]);
  const each: readonly Factor[] = [
    { label: 'B', value: batch },
    { label: 'heads', value: heads },
    { label: 'visible', value: scores },
  ];
  return [
    [...each, { label: 'Dk', value: keyDepth }],
    [...each, { label: 'Dv', value: valueDepth }],
  ];
}

/** Masks among the inputs: those of the slots that are given. */
export function countGiven(view: NodeView, slots: readonly number[]): number {
  return slots.filter((slot) => view.has(slot)).length;
}
