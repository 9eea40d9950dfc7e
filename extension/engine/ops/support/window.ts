import { call, type Dim } from '../../ir/dim';
import { formatShape, windowCount } from '../../ir/shape';
import type { Shape } from '../../ir/tensor';
import type { NodeView } from '../op';

/** How a window slides: the attributes that convolutions and poolings share, one entry per spatial axis. */
export interface Windows {
  readonly kernel: readonly Dim[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padBegin: readonly number[];
  readonly padEnd: readonly number[];
  /** `auto_pad` asks for `ceil(size / stride)` windows; the pads then follow. */
  readonly same: boolean;
}

/** Reads and checks strides, dilations, pads and auto_pad; a sentence where they do not fit the kernel. */
export function readWindows(view: NodeView, kernel: readonly Dim[]): Windows | string {
  const rank = kernel.length;
  const autoPad = view.string('auto_pad', 'NOTSET');
  const strides = axisValues(view, 'strides', rank, 1, 1);
  const dilations = axisValues(view, 'dilations', rank, 1, 1);
  const pads = axisValues(view, 'pads', 2 * rank, 0, -Infinity);
  for (const values of [strides, dilations, pads]) if (typeof values === 'string') return values;
  const explicit = autoPad === 'NOTSET' || autoPad === '' ? pads : new Array<number>(2 * rank).fill(0);
  return {
    kernel,
    strides: strides as readonly number[],
    dilations: dilations as readonly number[],
    padBegin: explicit.slice(0, rank) as readonly number[],
    padEnd: explicit.slice(rank) as readonly number[],
    same: autoPad.startsWith('SAME'),
  };
}

/** An attribute with one number per axis, or a sentence where their count or values are off. */
export function axisValues(
  view: NodeView,
  name: string,
  count: number,
  fallback: number,
  least: number,
): readonly number[] | string {
  const values = view.ints(name);
  if (values === undefined || values.length === 0) return new Array<number>(count).fill(fallback);
  if (values.length !== count) return `${name} has ${values.length} values where ${count} are needed`;
  const off = values.find((value) => !Number.isSafeInteger(value) || value < least);
  return off === undefined ? values : `${name} holds ${off}`;
}

/** Spatial dims behind the windows, or a sentence where a window does not fit. */
export function slide(spatial: Shape, windows: Windows, ceil = false): Shape | string {
  const counts = spatial.map((size, axis) => countAlong(size, windows, axis, ceil));
  const impossible = counts.some((count, i) => typeof count === 'number' && count <= 0 && spatial[i] !== 0);
  if (!impossible) return counts.map((count) => (typeof count === 'number' ? Math.max(count, 0) : count));
  return `a window of ${formatShape(windows.kernel)} does not fit into ${formatShape(spatial)}`;
}

function countAlong(size: Dim, windows: Windows, axis: number, ceil: boolean): Dim {
  const stride = windows.strides[axis] ?? 1;
  if (windows.same) return call('ceilDiv', [size, stride]);
  return windowCount(size, {
    kernel: windows.kernel[axis] ?? 1,
    stride,
    dilation: windows.dilations[axis] ?? 1,
    padBegin: windows.padBegin[axis] ?? 0,
    padEnd: windows.padEnd[axis] ?? 0,
    ceil,
  });
}
