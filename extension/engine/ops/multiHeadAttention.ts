import { type Dim, mul, product, sub, sum } from '../ir/dim';
import { formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { attentionWork, countGiven } from './attentionWork';
import { type Heads, headShape, readHeads, withPast } from './heads';
import { unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Where a member of the family has its inputs beyond query, key and value. */
interface Slots {
  readonly bias: number;
  readonly masks: readonly number[];
  readonly pastKey: number;
  readonly sharedLength: number;
}

const MULTI_HEAD: Slots = { bias: 3, masks: [4, 5], pastKey: 6, sharedLength: 8 };
const DECODER: Slots = { bias: 10, masks: [3, 4], pastKey: 5, sharedLength: 7 };

function slotsOf(view: NodeView): Slots {
  return view.node.op === 'MultiHeadAttention' ? MULTI_HEAD : DECODER;
}

function isShared(view: NodeView): boolean {
  const { pastKey, sharedLength } = slotsOf(view);
  return view.has(pastKey) && view.has(sharedLength);
}

interface Operands {
  readonly q: Heads;
  readonly k: Heads;
  readonly v: Heads;
}

/**
 * Query `[B, L, hidden]` with key and value of the same kind or `[B, heads, L, depth]`, a packed key
 * `[B, L, heads, 2, depth]`, or a packed query `[B, L, heads, 3, depth]`.
 */
function operands(view: NodeView): Operands | string | null {
  const [query, key, value] = [0, 1, 2].map((slot) => view.input(slot).shape);
  if (!query) return null;
  const heads = view.int('num_heads');
  const packed = unpack(query);
  if (packed !== null) return { q: packed, k: packed, v: packed };
  if (!key) return null;
  const both = unpack(key);
  if (both === null && !value) return null;
  const q = readHeads(query, heads);
  const k = both ?? readHeads(key, heads);
  const v = both ?? readHeads(value ?? [], heads);
  if (q !== null && k !== null && v !== null) return { q, k, v };
  return `${formatShape(query)} and ${formatShape(key)} do not split into ${String(heads)} heads`;
}

function unpack(shape: Shape): Heads | null {
  const [batch, length, heads, , depth] = shape;
  if (batch === undefined || length === undefined || heads === undefined || depth === undefined) return null;
  return { batch, length, heads, depth };
}

/** Keys that a query meets; with a shared buffer (its length given) how full it is is a matter of the run. */
function keysOf(view: NodeView, length: Dim): Dim | null {
  return isShared(view) ? null : withPast(view, slotsOf(view).pastKey, length);
}

/** Outputs `[B, L, hidden]`, present key and value `[B, heads, keys, depth]`, and the scores. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype } = view.input(0);
  const found = operands(view);
  if (typeof found === 'string') return view.conflict(found);
  return outputShapes(view, found).map((shape) => tensor(dtype, shape));
}

function outputShapes(view: NodeView, found: Operands | null): readonly (Shape | null)[] {
  if (found === null) return [null, null, null, null];
  const { q, k, v } = found;
  const keys = keysOf(view, k.length);
  const shared = isShared(view);
  const { pastKey } = slotsOf(view);
  return [
    [q.batch, q.length, mul(q.heads, v.depth)],
    shared ? view.input(pastKey).shape : headShape(k, keys),
    shared ? view.input(pastKey + 1).shape : headShape(v, keys),
    keys === null ? null : [q.batch, q.heads, q.length, keys],
  ];
}

/** The operator holds no projections, only their bias: 1 per element of query, key and value. */
function work(view: SolvedView): Work | UnknownWork {
  const found = operands(view);
  if (typeof found === 'string') return { unknown: found };
  if (found === null)
    return unknownInput(
      view,
      [0, 1, 2].findIndex((slot) => view.input(slot).shape === null),
    );
  const { q, k, v } = found;
  const keys = keysOf(view, k.length);
  if (keys === null) return { unknown: 'how much of the past is filled is not known' };
  const { bias, masks } = slotsOf(view);
  const biased = sum(
    [q, k, v].map(({ batch, heads, length, depth }) => product([batch, heads, length, depth])),
  );
  return attentionWork(
    view,
    { batch: q.batch, heads: q.heads, queries: q.length, keys, keyDepth: q.depth, valueDepth: v.depth },
    {
      masks: countGiven(view, masks),
      elementOps: mul(biased, countGiven(view, [bias])),
      causalFrom: view.int('unidirectional', 0) === 1 ? sub(keys, q.length) : null,
    },
  );
}

function cacheOf({ pastKey }: Slots): NonNullable<OpSpec['cache']> {
  return { past: [pastKey, pastKey + 1], present: [1, 2] };
}

/** The decoder's one takes a single token and has its slots in another order. */
export const MULTI_HEAD_ATTENTION: readonly OpSpec[] = [
  {
    types: ['com.microsoft:MultiHeadAttention'],
    infer,
    work,
    parameterSlots: [MULTI_HEAD.bias],
    cache: cacheOf(MULTI_HEAD),
  },
  {
    types: ['com.microsoft:DecoderMaskedMultiHeadAttention'],
    infer,
    work,
    parameterSlots: [DECODER.bias],
    cache: cacheOf(DECODER),
  },
];
