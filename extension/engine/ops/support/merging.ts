import { type Dim, equal } from '../../ir/dim';
import { type Content, fill, scalarOf, type Shape, type TensorFacts, valuesOf } from '../../ir/tensor';

/**
 * What holds whichever of the two a tensor is: equal dims stay, others become what `open` gives for their axis,
 * equal elements stay known.
 */
export function merged(a: TensorFacts, b: TensorFacts, open: (axis: number) => Dim): TensorFacts {
  return {
    dtype: a.dtype === b.dtype ? a.dtype : null,
    shape: mergedShape(a.shape, b.shape, open),
    content: mergedContent(a, b),
  };
}

/** Whether two facts say the same. */
export function sameFacts(a: TensorFacts, b: TensorFacts): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape) && sameContent(a.content, b.content);
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
