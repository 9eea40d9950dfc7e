import type { Pacer } from './pace';

/** A tensor as seen along one axis: row-major over outer x length x inner. */
export interface Axis {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** Throws {@link RangeError} where the tensor has no such axis. */
export function axisOf(dims: readonly number[], axis: number): Axis {
  const length = dims[axis];
  if (length === undefined) throw new RangeError(`a tensor of rank ${dims.length} has no axis ${axis}`);
  const product = (part: readonly number[]): number => part.reduce((a, b) => a * b, 1);
  return { outer: product(dims.slice(0, axis)), length, inner: product(dims.slice(axis + 1)) };
}

/** A group of elements along an axis: `count` of them from `start` on, `stride` apart. */
export type VisitGroup = (start: number, stride: number, count: number) => void;

/** Visits groups of `size` neighbours along the axis; the last of each line may be shorter. Row-major over groups. */
export async function eachGroup(axis: Axis, size: number, pacer: Pacer, visit: VisitGroup): Promise<void> {
  const { outer, length, inner } = axis;
  for (let block = 0; block < outer; block++)
    for (let from = 0; from < length; from += size) {
      const count = Math.min(size, length - from);
      const start = (block * length + from) * inner;
      for (let i = 0; i < inner; i++) visit(start + i, inner, count);
      if (pacer.due(count * inner)) await pacer.rest();
    }
}

/** Elements from `start` to `end` belong to channel `channel` of the axis. */
export type VisitRun = (start: number, end: number, channel: number) => void;

/** Visits runs of neighbouring elements that share their place on the axis, in order. */
export async function eachRun(axis: Axis, pacer: Pacer, visit: VisitRun): Promise<void> {
  const { outer, length, inner } = axis;
  for (let block = 0; block < outer; block++)
    for (let channel = 0; channel < length; channel++) {
      const start = (block * length + channel) * inner;
      visit(start, start + inner, channel);
      if (pacer.due(inner)) await pacer.rest();
    }
}
