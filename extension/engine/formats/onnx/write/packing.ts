import { ByteWindow } from '../../../bytes/byteWindow';
import type { ByteSource } from '../../../host';
import type { StoredTensor } from '../../../ir/graph';
import { readHeader } from '../skeleton';
import { join } from '../../../bytes/join';
import { ELEMENT_FIELDS, externalTensorField, payloadBytes, tensorFieldHead, tensorHead } from './messages';
import { type GraphField, INITIALIZER, type Span } from './spans';

/** Where a new file goes, piece by piece. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
}

/** Where the graph's initializers go: all into the model's file, or the larger ones into one file beside it. */
export type Packing =
  | { readonly kind: 'inside' }
  | {
      readonly kind: 'beside';
      /** Name of that file, as the model is to hold it. */
      readonly location: string;
      readonly sink: Sink;
    };

/** Where elements lie as they are to be. */
export interface StoredSpan extends Span {
  /** Null is the model's own file. */
  readonly file: string | null;
}

/** A tensor whose elements are made, or copied, when its turn comes. */
export interface TensorSegment {
  readonly kind: 'tensor';
  /** In the model's file, in front of the elements where those follow. */
  readonly head: Uint8Array;
  readonly tensor: StoredTensor;
  /** Bytes of the elements. */
  readonly bytes: number;
  /** Where they are copied from; null where they are made. */
  readonly stored: StoredSpan | null;
  /** Zeros in front of them in the file beside; null where they follow the head. */
  readonly padding: number | null;
}

/** Smaller tensors stay in the model: shapes are inferred from some of them. */
const LEAST_BESIDE_BYTES = 1024;
/** Large tensors begin where every system can map a file into memory; on Windows that is every 64 KiB. */
const MAPPED_BYTES = 1024 * 1024;
const MAPPED_ALIGNMENT = 64 * 1024;
const ALIGNMENT = 64;

/** Whether an initializer that no edit touched can go elsewhere. Texts, sparse and damaged tensors and unknown types cannot. */
export function canMove({ dtype, storedElements, damage }: StoredTensor): boolean {
  return dtype !== null && dtype !== 'string' && storedElements === undefined && damage === undefined;
}

/** Gives tensors their places, one after the other. */
export class Packer {
  readonly #window: ByteWindow;
  readonly #packing: Packing | null;
  /** Places in the file beside by what was copied there: tensors that share their elements go on doing so. */
  readonly #places = new Map<string, number>();
  #offset = 0;

  constructor(source: ByteSource, packing: Packing | null) {
    this.#window = new ByteWindow(source);
    this.#packing = packing;
  }

  /** Whether a tensor that no edit touched goes elsewhere. Lists of numbers stay: not all of them are numbers here. */
  moves(tensor: StoredTensor): boolean {
    if (!this.#packing || !canMove(tensor)) return false;
    const stored = storedSpan(tensor);
    return stored !== null && (stored.file !== null || this.#goesBeside(tensor));
  }

  /** A tensor that an edit brought. */
  fresh(tensor: StoredTensor): TensorSegment {
    return this.#place(tensor, tensorHead(tensor), null);
  }

  /** A tensor of the file with a new place for its elements: its name, its notes and what nobody here knows of it stay. */
  async moved(tensor: StoredTensor, field: GraphField): Promise<TensorSegment> {
    const end = field.offset + field.length;
    const kept: Uint8Array[] = [];
    for (let at = field.offset + field.headBytes; at < end;) {
      const { number, headerBytes, length } = await readHeader(this.#window, at, end);
      const size = headerBytes + length;
      if (!ELEMENT_FIELDS.has(number)) kept.push((await this.#window.read(at, size)).slice(0, size));
      at += size;
    }
    return this.#place(tensor, join(kept), storedSpan(tensor));
  }

  #goesBeside(tensor: StoredTensor): boolean {
    return this.#packing?.kind === 'beside' && payloadBytes(tensor) >= LEAST_BESIDE_BYTES;
  }

  #place(tensor: StoredTensor, head: Uint8Array, stored: StoredSpan | null): TensorSegment {
    const bytes = payloadBytes(tensor);
    const elements = { kind: 'tensor', tensor, bytes, stored } as const;
    if (this.#packing?.kind !== 'beside' || !this.#goesBeside(tensor))
      return { ...elements, head: tensorFieldHead(INITIALIZER, head, bytes), padding: null };
    const { location } = this.#packing;
    const key = stored && `${stored.offset} ${stored.length} ${stored.file ?? ''}`;
    const known = key === null ? undefined : this.#places.get(key);
    const offset = known ?? alignedTo(bytes >= MAPPED_BYTES ? MAPPED_ALIGNMENT : ALIGNMENT, this.#offset);
    const field = externalTensorField(INITIALIZER, head, { location, offset, length: bytes });
    if (known !== undefined) return { ...elements, head: field, bytes: 0, stored: null, padding: 0 };
    if (key !== null) this.#places.set(key, offset);
    const padding = offset - this.#offset;
    this.#offset = offset + bytes;
    return { ...elements, head: field, padding };
  }
}

/** Where a tensor's elements lie as raw bytes, as packed lists of floats do, too; null where they do not. */
function storedSpan(tensor: StoredTensor): StoredSpan | null {
  const { payload, raw, dtype, damage } = tensor;
  if (!payload || damage !== undefined) return null;
  const bytes = payloadBytes(tensor);
  const isPlain = raw || payload.file !== null || dtype === 'float32' || dtype === 'float64';
  if (!isPlain || (payload.length !== -1 && payload.length !== bytes)) return null;
  return { file: payload.file, offset: payload.offset, length: bytes };
}

function alignedTo(alignment: number, offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
