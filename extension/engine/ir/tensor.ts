import type { Dim } from './dim';
import type { DType } from './dtype';

export type Shape = readonly Dim[];

/**
 * Elements of a small tensor, row-major, or one value that fills a tensor of any size. An element is null
 * where it is not known. Booleans are 0 and 1; floats are numbers too.
 */
export type Content =
  | { readonly kind: 'elements'; readonly values: readonly (Dim | null)[] }
  | { readonly kind: 'fill'; readonly value: Dim };

/** Larger tensors are never followed by value: shapes do not depend on them. */
export const MAX_TRACKED_ELEMENTS = 1024;

/** More axes than any model has. Longer shapes are unknown. */
export const MAX_RANK = 64;

/** What is known of a tensor. Null means unknown: the type, even the rank, or the content. */
export interface TensorFacts {
  readonly dtype: DType | null;
  readonly shape: Shape | null;
  readonly content: Content | null;
  /** Where this is no tensor but a value that holds some: type, shape and content are null then. */
  readonly holds?: Holding;
}

/** A sequence, an optional or a map, by what it holds. */
export interface Holding {
  readonly kind: 'sequence' | 'optional' | 'map';
  /** What is true of every element; of a map, of every value. */
  readonly element: TensorFacts;
  /** How many elements; null where that is not known. An optional holds 1 or 0. */
  readonly count: Dim | null;
  /** The elements one by one, where they are few and known. */
  readonly items: readonly TensorFacts[] | null;
}

/** Longer sequences are followed as a whole. */
export const MAX_TRACKED_ITEMS = 256;

/** Of what is held in what is held, more is not followed: a sequence in a sequence in a sequence doubles with each. */
const MAX_HELD = 1024;

export const UNKNOWN_TENSOR: TensorFacts = { dtype: null, shape: null, content: null };

/** A tensor without known content. */
export function tensor(dtype: DType | null, shape: Shape | null): TensorFacts {
  return { dtype, shape, content: null };
}

/** A value that holds tensors; of what nests beyond all reason, less is said. */
export function holding(
  kind: Holding['kind'],
  element: TensorFacts,
  count: Dim | null = null,
  items: readonly TensorFacts[] | null = null,
): TensorFacts {
  const all = items !== null && heldBy(items) <= MAX_HELD ? items : null;
  const each = heldBy([element]) <= MAX_HELD ? element : UNKNOWN_TENSOR;
  return { ...UNKNOWN_TENSOR, holds: { kind, element: each, count, items: all } };
}

/** How many facts these are with all that they hold, at most one more than are followed. */
function heldBy(facts: readonly TensorFacts[]): number {
  let count = 0;
  const open = [...facts];
  for (let next = open.pop(); next && count <= MAX_HELD; next = open.pop()) {
    count++;
    if (next.holds) open.push(next.holds.element, ...(next.holds.items ?? []));
  }
  return count;
}

export function elements(values: readonly (Dim | null)[]): Content {
  return { kind: 'elements', values };
}

export function fill(value: Dim): Content {
  return { kind: 'fill', value };
}

/** A one-dimensional int64 tensor with these elements: what shapes are made of. */
export function int64Vector(values: readonly (Dim | null)[]): TensorFacts {
  return { dtype: 'int64', shape: [values.length], content: elements(values) };
}

/** All elements of a tensor, expanding a fill; null where they are not known or too many to follow. */
export function valuesOf(facts: TensorFacts): readonly (Dim | null)[] | null {
  const { content } = facts;
  if (content === null || content.kind === 'elements') return content?.values ?? null;
  const count = facts.shape?.reduce<number | null>(
    (n, dim) => (n === null || typeof dim !== 'number' ? null : n * dim),
    1,
  );
  if (count === null || count === undefined || !(count >= 0 && count <= MAX_TRACKED_ELEMENTS)) return null;
  return new Array<Dim>(count).fill(content.value);
}

/** The single element of a scalar or one-element tensor; null where it is not known. */
export function scalarOf(facts: TensorFacts): Dim | null {
  if (facts.content?.kind === 'fill') return facts.content.value;
  const values = valuesOf(facts);
  return values?.length === 1 ? (values[0] ?? null) : null;
}
