import { add, bounds, call, type Dim, equal, mul, product, sub } from './dim';
import { formatDim } from './dimText';
import type { Shape } from './tensor';

/** Number of elements of a tensor of this shape. */
export function elementCount(shape: Shape): Dim {
  return product(shape);
}

/**
 * The shape that two shapes broadcast to, NumPy's way. A symbolic dim against a number above 1 is that
 * number. Returns a sentence where known dims do not fit.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape | string {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    const dim = broadcastDims(x, y);
    if (dim === null) return `${formatShape(a)} and ${formatShape(b)} do not broadcast`;
    result.push(dim);
  }
  return result;
}

function broadcastDims(a: Dim, b: Dim): Dim | null {
  if (equal(a, b) || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === 'number') return typeof b === 'number' ? null : a;
  if (typeof b === 'number') return b;
  if (bounds(sub(a, b))[0] > 0 || bounds(sub(b, a))[0] > 0) return call('max', [a, b]);
  return call('broadcast', [a, b]);
}

/** Windows along one axis of a convolution or pooling: `floor((size + pads - reach)/stride) + 1`. */
export function windowCount(
  size: Dim,
  window: { kernel: Dim; stride: number; dilation: number; padBegin: number; padEnd: number; ceil?: boolean },
): Dim {
  const { kernel, stride, dilation, padBegin, padEnd } = window;
  const reach = add(mul(dilation, sub(kernel, 1)), 1);
  const room = sub(add(size, padBegin + padEnd), reach);
  const count = add(call(window.ceil === true ? 'ceilDiv' : 'floorDiv', [room, stride]), 1);
  if (window.ceil !== true) return count;
  // A window that would start in the end padding is dropped, as PyTorch does and ONNX since opset 19 demands.
  const lastStart = mul(sub(count, 1), stride);
  const overhangs = call('less', [lastStart, add(size, padBegin)]);
  return call('select', [overhangs, count, sub(count, 1)]);
}

/** Resolves a possibly negative axis; null where it lies outside the rank. */
export function resolveAxis(axis: number, rank: number): number | null {
  const resolved = axis < 0 ? axis + rank : axis;
  return Number.isInteger(resolved) && resolved >= 0 && resolved < rank ? resolved : null;
}

/** `1x3x224x224`, as people write shapes; `scalar` for rank 0, `?` for an unknown one. */
export function formatShape(shape: Shape | null): string {
  if (shape === null) return '?';
  return shape.length === 0 ? 'scalar' : shape.map((dim) => formatDim(dim)).join('x');
}
