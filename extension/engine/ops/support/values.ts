import type { Dim } from '../../ir/dim';
import { type Content, elements, MAX_TRACKED_ELEMENTS, type Shape, type TensorFacts } from '../../ir/tensor';

/** The dims of a shape as numbers; null where it is unknown or one of them is symbolic. */
export function numbersOf(shape: Shape | null): readonly number[] | null {
  const numbers = shape?.filter((dim) => typeof dim === 'number');
  return numbers !== undefined && numbers.length === shape?.length ? numbers : null;
}

/** The dims of a tensor small enough to follow element by element, else null. */
export function trackedDims(shape: Shape | null): readonly number[] | null {
  const dims = numbersOf(shape);
  if (dims === null || dims.length > MAX_TRACKED_ELEMENTS) return null;
  const count = countOf(dims);
  return count >= 0 && count <= MAX_TRACKED_ELEMENTS ? dims : null;
}

export function countOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Distance in elements between neighbours along each axis, row-major. */
export function stridesOf(dims: readonly number[]): readonly number[] {
  const strides = new Array<number>(dims.length).fill(1);
  for (let axis = dims.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (dims[axis + 1] ?? 1);
  return strides;
}

/** Calls `visit` with the position of every element, in order. The array is reused between calls. */
export function eachIndex(dims: readonly number[], visit: (index: readonly number[]) => void): void {
  const index = new Array<number>(dims.length).fill(0);
  for (let left = countOf(dims); left > 0; left--) {
    visit(index);
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next < (dims[axis] ?? 0) ? next : 0;
      if (index[axis] !== 0) break;
    }
  }
}

/** Offset of a position; an axis of extent 1 serves every position along it, as broadcasting has it. */
export function offsetOf(
  index: readonly number[],
  dims: readonly number[],
  strides: readonly number[],
): number {
  const skipped = index.length - dims.length;
  let offset = 0;
  for (let axis = 0; axis < dims.length; axis++)
    if (dims[axis] !== 1) offset += (index[axis + skipped] ?? 0) * (strides[axis] ?? 0);
  return offset;
}

/**
 * Content of a tensor of `shape` whose element at each position is the element of `source` at the offset
 * that `from` gives (null where that is not known). A fill stays one.
 */
export function rearrange(
  source: TensorFacts,
  shape: Shape | null,
  from: (index: readonly number[]) => number | null,
): Content | null {
  if (source.content === null || source.content.kind === 'fill') return source.content;
  const dims = trackedDims(shape);
  if (dims === null) return null;
  const { values } = source.content;
  const result: (Dim | null)[] = [];
  eachIndex(dims, (index) => {
    const offset = from(index);
    result.push(offset === null ? null : (values[offset] ?? null));
  });
  return elements(result);
}
