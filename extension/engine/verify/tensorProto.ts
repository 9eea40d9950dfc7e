import { BadInput } from '../diagnostics';
import { parseTensor } from '../formats/onnx/tensorMessage';
import type { MessageBytes } from '../formats/onnx/message';
import type { RuntimeTensor } from '../hostRuntime';
import { bitsOf, bytesOf, type DType } from '../ir/dtype';
import { elementCount } from '../weights/values';
import { VarintReader } from '../weights/varints';

export interface NamedTensor {
  /** "" where the file gives none. */
  readonly name: string;
  readonly tensor: RuntimeTensor;
}

/** Reads a file that holds one TensorProto, as ONNX's own test data does. Throws BadInput where it is none. */
export function parseTensorProto(bytes: Uint8Array, what: string): NamedTensor {
  const message: MessageBytes = {
    buffer: bytes,
    start: 0,
    end: bytes.length,
    cuts: new Map(),
    fileOffset: 0,
  };
  const { name, dtype, dims, payload, raw } = naming(what, () => parseTensor(message));
  if (dtype === null || dtype === 'string')
    throw new BadInput(`${what}: this is no TensorProto, or one of text or of a type that is not known`);
  if (payload !== null && payload.file !== null)
    throw new BadInput(`${what}: the elements lie in another file ("${payload.file}"), which is not read`);
  const count = elementCount(dims);
  const found = payload ? bytes.subarray(payload.offset, payload.offset + payload.length) : new Uint8Array(0);
  const data =
    raw || dtype === 'float32' || dtype === 'float64' ? found.slice() : fromVarints(found, dtype, count);
  if (data?.length !== bytesOf(dtype, count))
    throw new BadInput(`${what}: the tensor [${dims.join(', ')}] of ${dtype} does not have as many elements`);
  return { name, tensor: { dtype, dims, data } };
}

/** Elements of a list of numbers, each in the low bytes of a varint; null where it is cut off. */
function fromVarints(list: Uint8Array, dtype: DType, count: number): Uint8Array | null {
  const size = Math.max(1, bitsOf(dtype) / 8);
  // A varint takes a byte at least, so that no claim of dims makes more than the file holds.
  const words = Math.ceil((count * Math.min(8, bitsOf(dtype))) / 8);
  if (words > list.length) return null;
  const data = new Uint8Array(words * size);
  const view = new DataView(data.buffer);
  let at = 0;
  const varints = new VarintReader();
  const valid = varints.read(list, (low, high) => {
    if (at + size <= data.length) putWord(view, at, size, low, high);
    at += size;
  });
  return valid && varints.complete && at === data.length ? data : null;
}

function putWord(view: DataView, at: number, size: number, low: number, high: number): void {
  if (size === 1) view.setUint8(at, low & 0xff);
  else if (size === 2) view.setUint16(at, low & 0xffff, true);
  else view.setUint32(at, low >>> 0, true);
  if (size === 8) view.setUint32(at + 4, high >>> 0, true);
}

function naming<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof BadInput) throw new BadInput(`${what}: ${error.message}`);
    throw error;
  }
}
