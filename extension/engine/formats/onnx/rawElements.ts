import type { DType } from '../../ir/dtype';

type ReadElement = (view: DataView, offset: number) => number;

/** Readers of little-endian elements, by type; types that shapes never depend on are absent. */
const READERS: Partial<Record<DType, { bytes: number; read: ReadElement }>> = {
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  float64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  float16: { bytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)) },
  bfloat16: { bytes: 2, read: (view, at) => bfloatToNumber(view.getUint16(at, true)) },
  int64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  uint64: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  uint32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  int16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  int8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  bool: { bytes: 1, read: (view, at) => Number(view.getUint8(at) !== 0) },
};

/** Whether elements of this type are ever read: typed fields hold others as bit patterns or in pairs. */
export function isFollowed(dtype: DType): boolean {
  return READERS[dtype] !== undefined;
}

/** The elements of a raw tensor payload, as far as whole ones are there; null for types that are not followed. */
export function rawElements(dtype: DType, bytes: Uint8Array): readonly number[] | null {
  const reader = READERS[dtype];
  if (reader === undefined) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: number[] = [];
  for (let at = 0; at + reader.bytes <= bytes.byteLength; at += reader.bytes)
    values.push(reader.read(view, at));
  return values;
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of an IEEE 754 binary32. */
function bfloatToNumber(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}
