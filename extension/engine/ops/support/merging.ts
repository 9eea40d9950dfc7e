import { type Dim, equal } from '../../ir/dim';
import {
  type Content,
  fill,
  type Holding,
  holding,
  scalarOf,
  type Shape,
  type TensorFacts,
  UNKNOWN_TENSOR,
  valuesOf,
} from '../../ir/tensor';

/**
 * What holds whichever of the two a tensor is: equal dims stay, others become what `open` gives for their axis,
 * equal elements stay known.
 */
export function merged(a: TensorFacts, b: TensorFacts, open: (axis: number | 'count') => Dim): TensorFacts {
  if (a.holds || b.holds) return mergedHolding(a, b, open);
  return {
    dtype: a.dtype === b.dtype ? a.dtype : null,
    shape: mergedShape(a.shape, b.shape, open),
    content: mergedContent(a, b),
  };
}

/** Whether two facts say the same. */
export function sameFacts(a: TensorFacts, b: TensorFacts): boolean {
  return (
    a.dtype === b.dtype &&
    sameShape(a.shape, b.shape) &&
    sameContent(a.content, b.content) &&
    sameHolding(a.holds, b.holds)
  );
}

/** Of an empty one nothing is known of the elements but their type, so the other one tells. */
function mergedHolding(
  { holds: a }: TensorFacts,
  { holds: b }: TensorFacts,
  open: (axis: number | 'count') => Dim,
): TensorFacts {
  if (!a || !b) return UNKNOWN_TENSOR;
  if (a.kind !== b.kind) return mergedOptional(a, b, open);
  const element = a.count === 0 ? b.element : b.count === 0 ? a.element : merged(a.element, b.element, open);
  const same = a.count !== null && b.count !== null && equal(a.count, b.count);
  const items = same ? mergedItems(a.items, b.items) : null;
  return holding(a.kind, element, same ? a.count : a.kind === 'sequence' ? open('count') : null, items);
}

/** What comes as an optional on one way and bare on the other. */
function mergedOptional(a: Holding, b: Holding, open: (axis: number | 'count') => Dim): TensorFacts {
  const [outer, bare] = a.kind === 'optional' ? [a, b] : [b, a];
  if (outer.kind !== 'optional') return UNKNOWN_TENSOR;
  return holding('optional', merged(outer.element, { ...UNKNOWN_TENSOR, holds: bare }, open));
}

function mergedItems(a: Holding['items'], b: Holding['items']): Holding['items'] {
  if (a === null || b?.length !== a.length) return null;
  return a.every((item, at) => sameFacts(item, b[at] ?? UNKNOWN_TENSOR)) ? a : null;
}

/** Whether two facts say the same of what is held; absent where a tensor is meant. */
export function sameHolding(a: Holding | undefined, b: Holding | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b?.kind !== a.kind || !sameValue(a.count, b.count)) return false;
  if (!sameFacts(a.element, b.element)) return false;
  if (a.items === null || b.items === null) return a.items === b.items;
  return mergedItems(a.items, b.items) !== null;
}

function mergedShape(a: Shape | null, b: Shape | null, open: (axis: number) => Dim): Shape | null {
  if (a === null || b?.length !== a.length) return null;
  return a.map((dim, axis) => (equal(dim, b[axis] ?? 0) ? dim : open(axis)));
}

function mergedContent(a: TensorFacts, b: TensorFacts): Content | null {
  const value = scalarOf(a);
  const other = scalarOf(b);
  if (value !== null && other !== null) return equal(value, other) ? fill(value) : null;
  const left = valuesOf(a);
  const right = valuesOf(b);
  if (left === null || right?.length !== left.length || !sameShape(a.shape, b.shape)) return null;
  return { kind: 'elements', values: left.map((x, at) => (sameValue(x, right[at] ?? null) ? x : null)) };
}

function sameShape(a: Shape | null, b: Shape | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((dim, axis) => equal(dim, b[axis] ?? 0));
}

function sameContent(a: Content | null, b: Content | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'fill') return b.kind === 'fill' && equal(a.value, b.value);
  if (b.kind === 'fill' || a.values.length !== b.values.length) return false;
  return a.values.every((value, at) => sameValue(value, b.values[at] ?? null));
}

function sameValue(a: Dim | null, b: Dim | null): boolean {
  return a === null || b === null ? a === b : equal(a, b);
}
