import type { ByteSource, EngineHost } from '../host';
import { bitsOf, bytesOf, type DType } from '../ir/dtype';
import type { Payload, StoredTensor } from '../ir/graph';
import { decodeRaw, isNibble, isReadable, needsDoubles, putWord } from './elements';
import { AT_ONCE, Pacer, type Work } from './pace';
import { elementCount, type Values, type Weights } from './values';
import { VarintReader } from './varints';

/** Bytes of one read: whole elements of every type. */
const CHUNK = 2 ** 24;

/** 4 GiB as float32. What a file holds as one tensor beyond that is not read. */
const MOST_ELEMENTS = 2 ** 30;

/**
 * Reads the values of one stored tensor, from the model file or a file beside it. Null where there is no payload or the
 * file beside is not there, where the payload is not as long as the dims say, and for types that are not followed: all
 * but floats of 16 to 64 bits and integers of 4 to 64 (unsigned 32 and 64 left out). Rejects as {@link EngineHost.open}
 * does where the model file cannot be read.
 */
export async function readWeights(
  host: EngineHost,
  modelPath: string,
  tensor: StoredTensor,
  work: Work = AT_ONCE,
): Promise<Weights | null> {
  const { dtype, dims, payload } = tensor;
  const count = elementCount(dims);
  if (payload === null || dtype === null || tensor.storedElements !== undefined) return null;
  if (tensor.damage !== undefined) return null;
  if (!isReadable(dtype) || !(Number.isInteger(count) && count >= 0 && count <= MOST_ELEMENTS)) return null;
  const raw = tensor.raw || payload.file !== null || isFixedSize(dtype);
  const length = payloadLength(payload, dtype, count, raw);
  if (length === null) return null;
  const source = await openPayload(host, modelPath, payload);
  if (source === null || payload.offset + length > source.size) return null;
  const values = needsDoubles(dtype) ? new Float64Array(count) : new Float32Array(count);
  const bytes = new PayloadReader(source, payload.offset, length, new Pacer(work, 'reading', length));
  const whole = raw ? await readRaw(bytes, dtype, values) : await readList(bytes, dtype, values);
  return whole ? { values, dims } : null;
}

/** Packed lists of floats and doubles lie on the wire as raw elements do. */
function isFixedSize(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64';
}

/** Bytes to read; null where the payload cannot hold the tensor. A length of -1 leaves it to the dims. */
function payloadLength({ length }: Payload, dtype: DType, count: number, raw: boolean): number | null {
  if (raw) {
    const expected = bytesOf(dtype, count);
    return length === -1 || length === expected ? expected : null;
  }
  // A varint takes 1 to 10 bytes.
  const words = isNibble(dtype) ? Math.ceil(count / 2) : count;
  return length >= words && length <= words * 10 ? length : null;
}

async function openPayload(
  host: EngineHost,
  modelPath: string,
  payload: Payload,
): Promise<ByteSource | null> {
  if (payload.file === null) return host.open(modelPath);
  return (await host.openSibling?.(modelPath, payload.file)) ?? null;
}

/** Hands the bytes of a payload on in chunks. */
class PayloadReader {
  readonly #source: ByteSource;
  readonly #offset: number;
  readonly #length: number;
  readonly #pacer: Pacer;

  constructor(source: ByteSource, offset: number, length: number, pacer: Pacer) {
    this.#source = source;
    this.#offset = offset;
    this.#length = length;
    this.#pacer = pacer;
  }

  /** `take` says whether to go on. False where it did not or the file ended early. */
  async each(take: (bytes: Uint8Array, start: number) => boolean): Promise<boolean> {
    for (let start = 0; start < this.#length; start += CHUNK) {
      const wanted = Math.min(CHUNK, this.#length - start);
      const bytes = await this.#source.read(this.#offset + start, wanted);
      if (bytes.length !== wanted || !take(bytes, start)) return false;
      if (this.#pacer.due(wanted)) await this.#pacer.rest();
    }
    return true;
  }
}

function readRaw(bytes: PayloadReader, dtype: DType, values: Values): Promise<boolean> {
  const size = bitsOf(dtype) / 8;
  return bytes.each((chunk, start) => {
    decodeRaw(dtype, size, chunk, values, start / size);
    return true;
  });
}

async function readList(bytes: PayloadReader, dtype: DType, values: Values): Promise<boolean> {
  const varints = new VarintReader();
  let to = 0;
  const whole = await bytes.each((chunk) => {
    const valid = varints.read(chunk, (low, high) => {
      if (to < values.length) to = putWord(dtype, low, high, values, to);
      else to = Infinity;
    });
    return valid && to !== Infinity;
  });
  // Of an odd number of half bytes the last word holds one too many.
  const end = isNibble(dtype) ? Math.ceil(values.length / 2) * 2 : values.length;
  return whole && varints.complete && to === end;
}
