import { BadInput } from '../diagnostics';
import type { RuntimeTensor } from '../hostRuntime';
import type { DType } from '../ir/dtype';
import { bitsOf } from '../ir/dtype';
import { elementCount } from '../weights/values';
import { own } from '../own';

/** Type codes of numpy: kind and bytes of an element. */
const TYPES: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const LONGEST_HEADER = 64 * 1024;

/** Reads a .npy file; `what` names it in errors. Throws BadInput where it is none, or of elements that no model takes. */
export function parseNpy(bytes: Uint8Array, what: string): RuntimeTensor {
  const { text, end } = header(bytes, what);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined)
    throw new BadInput(`${what}: the header of the array is not numpy's, or names fields`);
  const dtype = own(TYPES, descr.slice(1));
  if (dtype === undefined || !/^[<>|=]/.test(descr))
    throw new BadInput(`${what}: elements of numpy's type "${descr}" cannot be fed to a model`);
  const dims = dimsOf(shape, what);
  const size = bitsOf(dtype) / 8;
  const expected = elementCount(dims) * size;
  const data = bytes.slice(end);
  if (data.length !== expected)
    throw new BadInput(
      `${what}: the array [${dims.join(', ')}] of ${dtype} takes ${expected} bytes, but ${data.length} are there`,
    );
  if (descr.startsWith('>')) swap(data, size);
  return { dtype, dims, data: order === 'True' ? rowMajor(data, dims, size) : data };
}

function header(bytes: Uint8Array, what: string): { text: string; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || MAGIC.some((byte, at) => bytes[at] !== byte))
    throw new BadInput(`${what}: this is no .npy array`);
  const short = bytes[6] === 1;
  const start = short ? 10 : 12;
  const length = short ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER || start + length > bytes.length)
    throw new BadInput(`${what}: the header of the array is damaged or cut off`);
  return { text: String.fromCharCode(...bytes.subarray(start, start + length)), end: start + length };
}

function dimsOf(text: string, what: string): readonly number[] {
  const parts = text.split(',').map((part) => part.trim());
  const dims = parts
    .filter((part) => part !== '')
    .map((part) => (/^\d{1,15}L?$/.test(part) ? parseInt(part, 10) : NaN));
  if (dims.some(Number.isNaN)) throw new BadInput(`${what}: the shape (${text}) is no list of sizes`);
  return dims;
}

/** Big-endian elements as little-endian ones, in place. */
function swap(data: Uint8Array, size: number): void {
  for (let at = 0; at < data.length; at += size) data.subarray(at, at + size).reverse();
}

/** From the first index running fastest to the last one doing so. */
function rowMajor(data: Uint8Array, dims: readonly number[], size: number): Uint8Array {
  const result = new Uint8Array(data.length);
  const index = new Array<number>(dims.length).fill(0);
  const strides = dims.map((_, axis) => elementCount(dims.slice(0, axis)));
  for (let to = 0; to < data.length; to += size) {
    const from = index.reduce((sum, at, axis) => sum + at * (strides[axis] ?? 0), 0) * size;
    result.set(data.subarray(from, from + size), to);
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if (index[axis] !== dims[axis]) break;
      index[axis] = 0;
    }
  }
  return result;
}
