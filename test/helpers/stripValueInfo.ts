/** Field numbers of onnx.proto3 that lead to a graph or function, and those of value_info to leave out, per message. */
const MESSAGES = {
  model: { into: { 7: 'graph', 25: 'function' }, drop: 0 },
  graph: { into: { 1: 'node' }, drop: 13 },
  node: { into: { 5: 'attribute' }, drop: 0 },
  attribute: { into: { 6: 'graph', 11: 'graph' }, drop: 0 },
  function: { into: { 7: 'node' }, drop: 12 },
} as const;

type MessageName = keyof typeof MESSAGES;

/** The same model without value_info, in all of its graphs and functions; every other byte stays. */
export function stripValueInfo(model: Uint8Array): Uint8Array {
  return Buffer.concat(strip(Buffer.from(model), 'model'));
}

function strip(message: Buffer, name: MessageName): Buffer[] {
  const { into, drop } = MESSAGES[name];
  const kept: Buffer[] = [];
  for (let at = 0; at < message.length;) {
    const tag = readVarint(message, at);
    const field = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    if (wireType !== 2) {
      const next = wireType === 0 ? readVarint(message, tag.next).next : tag.next + (wireType === 1 ? 8 : 4);
      kept.push(message.subarray(at, next));
      at = next;
      continue;
    }
    const length = readVarint(message, tag.next);
    const value = message.subarray(length.next, length.next + length.value);
    const inner = (into as Readonly<Record<number, MessageName>>)[field];
    if (inner) {
      const parts = strip(value, inner);
      const size = parts.reduce((sum, part) => sum + part.length, 0);
      kept.push(message.subarray(at, tag.next), writeVarint(size), ...parts);
    } else if (field !== drop) kept.push(message.subarray(at, length.next + length.value));
    at = length.next + length.value;
  }
  return kept;
}

function readVarint(bytes: Buffer, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start, scale = 1; ; at++, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
  }
}

function writeVarint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}
