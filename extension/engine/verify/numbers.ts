import { BadInput } from '../diagnostics';
import type { RuntimeTensor } from '../hostRuntime';
import { bytesOf, bitsOf, type DType } from '../ir/dtype';
import { decodeRaw, isReadable } from '../weights/elements';
import { elementCount } from '../weights/values';

type Read = (view: DataView, at: number) => number;

/** Types that weights are never of. */
const READERS: Partial<Record<DType, Read>> = {
  bool: (view, at) => Number(view.getUint8(at) !== 0),
  uint32: (view, at) => view.getUint32(at, true),
  uint64: (view, at) => Number(view.getBigUint64(at, true)),
};

/** A tensor's elements as numbers. Throws BadInput where the type is not read, or the bytes are not as many as the dims say. */
export function numbersOf(tensor: RuntimeTensor): Float64Array {
  const { dtype, dims, data } = tensor;
  const count = elementCount(dims);
  if (data.length !== bytesOf(dtype, count))
    throw new BadInput(`${data.length} bytes are no ${dtype} tensor of ${dims.join('x') || 'one element'}`);
  const values = new Float64Array(count);
  const read = READERS[dtype];
  const bytes = bitsOf(dtype) / 8;
  if (read) {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let i = 0; i < count; i++) values[i] = read(view, i * bytes);
  } else if (isReadable(dtype)) decodeRaw(dtype, bytes, data, values, 0);
  else throw new BadInput(`elements of type ${dtype} are not read`);
  return values;
}

/** Least and largest value, NaN left out; null where there is none. */
export function rangeOf(tensor: RuntimeTensor): readonly [least: number, largest: number] | null {
  let least = Infinity;
  let largest = -Infinity;
  for (const value of numbersOf(tensor)) {
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  return least <= largest ? [least, largest] : null;
}
