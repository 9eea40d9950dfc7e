import { BadInput } from '../../diagnostics';

/** Protobuf wire types that ONNX files use; the group types 3 and 4 are long obsolete and refused. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

export interface Field {
  readonly number: number;
  readonly wireType: number;
  /** Place of the field's tag in the message's buffer. */
  readonly place: number;
}

/** A payload that was left in the file: `length` bytes at file offset `offset`. */
export interface Cut {
  readonly offset: number;
  readonly length: number;
}

/** The value of a length-delimited field: its bytes, or where they lie when they were left in the file. */
export type Chunk =
  { readonly bytes: MessageBytes; readonly cut: null } | { readonly bytes: null; readonly cut: Cut };

/**
 * A message in memory, possibly with payloads cut out. `cuts` maps the place of a cut field's value to where it
 * lies in the file; `fileOffset` translates places before the first cut.
 */
export interface MessageBytes {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly cuts: ReadonlyMap<number, Cut>;
  readonly fileOffset: number;
}

/** Walks the fields of one message. Throws {@link BadInput} where the bytes are not protobuf. */
export class WireReader {
  readonly #message: MessageBytes;
  readonly #what: string;
  #position: number;

  constructor(message: MessageBytes, what: string) {
    this.#message = message;
    this.#what = what;
    this.#position = message.start;
  }

  /** Place of what comes next in the message's buffer. */
  get position(): number {
    return this.#position;
  }

  done(): boolean {
    return this.#position >= this.#message.end;
  }

  next(): Field | null {
    if (this.done()) return null;
    const place = this.#position;
    const tag = this.varint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (number === 0 || !isWireType(wireType))
      this.#fail(
        `the tag at byte ${this.fileOffset(place)} names field ${number} with wire type ${wireType}`,
      );
    return { number, wireType, place };
  }

  /** An unsigned varint; exact up to 2^53. Signed values of ten bytes come out through {@link int64}. */
  varint(): number {
    const { buffer, end } = this.#message;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      if (this.#position >= end) this.#fail(`a number at byte ${this.fileOffset(this.#position)} is cut off`);
      const byte = buffer[this.#position++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return this.#fail(`a number before byte ${this.fileOffset(this.#position)} is longer than ten bytes`);
  }

  /** A varint as the signed 64-bit number that it stands for; the nearest double beyond 2^53. */
  int64(): number {
    const start = this.#position;
    const value = this.varint();
    if (this.#position - start < 10) return value;
    let bits = 0n;
    for (let i = 0; i < 10; i++)
      bits |= BigInt((this.#message.buffer[start + i] ?? 0) & 0x7f) << BigInt(7 * i);
    return Number(BigInt.asIntN(64, bits));
  }

  /** The value of a length-delimited field. */
  chunk(field: Field): Chunk {
    this.#expect(field, LENGTH_DELIMITED);
    const length = this.varint();
    const { buffer, cuts, fileOffset } = this.#message;
    const cut = cuts.size === 0 ? undefined : cuts.get(this.#position);
    if (cut !== undefined) return { bytes: null, cut };
    const start = this.#position;
    this.#position = this.#endOf(field, length);
    return { bytes: { buffer, start, end: this.#position, cuts, fileOffset }, cut: null };
  }

  #endOf(field: Field, length: number): number {
    const left = this.#message.end - this.#position;
    if (length > left)
      this.#fail(
        `field ${field.number} at byte ${this.fileOffset(field.place)} claims ${length} bytes where ${left} are left`,
      );
    return this.#position + length;
  }

  /** File offset of a place in the message's buffer: every payload that was cut out before it lies between. */
  fileOffset(place: number): number {
    let offset = this.#message.fileOffset + place;
    for (const [at, cut] of this.#message.cuts) {
      if (at > place) break;
      offset += cut.length;
    }
    return offset;
  }

  /** A number from a varint field. */
  number(field: Field): number {
    this.#expect(field, VARINT);
    return this.int64();
  }

  skip(field: Field): void {
    if (field.wireType === VARINT) this.varint();
    else if (field.wireType === LENGTH_DELIMITED) this.chunk(field);
    else {
      this.#position += field.wireType === FIXED64 ? 8 : 4;
      if (this.#position > this.#message.end)
        this.#fail(`field ${field.number} at byte ${this.fileOffset(field.place)} is cut off`);
    }
  }

  #expect(field: Field, wireType: number): void {
    if (field.wireType !== wireType)
      this.#fail(
        `field ${field.number} at byte ${this.fileOffset(field.place)} has wire type ${field.wireType} instead of ${wireType}`,
      );
  }

  #fail(reason: string): never {
    throw new BadInput(`malformed protobuf in ${this.#what}: ${reason}`);
  }
}

/** A message's own bytes, without fields whose value was left in the file. */
export function bytesInMemory(message: MessageBytes): Uint8Array {
  const { buffer, start, end, cuts } = message;
  if (cuts.size === 0) return buffer.subarray(start, end);
  const reader = new WireReader(message, 'a message');
  const kept: number[] = [];
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.wireType === LENGTH_DELIMITED && reader.chunk(field).cut) continue;
    if (field.wireType !== LENGTH_DELIMITED) reader.skip(field);
    for (let at = field.place; at < reader.position; at++) kept.push(buffer[at] ?? 0);
  }
  return Uint8Array.from(kept);
}

export function isWireType(wireType: number): boolean {
  return wireType === VARINT || wireType === LENGTH_DELIMITED || wireType === FIXED32 || wireType === FIXED64;
}
