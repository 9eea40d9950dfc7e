import { call, type Dim, divideExactly, sum } from '../ir/dim';
import type { Shape } from '../ir/tensor';
import type { NodeView } from './op';

/** A sequence of per-head vectors, however it was laid out. */
export interface Heads {
  readonly batch: Dim;
  readonly heads: Dim;
  readonly length: Dim;
  readonly depth: Dim;
}

/** `[batch, heads, length, depth]`, or `[batch, length, heads * depth]` with the number of heads; null for other ranks. */
export function readHeads(shape: Shape, heads: number | undefined): Heads | null {
  const [batch, second, third, depth] = shape;
  if (batch === undefined || second === undefined || third === undefined) return null;
  if (shape.length === 4 && depth !== undefined) return { batch, heads: second, length: third, depth };
  if (shape.length !== 3 || heads === undefined || !Number.isSafeInteger(heads) || heads < 1) return null;
  const each = divide(third, heads);
  return each === null ? null : { batch, heads, length: second, depth: each };
}

/** Quotient of a dim by a whole number; null where a known dim leaves a remainder. */
export function divide(dim: Dim, by: number): Dim | null {
  const exact = divideExactly(dim, by);
  return exact ?? (typeof dim === 'number' ? null : call('floorDiv', [dim, by]));
}

/** Length of past and new keys together; null where the past's shape is not known. The past is `[batch, heads, length, depth]`. */
export function withPast(view: NodeView, slot: number, length: Dim): Dim | null {
  if (!view.has(slot)) return length;
  const past = view.input(slot).shape?.[2];
  return past === undefined ? null : sum([past, length]);
}

export function headShape({ batch, heads, depth }: Heads, length: Dim | null): Shape | null {
  return length === null ? null : [batch, heads, length, depth];
}
