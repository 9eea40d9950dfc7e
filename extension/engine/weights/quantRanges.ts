import { type Axis, axisOf, eachGroup, eachRun } from './axis';
import { eachSpan, type Pacer } from './pace';
import type { Values } from './values';

/** Which elements share a scale. */
export interface Granularity {
  /** The axis of the channels or, with a group size, the input axis along which the groups lie; null: one scale for all. */
  readonly axis: number | null;
  /** Elements of a group along the axis; null: a scale for each place on the axis. */
  readonly groupSize: number | null;
}

/** Visits elements that share scale `index`: `count` from `start` on, `stride` apart. */
export type VisitScaled = (index: number, start: number, stride: number, count: number) => void;

/** Dims of the scales, as ONNX' QuantizeLinear has them: [], [channels], or the tensor's with the axis cut into blocks. */
export function scaleDims(dims: readonly number[], { axis, groupSize }: Granularity): readonly number[] {
  if (axis === null) return [];
  const { length } = axisOf(dims, axis);
  if (groupSize === null) return [length];
  checkGroupSize(groupSize);
  return dims.map((size, at) => (at === axis ? Math.ceil(length / groupSize) : size));
}

/** Visits all elements of a tensor, those that share a scale together, in parts if there are many. */
export async function eachScaled(
  dims: readonly number[],
  elements: number,
  { axis, groupSize }: Granularity,
  pacer: Pacer,
  visit: VisitScaled,
): Promise<void> {
  if (axis === null)
    await eachSpan(elements, pacer, (start, end) => {
      visit(0, start, 1, end - start);
    });
  else if (groupSize === null)
    await eachRun(axisOf(dims, axis), pacer, (start, end, channel) => {
      visit(channel, start, 1, end - start);
    });
  else await eachNumberedGroup(axisOf(dims, axis), groupSize, pacer, visit);
}

async function eachNumberedGroup(axis: Axis, size: number, pacer: Pacer, visit: VisitScaled): Promise<void> {
  checkGroupSize(size);
  let index = 0;
  await eachGroup(axis, size, pacer, (start, stride, count) => {
    visit(index++, start, stride, count);
  });
}

function checkGroupSize(size: number): void {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`groups of ${size} elements`);
}

/** The least and the largest element of each scale, and zero. */
export interface Ranges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Ranges, one a scale. Elements that are not numbers are passed over. */
export async function rangesOf(
  values: Values,
  dims: readonly number[],
  granularity: Granularity,
  pacer: Pacer,
): Promise<Ranges> {
  const scales = scaleDims(dims, granularity).reduce((a, b) => a * b, 1);
  const low = new Float64Array(scales);
  const high = new Float64Array(scales);
  await eachScaled(dims, values.length, granularity, pacer, (index, start, stride, count) => {
    let least = low[index] ?? 0;
    let most = high[index] ?? 0;
    for (let at = start; at < start + count * stride; at += stride) {
      const value = values[at] ?? 0;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    low[index] = least;
    high[index] = most;
  });
  return { low, high };
}
