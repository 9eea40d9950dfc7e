import { onnx } from 'onnx-proto';
import { DTYPES, type DType } from '../../extension/engine/ir/dtype';
import { chunkField, join, varintField } from './wireWriter';

/** ONNX models in code. What ONNX 1.10 had is encoded by onnx-proto, the containers and newer fields by hand. */

export interface ModelSpec {
  readonly graph: GraphSpec;
  /** Version per domain; default { '': 21 }. */
  readonly opsets?: Readonly<Record<string, number>>;
  readonly irVersion?: number;
  readonly functions?: readonly FunctionSpec[];
  readonly producer?: string;
  /** Raw fields appended to the message. */
  readonly extra?: readonly Uint8Array[];
}

export interface GraphSpec {
  readonly name?: string;
  readonly inputs?: readonly ValueSpec[];
  readonly outputs?: readonly ValueSpec[];
  readonly nodes?: readonly NodeSpec[];
  readonly initializers?: readonly TensorSpec[];
  readonly sparse?: readonly SparseSpec[];
  readonly declared?: readonly ValueSpec[];
  readonly extra?: readonly Uint8Array[];
}

export interface NodeSpec {
  readonly op: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly overload?: string;
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly extra?: readonly Uint8Array[];
}

/** A name alone stands for a tensor of unknown type and rank. */
export type ValueSpec =
  string | readonly [name: string, dtype: DType, shape: readonly (number | string | null)[] | null];

export interface TensorSpec {
  readonly name?: string;
  readonly dtype: DType | number;
  readonly dims: readonly number[];
  readonly raw?: Uint8Array;
  readonly float?: readonly number[];
  readonly int32?: readonly number[];
  readonly int64?: readonly number[];
  readonly double?: readonly number[];
  readonly uint64?: readonly number[];
  readonly strings?: readonly string[];
  /** Entries of external_data; the location is then external. */
  readonly external?: Readonly<Record<string, string>>;
  readonly extra?: readonly Uint8Array[];
}

export interface SparseSpec {
  readonly values: TensorSpec;
  readonly indices: TensorSpec;
  readonly dims: readonly number[];
}

/** Numbers: integers are `int`, others `float`; the tagged forms say it outright. */
export type AttributeSpec =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: TensorSpec }
  | { readonly graph: GraphSpec }
  | { readonly reference: string }
  | { readonly fields: readonly Uint8Array[] };

export interface FunctionSpec {
  readonly domain: string;
  readonly name: string;
  readonly overload?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly nodes: readonly NodeSpec[];
  readonly attributes?: readonly string[];
  readonly defaults?: Readonly<Record<string, AttributeSpec>>;
  readonly opsets?: Readonly<Record<string, number>>;
  readonly declared?: readonly ValueSpec[];
}

export function buildModel(spec: ModelSpec): Uint8Array {
  return join([
    varintField(1, spec.irVersion ?? 10),
    ...(spec.producer === undefined ? [] : [chunkField(2, spec.producer)]),
    chunkField(7, buildGraph(spec.graph)),
    ...opsetImports(8, spec.opsets ?? { '': 21 }),
    ...(spec.functions ?? []).map((f) => chunkField(25, buildFunction(f))),
    ...(spec.extra ?? []),
  ]);
}

export function buildGraph(spec: GraphSpec): Uint8Array {
  return join([
    ...(spec.nodes ?? []).map((node) => chunkField(1, buildNode(node))),
    chunkField(2, spec.name ?? 'main'),
    ...(spec.initializers ?? []).map((tensor) => chunkField(5, buildTensor(tensor))),
    ...(spec.inputs ?? []).map((value) => chunkField(11, buildValue(value))),
    ...(spec.outputs ?? []).map((value) => chunkField(12, buildValue(value))),
    ...(spec.declared ?? []).map((value) => chunkField(13, buildValue(value))),
    ...(spec.sparse ?? []).map((tensor) => chunkField(15, buildSparse(tensor))),
    ...(spec.extra ?? []),
  ]);
}

export function buildNode(spec: NodeSpec): Uint8Array {
  const known = onnx.NodeProto.encode({
    input: [...(spec.inputs ?? [])],
    output: [...(spec.outputs ?? [])],
    name: spec.name ?? '',
    opType: spec.op,
    domain: spec.domain ?? '',
  }).finish();
  return join([
    known,
    ...Object.entries(spec.attributes ?? {}).map(([name, value]) =>
      chunkField(5, buildAttribute(name, value)),
    ),
    ...(spec.overload === undefined ? [] : [chunkField(8, spec.overload)]),
    ...Object.entries(spec.metadata ?? {}).map(([key, value]) => chunkField(9, buildEntry(key, value))),
    ...(spec.extra ?? []),
  ]);
}

export function buildAttribute(name: string, value: AttributeSpec): Uint8Array {
  const types = onnx.AttributeProto.AttributeType;
  const encode = (fields: onnx.IAttributeProto): Uint8Array =>
    onnx.AttributeProto.encode({ name, ...fields }).finish();
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? encode({ type: types.INT, i: value })
      : encode({ type: types.FLOAT, f: value });
  if (typeof value === 'string') return encode({ type: types.STRING, s: utf8(value) });
  if (isList(value))
    return value.every((item) => typeof item === 'string')
      ? buildAttribute(name, { strings: value })
      : buildAttribute(
          name,
          value.every(Number.isInteger) ? { ints: value.map(Number) } : { floats: value.map(Number) },
        );
  if ('float' in value) return encode({ type: types.FLOAT, f: value.float });
  if ('floats' in value) return encode({ type: types.FLOATS, floats: [...value.floats] });
  if ('ints' in value) return encode({ type: types.INTS, ints: [...value.ints] });
  if ('strings' in value) return encode({ type: types.STRINGS, strings: value.strings.map(utf8) });
  if ('reference' in value) return encode({ refAttrName: value.reference });
  if ('tensor' in value)
    return join([encode({ type: types.TENSOR }), chunkField(5, buildTensor(value.tensor))]);
  if ('graph' in value) return join([encode({ type: types.GRAPH }), chunkField(6, buildGraph(value.graph))]);
  return join([encode({}), ...value.fields]);
}

export function buildTensor(spec: TensorSpec): Uint8Array {
  const known = onnx.TensorProto.encode({
    dims: [...spec.dims],
    name: spec.name ?? '',
    ...(spec.float && { floatData: [...spec.float] }),
    ...(spec.int32 && { int32Data: [...spec.int32] }),
    ...(spec.int64 && { int64Data: [...spec.int64] }),
    ...(spec.double && { doubleData: [...spec.double] }),
    ...(spec.uint64 && { uint64Data: [...spec.uint64] }),
    ...(spec.strings && { stringData: spec.strings.map((text) => new TextEncoder().encode(text)) }),
    ...(spec.raw && { rawData: spec.raw }),
  }).finish();
  const code = typeof spec.dtype === 'number' ? spec.dtype : DTYPES[spec.dtype].code;
  const entries = Object.entries(spec.external ?? {}).map(([key, value]) =>
    chunkField(13, buildEntry(key, value)),
  );
  const location = spec.external === undefined ? [] : [varintField(14, 1)];
  return join([known, varintField(2, code), ...entries, ...location, ...(spec.extra ?? [])]);
}

/** Elements as a raw little-endian payload of 64-bit integers. */
export function int64Bytes(...values: readonly number[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
}

export function float32Bytes(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function buildSparse({ values, indices, dims }: SparseSpec): Uint8Array {
  return join([
    chunkField(1, buildTensor(values)),
    chunkField(2, buildTensor(indices)),
    ...dims.map((dim) => varintField(3, dim)),
  ]);
}

export function buildValue(spec: ValueSpec): Uint8Array {
  if (typeof spec === 'string') return onnx.ValueInfoProto.encode({ name: spec }).finish();
  const [name, dtype, shape] = spec;
  const dim = shape?.map((size) =>
    size === null ? {} : typeof size === 'string' ? { dimParam: size } : { dimValue: size },
  );
  const tensorType = { elemType: DTYPES[dtype].code, ...(dim && { shape: { dim } }) };
  return onnx.ValueInfoProto.encode({ name, type: { tensorType } }).finish();
}

export function buildFunction(spec: FunctionSpec): Uint8Array {
  const texts = (field: number, names: readonly string[] = []): readonly Uint8Array[] =>
    names.map((name) => chunkField(field, name));
  return join([
    chunkField(1, spec.name),
    ...texts(4, spec.inputs),
    ...texts(5, spec.outputs),
    ...texts(6, spec.attributes),
    ...spec.nodes.map((node) => chunkField(7, buildNode(node))),
    ...opsetImports(9, spec.opsets ?? { '': 21 }),
    chunkField(10, spec.domain),
    ...Object.entries(spec.defaults ?? {}).map(([name, value]) =>
      chunkField(11, buildAttribute(name, value)),
    ),
    ...(spec.declared ?? []).map((value) => chunkField(12, buildValue(value))),
    ...(spec.overload === undefined ? [] : [chunkField(13, spec.overload)]),
  ]);
}

function opsetImports(field: number, opsets: Readonly<Record<string, number>>): readonly Uint8Array[] {
  return Object.entries(opsets).map(([domain, version]) =>
    chunkField(field, onnx.OperatorSetIdProto.encode({ domain, version }).finish()),
  );
}

function buildEntry(key: string, value: string): Uint8Array {
  return onnx.StringStringEntryProto.encode({ key, value }).finish();
}

function isList(value: AttributeSpec): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}
