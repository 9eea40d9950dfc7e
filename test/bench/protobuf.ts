/** A field of a protobuf message, or several one after the other, ready to be written. */
export type Field = Uint8Array;

/** A value that is followed by `length` bytes which are not spelled out: the length prefix counts them. */
export interface OpenField {
  readonly head: Uint8Array;
  readonly length: number;
}

const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

const encoder = new TextEncoder();

/** A non-negative integer field; exact up to 2^53. */
export function int(number: number, value: number): Field {
  return Uint8Array.from([...varint(number * 8 + VARINT), ...varint(value)]);
}

export function float(number: number, value: number): Field {
  return Uint8Array.from([...varint(number * 8 + FIXED32), ...new Uint8Array(Float32Array.of(value).buffer)]);
}

export function text(number: number, value: string): Field {
  return bytes(number, encoder.encode(value));
}

/** A packed list of non-negative integers. */
export function ints(number: number, values: readonly number[]): Field {
  return bytes(number, Uint8Array.from(values.flatMap(varint)));
}

export function message(number: number, ...fields: readonly Field[]): Field {
  return bytes(number, concat(fields));
}

export function bytes(number: number, value: Uint8Array): Field {
  return concat([opening(number, value.length), value]);
}

/** Tag and length prefix of a field whose value of `length` bytes comes from elsewhere. */
export function opening(number: number, length: number): Uint8Array {
  return Uint8Array.from([...varint(number * 8 + DELIMITED), ...varint(length)]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

function varint(value: number): readonly number[] {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) | 0x80);
  return [...digits, rest];
}
