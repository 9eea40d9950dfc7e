import type { DType } from '../ir/dtype';
import type { Values } from './values';

/** Reads little-endian elements: the first at byte `at`. */
type Read = (view: DataView, at: number) => number;

const READERS: Partial<Record<DType, Read>> = {
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
  float16: (view, at) => halfToNumber(view.getUint16(at, true)),
  bfloat16: (view, at) => bfloatToNumber(view.getUint16(at, true)),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  int16: (view, at) => view.getInt16(at, true),
  uint16: (view, at) => view.getUint16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
};

/** What an element of a protobuf list stands for, from the low and the high half of its varint. */
type FromWord = (low: number, high: number) => number;

const FROM_WORDS: Partial<Record<DType, FromWord>> = {
  float16: (low) => halfToNumber(low & 0xffff),
  bfloat16: (low) => bfloatToNumber(low & 0xffff),
  int8: (low) => low | 0,
  uint8: (low) => low | 0,
  int16: (low) => low | 0,
  uint16: (low) => low | 0,
  int32: (low) => low | 0,
  int64: (low, high) => (high | 0) * 2 ** 32 + (low >>> 0),
};

/** Whether values of this type are read: floats down to 16 bits and integers. */
export function isReadable(dtype: DType): boolean {
  return READERS[dtype] !== undefined || isNibble(dtype);
}

/** Two elements a byte, the first in the low half. */
export function isNibble(dtype: DType): dtype is 'int4' | 'uint4' {
  return dtype === 'int4' || dtype === 'uint4';
}

/** Whether float32 may not hold a value of this type exactly. */
export function needsDoubles(dtype: DType): boolean {
  return dtype === 'float64' || dtype === 'int32' || dtype === 'int64';
}

/** Decodes whole raw elements of `size` bytes into `values` from `to` on; of half-byte types as many as fit. */
export function decodeRaw(dtype: DType, size: number, bytes: Uint8Array, values: Values, to: number): void {
  if (isNibble(dtype)) {
    for (const byte of bytes) to = putNibbles(dtype, byte, values, to);
    return;
  }
  const read = READERS[dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; read && at + size <= bytes.byteLength; at += size) values[to++] = read(view, at);
}

/** Puts what one varint of a protobuf list holds at `to`; returns the place after it. */
export function putWord(dtype: DType, low: number, high: number, values: Values, to: number): number {
  if (isNibble(dtype)) return putNibbles(dtype, low & 0xff, values, to);
  values[to] = FROM_WORDS[dtype]?.(low, high) ?? 0;
  return to + 1;
}

/** What would lie beyond the end of `values` only filled the last byte. */
function putNibbles(dtype: 'int4' | 'uint4', byte: number, values: Values, to: number): number {
  const [low, high] = [byte & 0xf, byte >> 4];
  values[to] = dtype === 'int4' && low > 7 ? low - 16 : low;
  if (to + 1 < values.length) values[to + 1] = dtype === 'int4' && high > 7 ? high - 16 : high;
  return to + 2;
}

/** 2^(e - 15) for every exponent of a binary16 but the last. */
const HALF_POWERS = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (exponent - 15));

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * (HALF_POWERS[exponent] ?? 0);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of an IEEE 754 binary32. */
function bfloatToNumber(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}
