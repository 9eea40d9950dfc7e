import { toInt64 } from '../bytes/int64';
import type { DType } from '../ir/dtype';
import { bitsOf } from '../ir/dtype';

/** Elements of a new tensor before they take their type. */
export type Numbers = Float32Array | Float64Array | Int8Array | Uint8Array;

type WriteElement = (view: DataView, at: number, value: number) => void;

const WRITERS: Partial<Record<DType, WriteElement>> = {
  float32: (view, at, value) => {
    view.setFloat32(at, value, true);
  },
  float64: (view, at, value) => {
    view.setFloat64(at, value, true);
  },
  float16: (view, at, value) => {
    view.setUint16(at, toHalf(value), true);
  },
  bfloat16: (view, at, value) => {
    view.setUint16(at, toBfloat(value), true);
  },
  int64: (view, at, value) => {
    view.setBigInt64(at, toInt64(value), true);
  },
  uint64: (view, at, value) => {
    view.setBigUint64(at, BigInt(Math.trunc(value)), true);
  },
  int32: (view, at, value) => {
    view.setInt32(at, value, true);
  },
  uint32: (view, at, value) => {
    view.setUint32(at, value, true);
  },
  int16: (view, at, value) => {
    view.setInt16(at, value, true);
  },
  uint16: (view, at, value) => {
    view.setUint16(at, value, true);
  },
  int8: (view, at, value) => {
    view.setInt8(at, value);
  },
  uint8: (view, at, value) => {
    view.setUint8(at, value);
  },
  bool: (view, at, value) => {
    view.setUint8(at, Number(value !== 0));
  },
};

/** Raw little-endian elements as ONNX stores them; types below a byte share bytes, the first element in the low bits. Null for types that no recipe makes. */
export function encodeElements(values: Numbers | readonly number[], dtype: DType): Uint8Array | null {
  const bits = bitsOf(dtype);
  if (bits === 2 || bits === 4) return packed(values, bits);
  const write = WRITERS[dtype];
  if (!write) return null;
  const bytes = new Uint8Array((values.length * bits) / 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) write(view, (i * bits) / 8, values[i] ?? 0);
  return bytes;
}

function packed(values: Numbers | readonly number[], bits: 2 | 4): Uint8Array {
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  const bytes = new Uint8Array(Math.ceil(values.length / perByte));
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor(i / perByte);
    bytes[at] = (bytes[at] ?? 0) | (((values[i] ?? 0) & mask) << ((i % perByte) * bits));
  }
  return bytes;
}

const scratch = new DataView(new ArrayBuffer(4));

/** IEEE 754 binary16, rounding half to even; what is too large becomes infinite. */
export function toHalf(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  const power = exponent - 127 + 15;
  if (power >= 31) return sign | 0x7c00;
  if (power <= 0) {
    if (power < -10) return sign;
    return sign | rounded(fraction | 0x800000, 14 - power);
  }
  // A carry out of the fraction moves into the exponent, as it should.
  return sign + ((power << 10) + rounded(fraction, 13));
}

function rounded(value: number, shift: number): number {
  const half = 2 ** (shift - 1);
  const rest = value % (2 * half);
  const whole = Math.floor(value / (2 * half));
  return rest > half || (rest === half && whole % 2 === 1) ? whole + 1 : whole;
}

/** The upper half of a binary32, rounding half to even. */
export function toBfloat(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  if (Number.isNaN(value)) return (bits >>> 16) | 0x40;
  const upper = Math.floor(bits / 0x10000);
  const rest = bits % 0x10000;
  return rest > 0x8000 || (rest === 0x8000 && upper % 2 === 1) ? upper + 1 : upper;
}
