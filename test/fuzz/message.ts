import { join, tag, varint } from '../helpers/wireWriter';

/** Messages of onnx.proto that mutations tell apart; the fields of others are not looked into. */
export type Kind =
  | 'model'
  | 'opset'
  | 'graph'
  | 'node'
  | 'attribute'
  | 'tensor'
  | 'sparse'
  | 'function'
  | 'value'
  | 'type'
  | 'tensorType'
  | 'elementType'
  | 'shape'
  | 'dim'
  | 'entry';

/** Which field of a message holds which message. */
const CHILDREN: Readonly<Record<Kind, Readonly<Record<number, Kind>>>> = {
  model: { 7: 'graph', 8: 'opset', 14: 'entry', 25: 'function' },
  opset: {},
  graph: { 1: 'node', 5: 'tensor', 11: 'value', 12: 'value', 13: 'value', 15: 'sparse', 16: 'entry' },
  node: { 5: 'attribute', 9: 'entry' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 14: 'type', 22: 'sparse', 23: 'sparse' },
  tensor: { 13: 'entry' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  function: { 7: 'node', 9: 'opset', 11: 'attribute', 12: 'value' },
  value: { 2: 'type' },
  type: { 1: 'tensorType', 4: 'elementType', 5: 'elementType', 8: 'tensorType', 9: 'elementType' },
  tensorType: { 2: 'shape' },
  elementType: { 1: 'type', 2: 'type' },
  shape: { 1: 'dim' },
  dim: {},
  entry: {},
};

export interface Message {
  readonly kind: Kind;
  fields: Field[];
}

/** A field as it lies on the wire. Chunks are bytes unless they are a message that is told apart. */
export interface Field {
  readonly number: number;
  readonly wire: number;
  value: bigint | Uint8Array | Message;
  /** A length that is claimed in place of the true one. */
  claimed?: bigint;
}

/** Walks a message; null where the bytes are none. A part that is none stays a chunk of bytes. */
export function parse(bytes: Uint8Array, kind: Kind): Message | null {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const head = readVarint(bytes, at);
    if (head === null) return null;
    const [number, wire] = [Number(head.value >> 3n), Number(head.value & 7n)];
    if (number === 0 || number > 2 ** 29) return null;
    const next = readValue(bytes, head.end, wire);
    if (next === null) return null;
    const child = wire === 2 ? CHILDREN[kind][number] : undefined;
    const inner = child && next.value instanceof Uint8Array ? parse(next.value, child) : null;
    fields.push({ number, wire, value: inner ?? next.value });
    at = next.end;
  }
  return { kind, fields };
}

/** The bytes of a message; without recursion, since mutations nest deeper than a stack holds. */
export function encode(message: Message): Uint8Array {
  const sizes = sizesOf(message);
  const parts: Uint8Array[] = [];
  const open = [{ fields: message.fields, next: 0 }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const field = top.fields[top.next++];
    if (!field) open.pop();
    else if (isMessage(field.value)) {
      parts.push(tag(field.number, field.wire), prefixOf(field, sizes));
      open.push({ fields: field.value.fields, next: 0 });
    } else parts.push(leafOf(field));
  }
  return join(parts);
}

/** How many bytes a field takes. */
export function sizeOf(field: Field): number {
  return encode({ kind: 'entry', fields: [field] }).length;
}

function sizesOf(message: Message): ReadonlyMap<Message, number> {
  const order = [message];
  for (const each of order) for (const { value } of each.fields) if (isMessage(value)) order.push(value);
  const sizes = new Map<Message, number>();
  for (const each of order.reverse()) {
    const size = (field: Field): number =>
      isMessage(field.value)
        ? tag(field.number, field.wire).length + prefixOf(field, sizes).length + (sizes.get(field.value) ?? 0)
        : leafOf(field).length;
    sizes.set(
      each,
      each.fields.reduce((sum, field) => sum + size(field), 0),
    );
  }
  return sizes;
}

function prefixOf({ value, claimed }: Field, sizes: ReadonlyMap<Message, number>): Uint8Array {
  return varint(claimed ?? (isMessage(value) ? (sizes.get(value) ?? 0) : 0));
}

function leafOf({ number, wire, value, claimed }: Field): Uint8Array {
  if (isMessage(value)) return new Uint8Array();
  if (typeof value === 'bigint') return join([tag(number, wire), varint(value)]);
  const length = wire === 2 ? [varint(claimed ?? value.length)] : [];
  return join([tag(number, wire), ...length, value]);
}

export function isMessage(value: Field['value']): value is Message {
  return typeof value === 'object' && !(value instanceof Uint8Array);
}

/** A copy that shares nothing but bytes, which no mutation writes into. */
export function copyOf(field: Field): Field {
  const { value } = field;
  return isMessage(value)
    ? { ...field, value: { kind: value.kind, fields: value.fields.map(copyOf) } }
    : { ...field };
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

function readValue(bytes: Uint8Array, at: number, wire: number): Read<bigint | Uint8Array> | null {
  if (wire === 0) return readVarint(bytes, at);
  const length = wire === 2 ? readVarint(bytes, at) : { value: wire === 1 ? 8n : 4n, end: at };
  if (length === null || ![1, 2, 5].includes(wire)) return null;
  const end = length.end + Number(length.value);
  return end > bytes.length ? null : { value: bytes.subarray(length.end, end), end };
}

function readVarint(bytes: Uint8Array, at: number): Read<bigint> | null {
  let value = 0n;
  for (let i = 0; i < 10 && at + i < bytes.length; i++) {
    const byte = bytes[at + i] ?? 0;
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: at + i + 1 };
  }
  return null;
}
