import type { ByteWindow } from '../../bytes/byteWindow';
import { BadInput } from '../../diagnostics';
import { DEEPEST_NESTING, type MessageKind, SUBMESSAGES } from './schema';
import {
  type Cut,
  FIXED32,
  FIXED64,
  isWireType,
  LENGTH_DELIMITED,
  type MessageBytes,
  VARINT,
} from './message';

/** Messages up to this size are read whole: one read is cheaper than walking. */
const WHOLE_MESSAGE_BYTES = 16 * 1024;

/** Longer leaf values stay in the file. A tensor that is followed by value (1,024 packed int64) always fits. */
const LONGEST_LEAF_BYTES = 10 * 1024;

/** A tag and a length take at most ten bytes each. */
const HEADER_BYTES = 20;

export const NO_CUTS: ReadonlyMap<number, Cut> = new Map();

export interface Header {
  readonly number: number;
  readonly wireType: number;
  readonly tagBytes: number;
  /** Bytes of the value (of a varint: of the varint itself). */
  readonly length: number;
  /** Bytes of tag and length prefix. */
  readonly headerBytes: number;
}

/**
 * Brings a message into memory without the long payloads below it: they are cut out and remembered by place.
 * Throws {@link BadInput} where the message is malformed or nests too deep.
 */
export async function loadMessage(
  window: ByteWindow,
  offset: number,
  length: number,
  kind: MessageKind,
): Promise<MessageBytes> {
  if (length <= WHOLE_MESSAGE_BYTES) {
    const buffer = await window.read(offset, length);
    return { buffer, start: 0, end: length, cuts: NO_CUTS, fileOffset: offset };
  }
  const out = new Skeleton();
  await copyFields(window, offset, offset + length, kind, out, 0);
  return { buffer: out.bytes(), start: 0, end: out.length, cuts: out.cuts, fileOffset: offset };
}

/** A message up to {@link WHOLE_MESSAGE_BYTES} that the window holds already; null for others. */
export function heldMessage(window: ByteWindow, offset: number, length: number): MessageBytes | null {
  if (length > WHOLE_MESSAGE_BYTES || !window.holds(offset, length)) return null;
  const place = offset - window.start;
  return {
    buffer: window.bytes,
    start: place,
    end: place + length,
    cuts: NO_CUTS,
    fileOffset: window.start,
  };
}

/** Reads the tag at `offset`, and the length of what follows it up to `end`. */
export async function readHeader(window: ByteWindow, offset: number, end: number): Promise<Header> {
  await window.read(offset, Math.min(HEADER_BYTES, end - offset));
  return headerAt(window, offset, end);
}

/** The same without waiting, where the window holds it already; null elsewhere. */
export function heldHeader(window: ByteWindow, offset: number, end: number): Header | null {
  return window.holds(offset, Math.min(HEADER_BYTES, end - offset)) ? headerAt(window, offset, end) : null;
}

function headerAt(window: ByteWindow, offset: number, end: number): Header {
  const { bytes, start } = window;
  const place = offset - start;
  const limit = Math.min(bytes.length, end - start);
  const tag = varintAt(bytes, place, limit, start);
  const number = Math.floor(tag / 8);
  const wireType = tag % 8;
  if (number === 0 || !isWireType(wireType))
    throw new BadInput(
      `malformed protobuf: the tag at byte ${offset} names field ${number} with wire type ${wireType}`,
    );
  const tagBytes = varintBytes(bytes, place);
  if (wireType === FIXED64) return { number, wireType, tagBytes, length: 8, headerBytes: tagBytes };
  if (wireType === FIXED32) return { number, wireType, tagBytes, length: 4, headerBytes: tagBytes };
  const value = varintAt(bytes, place + tagBytes, limit, start);
  const valueBytes = varintBytes(bytes, place + tagBytes);
  if (wireType === VARINT) return { number, wireType, tagBytes, length: valueBytes, headerBytes: tagBytes };
  const headerBytes = tagBytes + valueBytes;
  const left = end - offset - headerBytes;
  if (value > left)
    throw new BadInput(
      end === window.size
        ? `the file is cut off or damaged: field ${number} at byte ${offset} claims ${value} bytes, but the file ends after ${left} of them; fetch it again`
        : `malformed protobuf: field ${number} at byte ${offset} claims ${value} bytes where ${left} are left`,
    );
  return { number, wireType, tagBytes, length: value, headerBytes };
}

async function copyFields(
  window: ByteWindow,
  start: number,
  end: number,
  kind: MessageKind,
  out: Skeleton,
  depth: number,
): Promise<void> {
  if (depth > DEEPEST_NESTING * 3) throw new BadInput(`subgraphs nest deeper than ${DEEPEST_NESTING} levels`);
  for (let offset = start; offset < end;) {
    const { number, wireType, tagBytes, length, headerBytes } = await readHeader(window, offset, end);
    const next = offset + headerBytes + length;
    if (wireType !== LENGTH_DELIMITED || length <= LONGEST_LEAF_BYTES) {
      out.append(await window.read(offset, next - offset), next - offset);
    } else {
      out.append(await window.read(offset, headerBytes), headerBytes);
      const inner = SUBMESSAGES[kind][number];
      if (inner === undefined) out.cut({ offset: offset + headerBytes, length });
      else {
        const place = out.length;
        await copyFields(window, offset + headerBytes, next, inner, out, depth + 1);
        out.patchLength(place, headerBytes - tagBytes);
      }
    }
    offset = next;
  }
}

function varintAt(bytes: Uint8Array, start: number, limit: number, offset: number): number {
  let value = 0;
  let scale = 1;
  for (let i = start; i < limit && i < start + 10; i++) {
    const byte = bytes[i] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
  const reason = limit - start >= 10 ? 'is longer than ten bytes' : 'is cut off';
  throw new BadInput(`malformed protobuf: a number near byte ${offset + start} ${reason}`);
}

/** How many bytes a varint takes that is there. */
function varintBytes(bytes: Uint8Array, start: number): number {
  let at = start;
  while ((bytes[at] ?? 0) >= 0x80) at++;
  return at - start + 1;
}

/** A growing copy of a message. Places in it differ from file offsets by the payloads cut out before, and no more. */
class Skeleton {
  readonly cuts = new Map<number, Cut>();
  #buffer = new Uint8Array(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  append(bytes: Uint8Array, count: number): void {
    if (this.#length + count > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + count));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes.subarray(0, count), this.#length);
    this.#length += count;
  }

  cut(cut: Cut): void {
    this.cuts.set(this.#length, cut);
  }

  /** Rewrites the length prefix before `place`, padded to as many bytes as it had: places stay where they are. */
  patchLength(place: number, prefixBytes: number): void {
    let rest = this.#length - place;
    for (let i = prefixBytes; i > 0; i--) {
      this.#buffer[place - i] = (rest % 128) | (i > 1 ? 0x80 : 0);
      rest = Math.floor(rest / 128);
    }
  }
}
