/** Element types under ONNX's names in lower case, as reports print them. */
export const DTYPES = {
  float32: { code: 1, bits: 32, family: 'float' },
  uint8: { code: 2, bits: 8, family: 'int' },
  int8: { code: 3, bits: 8, family: 'int' },
  uint16: { code: 4, bits: 16, family: 'int' },
  int16: { code: 5, bits: 16, family: 'int' },
  int32: { code: 6, bits: 32, family: 'int' },
  int64: { code: 7, bits: 64, family: 'int' },
  string: { code: 8, bits: 0, family: 'other' },
  bool: { code: 9, bits: 8, family: 'bool' },
  float16: { code: 10, bits: 16, family: 'float' },
  float64: { code: 11, bits: 64, family: 'float' },
  uint32: { code: 12, bits: 32, family: 'int' },
  uint64: { code: 13, bits: 64, family: 'int' },
  complex64: { code: 14, bits: 64, family: 'complex' },
  complex128: { code: 15, bits: 128, family: 'complex' },
  bfloat16: { code: 16, bits: 16, family: 'float' },
  float8e4m3fn: { code: 17, bits: 8, family: 'float' },
  float8e4m3fnuz: { code: 18, bits: 8, family: 'float' },
  float8e5m2: { code: 19, bits: 8, family: 'float' },
  float8e5m2fnuz: { code: 20, bits: 8, family: 'float' },
  uint4: { code: 21, bits: 4, family: 'int' },
  int4: { code: 22, bits: 4, family: 'int' },
  float4e2m1: { code: 23, bits: 4, family: 'float' },
  float8e8m0: { code: 24, bits: 8, family: 'float' },
  uint2: { code: 25, bits: 2, family: 'int' },
  int2: { code: 26, bits: 2, family: 'int' },
} as const satisfies Record<string, { code: number; bits: number; family: DTypeFamily }>;

export type DTypeFamily = 'float' | 'int' | 'bool' | 'complex' | 'other';
export type DType = keyof typeof DTYPES;

const BY_CODE = new Map<number, DType>(
  Object.entries(DTYPES).map(([name, { code }]) => [code, name as DType]),
);

/** The element type with this TensorProto.DataType code; null for 0 (undefined) and for codes from the future. */
export function dtypeFromCode(code: number): DType | null {
  return BY_CODE.get(code) ?? null;
}

/** Bits that one element takes in memory; 0 for strings, whose size only the content tells. */
export function bitsOf(dtype: DType): number {
  return DTYPES[dtype].bits;
}

export function familyOf(dtype: DType): DTypeFamily {
  return DTYPES[dtype].family;
}

/** Bytes of `elements` packed elements; types below a byte share bytes, and a last partial byte counts whole. */
export function bytesOf(dtype: DType, elements: number): number {
  return Math.ceil((elements * bitsOf(dtype)) / 8);
}
