/** Protobuf on the wire, written by hand: for fields that onnx-proto does not know, and for broken ones. */

/** A varint of as many bytes as it needs, or padded to `bytes`. Negative numbers take ten, as in two's complement. */
export function varint(value: number | bigint, bytes = 0): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  do {
    out.push(Number(rest & 0x7fn));
    rest >>= 7n;
  } while (rest > 0n || out.length < bytes);
  return Uint8Array.from(out, (byte, i) => (i < out.length - 1 ? byte | 0x80 : byte));
}

export function tag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

/** A length-delimited field: bytes, text or a message. `prefixBytes` pads the length. */
export function chunkField(field: number, content: Uint8Array | string, prefixBytes = 0): Uint8Array {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return join([tag(field, 2), varint(bytes.length, prefixBytes), bytes]);
}

export function varintField(field: number, value: number | bigint): Uint8Array {
  return join([tag(field, 0), varint(value)]);
}

export function fixed32Field(field: number, bits: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, bits, true);
  return join([tag(field, 5), bytes]);
}

export function fixed64Field(field: number, bits: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, bits, true);
  return join([tag(field, 1), bytes]);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
