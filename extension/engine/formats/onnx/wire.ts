import { BadInput } from '../../diagnostics';
import {
  type Chunk,
  type Cut,
  FIXED64,
  isWireType,
  LENGTH_DELIMITED,
  type MessageBytes,
  VARINT,
} from './message';
import { decodeText } from './texts';

/**
 * Walks the fields of one message: {@link next} steps onto one, and its value is then read as what it should be, or skipped.
 * Throws {@link BadInput} where the bytes are not protobuf.
 */
export class WireReader {
  readonly #message: MessageBytes;
  readonly #what: string;
  #position: number;
  #fieldNumber = 0;
  #wireType = VARINT;
  #place = 0;

  constructor(message: MessageBytes, what: string) {
    this.#message = message;
    this.#what = what;
    this.#position = message.start;
  }

  /** Place of what comes next in the message's buffer. */
  get position(): number {
    return this.#position;
  }

  /** Number of the field that was stepped onto. */
  get fieldNumber(): number {
    return this.#fieldNumber;
  }

  /** Whether the field that was stepped onto is a text, a message or a packed list. */
  get isChunk(): boolean {
    return this.#wireType === LENGTH_DELIMITED;
  }

  /** Place of that field's tag in the message's buffer. */
  get place(): number {
    return this.#place;
  }

  done(): boolean {
    return this.#position >= this.#message.end;
  }

  /** Steps onto the next field; false at the end of the message. */
  next(): boolean {
    if (this.done()) return false;
    this.#place = this.#position;
    const tag = this.varint();
    this.#fieldNumber = Math.floor(tag / 8);
    this.#wireType = tag % 8;
    if (this.#fieldNumber === 0 || !isWireType(this.#wireType))
      this.#fail(
        `the tag at byte ${this.fileOffset(this.#place)} names field ${this.#fieldNumber} with wire type ${this.#wireType}`,
      );
    return true;
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
  chunk(): Chunk {
    const length = this.#chunkLength();
    const cut = this.#cut();
    if (cut !== undefined) return { bytes: null, cut };
    const { buffer, cuts, fileOffset } = this.#message;
    const start = this.#pass(length);
    return { bytes: { buffer, start, end: this.#position, cuts, fileOffset }, cut: null };
  }

  /** The same as a text; "" where it was left in the file. */
  text(): string {
    const length = this.#chunkLength();
    if (this.#cut() !== undefined) return '';
    const start = this.#pass(length);
    return decodeText(this.#message.buffer, start, this.#position);
  }

  #chunkLength(): number {
    this.#expect(LENGTH_DELIMITED);
    return this.varint();
  }

  /** What was left in the file of the value that comes next. */
  #cut(): Cut | undefined {
    const { cuts } = this.#message;
    return cuts.size === 0 ? undefined : cuts.get(this.#position);
  }

  /** Steps over a value; returns the place where it begins. */
  #pass(length: number): number {
    const start = this.#position;
    const left = this.#message.end - start;
    if (length > left)
      this.#fail(
        `field ${this.#fieldNumber} at byte ${this.fileOffset(this.#place)} claims ${length} bytes where ${left} are left`,
      );
    this.#position = start + length;
    return start;
  }

  /** File offset of a place in the message's buffer: every payload that was cut out before it lies between. */
  fileOffset(place: number): number {
    let offset = this.#message.fileOffset + place;
    if (this.#message.cuts.size === 0) return offset;
    for (const [at, cut] of this.#message.cuts) {
      if (at > place) break;
      offset += cut.length;
    }
    return offset;
  }

  /** A number from a varint field. */
  integer(): number {
    this.#expect(VARINT);
    return this.int64();
  }

  skip(): void {
    if (this.#wireType === VARINT) this.varint();
    else if (this.#wireType === LENGTH_DELIMITED) this.#skipChunk();
    else {
      this.#position += this.#wireType === FIXED64 ? 8 : 4;
      if (this.#position > this.#message.end)
        this.#fail(`field ${this.#fieldNumber} at byte ${this.fileOffset(this.#place)} is cut off`);
    }
  }

  #skipChunk(): void {
    const length = this.varint();
    if (this.#cut() === undefined) this.#pass(length);
  }

  #expect(wireType: number): void {
    if (this.#wireType !== wireType)
      this.#fail(
        `field ${this.#fieldNumber} at byte ${this.fileOffset(this.#place)} has wire type ${this.#wireType} instead of ${wireType}`,
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
  while (reader.next()) {
    if (reader.isChunk && reader.chunk().cut) continue;
    if (!reader.isChunk) reader.skip();
    for (let at = reader.place; at < reader.position; at++) kept.push(buffer[at] ?? 0);
  }
  return Uint8Array.from(kept);
}
