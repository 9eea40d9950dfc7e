/** Protobuf wire types that ONNX files use; the group types 3 and 4 are long obsolete and refused. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

export function isWireType(wireType: number): boolean {
  return wireType === VARINT || wireType === LENGTH_DELIMITED || wireType === FIXED32 || wireType === FIXED64;
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
