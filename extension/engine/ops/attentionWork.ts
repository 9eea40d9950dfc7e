import { type Dim, mul, product, sum } from '../ir/dim';
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
  return {
    macs: extras.projections === undefined ? products : [extras.projections, ...products],
    macOperands: view.has(1) ? [0, 1] : [0, 0],
    elementOps: sum([mul(scores, perScore), extras.elementOps ?? 0]),
    transcendentals: mul(scores, capped ? 2 : 1),
  };
}

/** Masks among the inputs: those of the slots that are given. */
export function countGiven(view: NodeView, slots: readonly number[]): number {
  return slots.filter((slot) => view.has(slot)).length;
}
