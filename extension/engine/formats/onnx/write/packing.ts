import { ByteWindow } from '../../../bytes/byteWindow';
import type { ByteSource } from '../../../host';
import type { StoredTensor } from '../../../ir/graph';
import { readHeader } from '../skeleton';
import { LENGTH_DELIMITED } from '../wire';
import { join } from './fields';
import { ELEMENT_FIELDS, externalTensorField, payloadBytes, tensorFieldHead, tensorHead } from './messages';
import type { GraphField } from './spans';

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

/** A tensor whose elements are made, or copied, when its turn comes. */
export interface TensorSegment {
  readonly kind: 'tensor';
  /** In the model's file, in front of the elements where those follow. */
  readonly head: Uint8Array;
  readonly tensor: StoredTensor;
  /** Bytes of the elements. */
  readonly bytes: number;
  /** Whether no edit touched it, so that its elements are those of the file. */
  readonly untouched: boolean;
  /** Zeros in front of them in the file beside; null where they follow the head. */
  readonly padding: number | null;
}

const INITIALIZER = 5;
/** Smaller tensors stay in the model: shapes are inferred from some of them. */
const LEAST_BESIDE_BYTES = 1024;
/** Large tensors begin where every system can map a file into memory; on Windows that is every 64 KiB. */
const MAPPED_BYTES = 1024 * 1024;
const MAPPED_ALIGNMENT = 64 * 1024;
const ALIGNMENT = 64;
/** Fields of a tensor besides its elements are names and notes; longer ones are not carried over. */
const LONGEST_KEPT_BYTES = 1024 * 1024;

/** Gives tensors their places, one after the other. */
export class Packer {
  readonly #window: ByteWindow;
  readonly #packing: Packing | null;
  #offset = 0;

  constructor(source: ByteSource, packing: Packing | null) {
    this.#window = new ByteWindow(source);
    this.#packing = packing;
  }

  /** Whether a tensor that no edit touched has to go elsewhere. */
  moves(tensor: StoredTensor): boolean {
    if (!this.#packing || tensor.dtype === null || tensor.dtype === 'string') return false;
    const outside = tensor.payload !== null && tensor.payload.file !== null;
    return outside || this.#goesBeside(tensor);
  }

  /** A tensor that an edit brought. */
  fresh(tensor: StoredTensor): TensorSegment {
    return this.#place(tensor, tensorHead(tensor), false);
  }

  /** A tensor of the file with new elements' place: its name, notes and fields that nobody here knows stay. */
  async moved(tensor: StoredTensor, field: GraphField): Promise<TensorSegment> {
    const end = field.offset + field.length;
    const kept: Uint8Array[] = [];
    for (let at = field.offset + field.headBytes; at < end;) {
      const { number, headerBytes, length, wireType } = await readHeader(this.#window, at, end);
      const size = headerBytes + length;
      const isLong = wireType === LENGTH_DELIMITED && length > LONGEST_KEPT_BYTES;
      if (!ELEMENT_FIELDS.has(number) && !isLong)
        kept.push((await this.#window.read(at, size)).slice(0, size));
      at += size;
    }
    return this.#place(tensor, join(kept), true);
  }

  #goesBeside(tensor: StoredTensor): boolean {
    return this.#packing?.kind === 'beside' && payloadBytes(tensor) >= LEAST_BESIDE_BYTES;
  }

  #place(tensor: StoredTensor, head: Uint8Array, untouched: boolean): TensorSegment {
    const bytes = payloadBytes(tensor);
    const elements = { kind: 'tensor', tensor, bytes, untouched } as const;
    if (this.#packing?.kind !== 'beside' || !this.#goesBeside(tensor))
      return { ...elements, head: tensorFieldHead(INITIALIZER, head, bytes), padding: null };
    const offset = alignedTo(bytes >= MAPPED_BYTES ? MAPPED_ALIGNMENT : ALIGNMENT, this.#offset);
    const padding = offset - this.#offset;
    this.#offset = offset + bytes;
    const place = { location: this.#packing.location, offset, length: bytes };
    return { ...elements, head: externalTensorField(INITIALIZER, head, place), padding };
  }
}

function alignedTo(alignment: number, offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
