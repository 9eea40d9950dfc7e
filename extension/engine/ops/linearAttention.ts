import { type Dim, mul, product, sum } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { divide } from './heads';
import { unknownInput } from './support/measure';
import type { Factor, InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

const PAST_STATE = 3;
const DECAY = 4;

interface Sizes {
  readonly batch: Dim;
  readonly time: Dim;
  /** Heads of queries and of results, and heads that keep a state. */
  readonly heads: number;
  readonly stateHeads: number;
  readonly keyDepth: Dim;
  readonly valueDepth: Dim;
}

/** Query, key and value `[B, T, heads * depth]`; groups of queries share the state of a key's head. */
function sizesOf(view: NodeView): Sizes | string | null {
  const [query, value] = [view.input(0).shape, view.input(2).shape];
  const queryHeads = view.int('q_num_heads', 0);
  const stateHeads = view.int('kv_num_heads', 0);
  if (![queryHeads, stateHeads].every((count) => Number.isSafeInteger(count) && count > 0))
    return `q_num_heads is ${queryHeads} and kv_num_heads ${stateHeads}`;
  if (query === null || value === null) return null;
  const [batch, time, width] = query;
  const valueWidth = value[2];
  if (batch === undefined || time === undefined || width === undefined || valueWidth === undefined)
    return `${formatShape(query)} and ${formatShape(value)} are no batches of sequences`;
  const keyDepth = divide(width, queryHeads);
  const valueDepth = divide(valueWidth, stateHeads);
  if (keyDepth === null || valueDepth === null)
    return `${formatShape(query)} and ${formatShape(value)} do not split into heads`;
  return { batch, time, heads: Math.max(queryHeads, stateHeads), stateHeads, keyDepth, valueDepth };
}

/** Outputs `[B, T, heads * dv]` and the state behind the last token, `[B, stateHeads, dk, dv]`. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype } = view.input(0);
  const sizes = sizesOf(view);
  if (typeof sizes === 'string') return view.conflict(sizes);
  const stateType = view.has(PAST_STATE) ? view.input(PAST_STATE).dtype : dtype;
  if (sizes === null) return [tensor(dtype, null), tensor(stateType, null)];
  const { batch, time, heads, stateHeads, keyDepth, valueDepth } = sizes;
  return [
    tensor(dtype, [batch, time, mul(valueDepth, heads)]),
    tensor(stateType, [batch, stateHeads, keyDepth, valueDepth]),
  ];
}

/**
 * Per token: the outer product of key and value into the state and the query's product with it, `dk * dv` MACs each; a
 * delta rule reads the state at the key first, as many again. Decay is a factor per element of the state and an exp per
 * element of the decay input; a delta rule subtracts from and scales each value.
 */
function work(view: SolvedView): Work | UnknownWork {
  const sizes = sizesOf(view);
  if (typeof sizes === 'string') return { unknown: sizes };
  if (sizes === null) return unknownInput(view, view.input(0).shape === null ? 0 : 2);
  const { batch, time, heads, stateHeads, keyDepth, valueDepth } = sizes;
  const rule = view.string('update_rule', 'gated_delta');
  const isDelta = rule.endsWith('delta');
  const product3 = (label: string, count: number): readonly Factor[] => [
    { label: 'B', value: batch },
    { label: 'T', value: time },
    { label, value: count },
    { label: 'Dk', value: keyDepth },
    { label: 'Dv', value: valueDepth },
  ];
  const states = [batch, time, stateHeads];
  const decay = rule.startsWith('gated') ? view.input(DECAY).shape : null;
  const exps = decay === null ? 0 : elementCount(decay);
  return {
    macs: [
      product3(isDelta ? '(2 kv_heads)' : 'kv_heads', isDelta ? 2 * stateHeads : stateHeads),
      product3('heads', heads),
    ],
    elementOps: sum([
      rule.startsWith('gated') ? product([...states, keyDepth, valueDepth]) : 0,
      exps,
      isDelta ? product([...states, valueDepth, 2]) : 0,
    ]),
    transcendentals: exps,
  };
}

export const LINEAR_ATTENTION: OpSpec = {
  types: ['LinearAttention', 'com.microsoft:LinearAttention'],
  infer,
  work,
  cache: { past: [PAST_STATE], present: [1] },
};
