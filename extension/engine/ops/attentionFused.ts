import { add, type Dim, equal, mul, product, sub, sum } from '../ir/dim';
import { formatShape } from '../ir/shape';
import { scalarOf, type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { attentionWork, countGiven } from './attentionWork';
import { divide } from './heads';
import { unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Where a member of the family has its inputs beyond the first three, and the slot whose type the results have. */
interface Slots {
  readonly masks: readonly number[];
  readonly past: number;
  readonly pastLength: number;
  readonly typed: number;
}

const FLOAT: Slots = { masks: [3, 5], past: 4, pastLength: 6, typed: 0 };
const QUANTIZED: Slots = { masks: [5], past: 8, pastLength: -1, typed: 3 };

function slotsOf(view: NodeView): Slots {
  return view.node.op === 'QAttention' ? QUANTIZED : FLOAT;
}

interface Sizes {
  readonly batch: Dim;
  readonly length: Dim;
  readonly features: Dim;
  /** Widths of the projected queries, keys and values. */
  readonly widths: readonly [Dim, Dim, Dim];
  readonly heads: number;
}

/** Inputs: input `[B, L, features]`, weights `[features, q + k + v]`, bias, mask_index, past, attention_bias. */
function sizesOf(view: NodeView): Sizes | string | null {
  const x = view.input(0).shape;
  const heads = view.int('num_heads', 0);
  if (!Number.isSafeInteger(heads) || heads < 1) return `num_heads is ${heads}`;
  if (x === null) return null;
  const [batch, length, features] = x;
  if (batch === undefined || length === undefined || features === undefined)
    return `${formatShape(x)} is not a batch of sequences`;
  const widths = projectionWidths(view);
  return widths === null ? null : { batch, length, features, widths, heads };
}

function projectionWidths(view: NodeView): readonly [Dim, Dim, Dim] | null {
  const [q, k, v] = view.ints('qkv_hidden_sizes') ?? [];
  if (q !== undefined && k !== undefined && v !== undefined) return [q, k, v];
  const total = view.input(1).shape?.[1];
  const third = total === undefined ? null : divide(total, 3);
  return third === null ? null : [third, third, third];
}

/** Past and new tokens; with a shared buffer input 6 tells how much of it is filled. Null where that is not known. */
function keysOf(view: NodeView, length: Dim): Dim | null {
  const slots = slotsOf(view);
  if (!view.has(slots.past)) return length;
  const past = sharesBuffer(view)
    ? scalarOf(view.input(slots.pastLength))
    : view.input(slots.past).shape?.[3];
  return past === undefined || past === null ? null : add(past, length);
}

function sharesBuffer(view: NodeView): boolean {
  return view.int('past_present_share_buffer', 0) === 1;
}

/** Outputs `[B, L, v]` and present, which like past is `[2, B, heads, keys, depth]`. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype } = view.input(slotsOf(view).typed);
  const sizes = sizesOf(view);
  if (typeof sizes === 'string') return view.conflict(sizes);
  if (sizes === null) return [tensor(dtype, null), tensor(dtype, null)];
  const { batch, length, widths } = sizes;
  return [tensor(dtype, [batch, length, widths[2]]), tensor(dtype, presentShape(view, sizes))];
}

function presentShape(view: NodeView, { batch, length, widths, heads }: Sizes): Shape | null {
  const slot = slotsOf(view).past;
  if (view.has(slot) && sharesBuffer(view)) return view.input(slot).shape;
  const keys = keysOf(view, length);
  const depth = divide(widths[1], heads);
  return keys === null || depth === null ? null : [2, batch, heads, keys, depth];
}

/** The projections that the weights hold, and attention between them; the bias is 1 per projected element. */
function work(view: SolvedView): Work | UnknownWork {
  const sizes = sizesOf(view);
  if (sizes === null) return unknownInput(view, view.input(0).shape === null ? 0 : 1);
  if (typeof sizes === 'string') return { unknown: sizes };
  const { batch, length, features, widths, heads } = sizes;
  const keys = keysOf(view, length);
  const [keyDepth, valueDepth] = [divide(widths[0], heads), divide(widths[2], heads)];
  if (keys === null) return { unknown: 'how much of the past is filled is not known' };
  if (keyDepth === null || valueDepth === null)
    return { unknown: `the widths do not split into ${heads} heads` };
  const projected = product([batch, length, sum(widths)]);
  return attentionWork(
    view,
    { batch, heads, queries: length, keys, keyDepth, valueDepth },
    {
      masks: countGiven(view, slotsOf(view).masks),
      causalFrom: view.int('unidirectional', 0) === 1 ? sub(keys, length) : null,
      projections: [
        { label: 'B', value: batch },
        { label: 'L', value: length },
        { label: 'Din', value: features },
        { label: 'Dq + Dk + Dv', value: sum(widths) },
      ],
      elementOps: mul(projected, countGiven(view, [2])),
    },
  );
}

/**
 * Packed tokens `[T, features]` of sequences whose offsets `[B, L]` (input 3) tell how long they would be padded. Without
 * padding between them the operator is the one above; else the squares of the lengths are data.
 */
function inferPacked(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const widths = projectionWidths(view);
  return [tensor(dtype, shape === null || widths === null ? null : [shape[0] ?? 1, widths[2]])];
}

function packedWork(view: SolvedView): Work | UnknownWork {
  const [tokens, features] = view.input(0).shape ?? [];
  const [batch, length] = view.input(3).shape ?? [];
  const widths = projectionWidths(view);
  const heads = view.int('num_heads', 0);
  if (!Number.isSafeInteger(heads) || heads < 1) return { unknown: `num_heads is ${heads}` };
  if (tokens === undefined || features === undefined) return unknownInput(view, 0);
  if (batch === undefined || length === undefined) return unknownInput(view, 3);
  if (!equal(tokens, mul(batch, length)))
    return { unknown: 'its packed sequences have lengths that only a run tells' };
  const [keyDepth, valueDepth] = [divide(widths?.[0] ?? 0, heads), divide(widths?.[2] ?? 0, heads)];
  if (widths === null || keyDepth === null || valueDepth === null) return unknownInput(view, 1);
  return attentionWork(
    view,
    { batch, heads, queries: length, keys: length, keyDepth, valueDepth },
    {
      masks: countGiven(view, [5]),
      projections: [
        { label: 'tokens', value: tokens },
        { label: 'Din', value: features },
        { label: 'Dq + Dk + Dv', value: sum(widths) },
      ],
      elementOps: mul(product([tokens, sum(widths)]), countGiven(view, [2])),
    },
  );
}

export const CONTRIB_ATTENTION: readonly OpSpec[] = [
  {
    types: ['com.microsoft:Attention', 'com.microsoft:DecoderMaskedSelfAttention'],
    infer,
    work,
    parameterSlots: [1, 2],
    cache: { past: [FLOAT.past], present: [1] },
  },
  {
    types: ['com.microsoft:QAttention'],
    infer,
    work,
    parameterSlots: [1, 2],
    cache: { past: [QUANTIZED.past], present: [1] },
  },
  { types: ['com.microsoft:PackedAttention'], infer: inferPacked, work: packedWork, parameterSlots: [1, 2] },
];
