import { bytesOf, DTYPES } from '../../../ir/dtype';
import type { Attribute, DeclaredTensor, Node, StoredTensor } from '../../../ir/graph';
import { BadInput } from '../../../diagnostics';
import { chunkField, chunkHead, int64Field, textField, varint } from './fields';
import { join } from '../../../bytes/join';

/** Elements of a new tensor, raw and little-endian; asked for when it is written. */
export type PayloadOf = (tensor: StoredTensor) => Promise<Uint8Array>;

/** AttributeProto.AttributeType. */
const TYPES = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const;

/** A new node. Throws BadInput for attributes that only a file can hold. */
export async function encodeNode(node: Node, payloadOf: PayloadOf): Promise<Uint8Array> {
  const attributes: Uint8Array[] = [];
  for (const [name, attribute] of node.attributes)
    attributes.push(chunkField(5, await encodeAttribute(name, attribute, payloadOf)));
  return join([
    ...node.inputs.map((name) => textField(1, name)),
    ...node.outputs.map((name) => textField(2, name)),
    ...(node.name === '' ? [] : [textField(3, node.name)]),
    textField(4, node.op),
    ...attributes,
    ...(node.domain === '' ? [] : [textField(7, node.domain)]),
    ...(node.overload === '' ? [] : [textField(8, node.overload)]),
  ]);
}

export async function encodeAttribute(
  name: string,
  attribute: Attribute,
  payloadOf: PayloadOf,
): Promise<Uint8Array> {
  const head = textField(1, name);
  const typed = (kind: keyof typeof TYPES, ...fields: readonly Uint8Array[]): Uint8Array =>
    join([head, ...fields, int64Field(20, TYPES[kind])]);
  switch (attribute.kind) {
    case 'int':
      return typed('int', int64Field(3, attribute.value));
    case 'ints':
      return typed('ints', ...attribute.value.map((value) => int64Field(8, value)));
    case 'float':
      return typed('float', floatField(2, attribute.value));
    case 'floats':
      return typed('floats', ...attribute.value.map((value) => floatField(7, value)));
    case 'string':
      return typed('string', textField(4, attribute.value));
    case 'strings':
      return typed('strings', ...attribute.value.map((value) => textField(9, value)));
    case 'tensor': {
      const payload = await payloadOf(attribute.value);
      const tensor = join([tensorHead(attribute.value), chunkField(RAW_DATA, payload)]);
      return typed('tensor', chunkField(5, tensor));
    }
    default:
      throw new BadInput(`attribute "${name}" is of a kind that cannot be written anew`);
  }
}

function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join([varint(field * 8 + 5), bytes]);
}

/** Fields of TensorProto that say where or what its elements are; field 14 is 1 where they lie in another file. */
const RAW_DATA = 9;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const EXTERNAL = 1;
export const ELEMENT_FIELDS: ReadonlySet<number> = new Set([
  4,
  5,
  6,
  7,
  RAW_DATA,
  10,
  11,
  EXTERNAL_DATA,
  DATA_LOCATION,
]);

/** Fields of a tensor in front of its raw elements. */
export function tensorHead({ name, dims, dtype }: StoredTensor): Uint8Array {
  if (dtype === null) throw new BadInput(`tensor "${name}" has no element type`);
  return join([
    ...dims.map((dim) => int64Field(1, dim)),
    int64Field(2, DTYPES[dtype].code),
    ...(name === '' ? [] : [textField(8, name)]),
  ]);
}

/** Bytes of a new tensor's elements. */
export function payloadBytes({ name, dims, dtype }: StoredTensor): number {
  if (dtype === null || dtype === 'string')
    throw new BadInput(`tensor "${name}" has no elements of a fixed size`);
  const bytes = bytesOf(
    dtype,
    dims.reduce((a, b) => a * b, 1),
  );
  if (dims.some((dim) => dim < 0) || !Number.isSafeInteger(bytes))
    throw new BadInput(`tensor "${name}" has the dims [${dims.join(', ')}], which no tensor has`);
  return bytes;
}

/** A graph field that holds a tensor whose elements follow, up to and with the tag and length of those. */
export function tensorFieldHead(field: number, head: Uint8Array, elementBytes: number): Uint8Array {
  const raw = chunkHead(RAW_DATA, elementBytes);
  return join([chunkHead(field, head.length + raw.length + elementBytes), head, raw]);
}

/** A graph field that holds a tensor whose elements lie in another file. */
export function externalTensorField(
  field: number,
  head: Uint8Array,
  place: { readonly location: string; readonly offset: number; readonly length: number },
): Uint8Array {
  const entries = Object.entries(place).map(([key, value]) =>
    chunkField(EXTERNAL_DATA, encodeEntry(key, String(value))),
  );
  return chunkField(field, join([head, ...entries, int64Field(DATA_LOCATION, EXTERNAL)]));
}

/** A graph input, output or inner declaration. */
export function encodeValueInfo({ name, dtype, shape }: DeclaredTensor): Uint8Array {
  const dims = shape?.map((dim) =>
    chunkField(
      1,
      dim === null ? new Uint8Array(0) : typeof dim === 'number' ? int64Field(1, dim) : textField(2, dim),
    ),
  );
  const type = join([
    ...(dtype === null ? [] : [int64Field(1, DTYPES[dtype].code)]),
    ...(dims ? [chunkField(2, join(dims))] : []),
  ]);
  return join([textField(1, name), chunkField(2, chunkField(1, type))]);
}

/** A key with its value. */
export function encodeEntry(key: string, value: string): Uint8Array {
  return join([textField(1, key), textField(2, value)]);
}
