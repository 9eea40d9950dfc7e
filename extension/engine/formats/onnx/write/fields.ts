import { toInt64 } from '../../../bytes/int64';
import { join } from '../../../bytes/join';

/** Bytes of protobuf fields, for messages that are put together by hand. */

/** A varint of an unsigned number up to 2^53. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

/** Tag and length of a length-delimited field. */
export function chunkHead(field: number, length: number): Uint8Array {
  return join([varint(field * 8 + 2), varint(length)]);
}

export function chunkField(field: number, bytes: Uint8Array): Uint8Array {
  return join([chunkHead(field, bytes.length), bytes]);
}

/** A signed number as a 64-bit varint field. */
export function int64Field(field: number, value: number): Uint8Array {
  if (value >= 0 && value < 2 ** 53) return join([varint(field * 8), varint(value)]);
  let rest = BigInt.asUintN(64, toInt64(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low + 128 : low);
  } while (rest > 0n);
  return join([varint(field * 8), Uint8Array.from(bytes)]);
}

/** Text as UTF-8; the engine has no TextEncoder. */
export function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text);
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at++)
    if (escaped[at] === '%') {
      bytes.push(parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(escaped.charCodeAt(at));
  return Uint8Array.from(bytes);
}

export function textField(field: number, text: string): Uint8Array {
  return chunkField(field, utf8(text));
}
