import type { ChannelRun, SlicedAxis } from '../../ir/recipe';
import type { Weights } from '../../weights/values';
import type { Made } from './elements';

/** Channels of a group that stay, in rising order. */
export type Kept = ReadonlyMap<number, readonly number[]>;

/** L1 norm of each channel along an axis, added to what is known of its group. */
export function addNorms(
  norms: Map<number, Float64Array>,
  { values, dims }: Weights,
  { axis, kept }: SlicedAxis,
): void {
  const inner = dims.slice(axis + 1).reduce((a, b) => a * b, 1);
  const width = dims[axis] ?? 1;
  const outer = dims.slice(0, axis).reduce((a, b) => a * b, 1);
  const channelOf = channelsAlong(kept);
  for (let o = 0; o < outer; o++)
    for (let c = 0; c < width; c++) {
      const place = channelOf[c];
      if (!place) continue;
      let sum = 0;
      const from = (o * width + c) * inner;
      for (let i = from; i < from + inner; i++) sum += Math.abs(values[i] ?? 0);
      const list = norms.get(place.group) ?? new Float64Array(place.size);
      list[place.channel] = (list[place.channel] ?? 0) + sum;
      norms.set(place.group, list);
    }
}

interface Place {
  readonly group: number;
  readonly size: number;
  readonly channel: number;
}

/** Group and channel of each element along an axis. */
function channelsAlong(runs: readonly ChannelRun[]): readonly Place[] {
  return runs.flatMap(({ group, size, repeat }) =>
    Array.from({ length: size * repeat }, (_, i) => ({ group, size, channel: Math.floor(i / repeat) })),
  );
}

/** The channels with the largest norms, as many as are to stay; without norms the first ones. */
export function strongest(norms: Float64Array | undefined, size: number, keep: number): readonly number[] {
  const order = Array.from({ length: size }, (_, i) => i);
  if (norms) order.sort((a, b) => (norms[b] ?? 0) - (norms[a] ?? 0) || a - b);
  return order.slice(0, keep).sort((a, b) => a - b);
}

/** The tensor without the channels that go, along every axis that loses some. */
export function sliceTensor({ values, dims }: Weights, axes: readonly SlicedAxis[], kept: Kept): Made {
  return axes.reduce<Made>((made, axis) => sliceAxis(made, axis, kept), { values, dims });
}

function sliceAxis({ values, dims }: Made, { axis, kept: runs }: SlicedAxis, kept: Kept): Made {
  const stay = channelsAlong(runs).flatMap(({ group, channel }, i) =>
    (kept.get(group)?.includes(channel) ?? true) ? [i] : [],
  );
  const inner = dims.slice(axis + 1).reduce((a, b) => a * b, 1);
  const width = dims[axis] ?? 1;
  const outer = dims.slice(0, axis).reduce((a, b) => a * b, 1);
  const out = new Float32Array(outer * stay.length * inner);
  let at = 0;
  for (let o = 0; o < outer; o++)
    for (const c of stay) {
      const from = (o * width + c) * inner;
      out.set(values.subarray(from, from + inner), at);
      at += inner;
    }
  return { values: out, dims: dims.map((dim, i) => (i === axis ? stay.length : dim)) };
}
