import { onnx } from 'onnx-proto';
import { util } from 'protobufjs/minimal';
import { BadInput } from '../../diagnostics';
import { dtypeFromCode } from '../../ir/dtype';
import type { Attribute, DeclaredTensor } from '../../ir/graph';
import type { Content } from '../../ir/tensor';
import { elements } from '../../ir/tensor';
import { isFollowed, rawElements } from './rawElements';

/** The only file that knows onnx-proto: it decodes small messages that ONNX 1.10 already had. */

export interface OpsetImport {
  readonly domain: string;
  readonly version: number;
}

/** A graph's input, output or value_info entry. */
export function decodeValueInfo(bytes: Uint8Array): DeclaredTensor {
  const info: onnx.IValueInfoProto = decode('ValueInfoProto', bytes, (b) => onnx.ValueInfoProto.decode(b));
  return { name: info.name ?? '', ...declaredType(info.type) };
}

/** A tensor's type, or what a sequence, an optional or a map holds. The decoder limits how deep types nest. */
function declaredType(type: onnx.ITypeProto | null | undefined): Omit<DeclaredTensor, 'name'> {
  const tensor = type?.tensorType;
  const none = { dtype: null, shape: null };
  if (type?.sequenceType)
    return { ...none, holds: { kind: 'sequence', element: declaredType(type.sequenceType.elemType) } };
  if (type?.optionalType)
    return { ...none, holds: { kind: 'optional', element: declaredType(type.optionalType.elemType) } };
  if (type?.mapType)
    return { ...none, holds: { kind: 'map', element: declaredType(type.mapType.valueType) } };
  return {
    dtype: dtypeFromCode(tensor?.elemType ?? 0),
    shape: tensor?.shape ? (tensor.shape.dim ?? []).map(declaredDim) : null,
  };
}

/** A dim's number or name; null where it is open, for which some exporters write -1. */
function declaredDim({ dimParam, dimValue }: onnx.TensorShapeProto.IDimension): number | string | null {
  if (typeof dimParam === 'string' && dimParam !== '') return dimParam;
  const size = dimValue === null || dimValue === undefined ? -1 : int(dimValue);
  return size < 0 ? null : size;
}

export function decodeOpsetImport(bytes: Uint8Array): OpsetImport {
  const opset: onnx.IOperatorSetIdProto = decode('OperatorSetIdProto', bytes, (b) =>
    onnx.OperatorSetIdProto.decode(b),
  );
  return { domain: opset.domain ?? '', version: int(opset.version ?? 0) };
}

export function decodeEntry(bytes: Uint8Array): readonly [key: string, value: string] {
  const entry: onnx.IStringStringEntryProto = decode('StringStringEntryProto', bytes, (b) =>
    onnx.StringStringEntryProto.decode(b),
  );
  return [entry.key ?? '', entry.value ?? ''];
}

/** An attribute that holds numbers or text; those with tensors or graphs are walked instead. */
export function decodeAttribute(bytes: Uint8Array): Attribute {
  const attribute: onnx.IAttributeProto = decode('AttributeProto', bytes, (b) =>
    onnx.AttributeProto.decode(b),
  );
  const { refAttrName, floats, ints, strings } = attribute;
  if (refAttrName) return { kind: 'reference', value: refAttrName };
  if (has(attribute, 'f')) return { kind: 'float', value: attribute.f ?? 0 };
  if (has(attribute, 'i')) return { kind: 'int', value: int(attribute.i ?? 0) };
  if (has(attribute, 's')) return { kind: 'string', value: text(attribute.s) };
  if (floats?.length) return { kind: 'floats', value: floats };
  if (ints?.length) return { kind: 'ints', value: ints.map(int) };
  if (strings?.length) return { kind: 'strings', value: strings.map(text) };
  return emptyAttribute(attribute.type ?? onnx.AttributeProto.AttributeType.UNDEFINED);
}

/** Elements of a small tensor, whichever field holds them; null for types whose elements are never followed. */
export function decodeElements(bytes: Uint8Array): Content | null {
  const tensor: onnx.ITensorProto = decode('TensorProto', bytes, (b) => onnx.TensorProto.decode(b));
  if (tensor.rawData && tensor.rawData.length > 0) return decodeRaw(tensor.dataType ?? 0, tensor.rawData);
  const dtype = dtypeFromCode(tensor.dataType ?? 0);
  if (dtype === null || !isFollowed(dtype)) return null;
  const { floatData, int32Data, int64Data, doubleData, uint64Data } = tensor;
  if (dtype === 'float16' || dtype === 'bfloat16') return rawWords(dtype, int32Data ?? []);
  const lists = [floatData, int32Data, int64Data, doubleData, uint64Data];
  const filled = lists.find((list) => list && list.length > 0);
  return elements((filled ?? []).map(int));
}

/** Text of UTF-8 bytes. */
export function utf8Text(buffer: Uint8Array, start: number, end: number): string {
  return util.utf8.read(buffer, start, end);
}

/** Elements of raw_data. */
export function decodeRaw(dataType: number, bytes: Uint8Array): Content | null {
  const dtype = dtypeFromCode(dataType);
  const values = dtype && rawElements(dtype, bytes);
  return values && elements(values);
}

/** 16-bit floats in int32_data lie in the low half of each word. */
function rawWords(dtype: 'float16' | 'bfloat16', words: readonly number[]): Content | null {
  const bytes = new Uint8Array(Uint16Array.from(words).buffer);
  const values = rawElements(dtype, bytes);
  return values && elements(values);
}

/** Lists of no element and absent zero values are not on the wire: only the declared type tells them apart. */
function emptyAttribute(type: onnx.AttributeProto.AttributeType): Attribute {
  const types = onnx.AttributeProto.AttributeType;
  if (type === types.INTS) return { kind: 'ints', value: [] };
  if (type === types.FLOATS) return { kind: 'floats', value: [] };
  if (type === types.STRINGS) return { kind: 'strings', value: [] };
  if (type === types.INT) return { kind: 'int', value: 0 };
  if (type === types.FLOAT) return { kind: 'float', value: 0 };
  if (type === types.STRING) return { kind: 'string', value: '' };
  return { kind: 'other', value: String(type) };
}

function has(message: object, field: string): boolean {
  return Object.hasOwn(message, field);
}

function text(bytes: Uint8Array | null | undefined): string {
  return bytes ? utf8Text(bytes, 0, bytes.length) : '';
}

/** 64-bit integers arrive as objects; beyond 2^53 the nearest double serves (INT64_MAX marks open ends). */
function int(value: unknown): number {
  return typeof value === 'number' ? value : Number(String(value));
}

function decode<T>(what: string, bytes: Uint8Array, decoder: (bytes: Uint8Array) => T): T {
  try {
    return decoder(bytes);
  } catch (error) {
    throw new BadInput(
      `malformed protobuf in a ${what}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
