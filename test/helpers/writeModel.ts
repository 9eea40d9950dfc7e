import { createEngine } from '../../extension/engine/api';
import type {
  Attribute,
  DeclaredTensor,
  Graph,
  Model,
  Node,
  StoredTensor,
} from '../../extension/engine/ir/graph';
import { bytesOf, type DType } from '../../extension/engine/ir/dtype';
import { valuesOf } from '../../extension/engine/ir/tensor';
import type { AnalyzeOptions } from '../../extension/shared/engineCalls';
import type { Report } from '../../extension/shared/report';
import type { Costs } from '../../extension/shared/suggestions';
import { memoryHost } from './memoryHost';
import {
  type AttributeSpec,
  buildModel,
  type GraphSpec,
  type NodeSpec,
  type SparseSpec,
  type TensorSpec,
  type ValueSpec,
} from './onnxBuilder';
import { varintField } from './wireWriter';

/** Where payloads would lie that are not written along: prices do not need them. */
const WEIGHTS_FILE = 'weights.bin';

/**
 * A model in memory, as an edit leaves it, as an ONNX file. Small known contents are inline, all other elements are
 * said to lie in a file that does not exist. Only graphs without calls of functions can be written.
 */
export function writeModel(model: Model): Uint8Array {
  const place = { offset: 0 };
  const opsets = Object.fromEntries(model.opsets);
  return buildModel({ graph: graphSpec(model.graph, model, place), opsets });
}

/** What the engine's report says of a file in memory: read, inlined, inferred and priced like any other. */
export async function reportOn(bytes: Uint8Array, options: Partial<AnalyzeOptions> = {}): Promise<Report> {
  const engine = createEngine(memoryHost({ '/model.onnx': bytes }));
  return engine.analyze('/model.onnx', { hardware: 'horowitz-45nm', dims: {}, inputShapes: {}, ...options });
}

/** What a file costs as a whole. */
export async function priceFile(bytes: Uint8Array, options: Partial<AnalyzeOptions> = {}): Promise<Costs> {
  const { totals } = await reportOn(bytes, options);
  const { macs, flops, params, weightBytes, movedBytes, peakActivationBytes, energy } = totals;
  return { macs, flops, params, weightBytes, movedBytes, peakActivationBytes, energyPj: energy.totalPj };
}

/** The next free byte of the file of weights. */
interface Place {
  offset: number;
}

function graphSpec(graph: Graph, model: Model, place: Place): GraphSpec {
  const stored = [...graph.initializers.values()];
  const isSparse = ({ storedElements }: StoredTensor): boolean => storedElements !== undefined;
  return {
    name: graph.name,
    inputs: graph.inputs.map(valueSpec),
    outputs: graph.outputs.map(valueSpec),
    declared: [...graph.declared.values()].map(valueSpec),
    initializers: stored.filter((tensor) => !isSparse(tensor)).map((tensor) => tensorSpec(tensor, place)),
    sparse: stored.filter(isSparse).map((tensor) => sparseSpec(tensor, place)),
    nodes: graph.nodes.map((node) => nodeSpec(node, model, place)),
  };
}

function valueSpec({ name, dtype, shape }: DeclaredTensor): ValueSpec {
  if (dtype === null && shape !== null)
    throw new Error(`"${name}" has a shape but no type: nothing writes that`);
  return dtype === null ? name : [name, dtype, shape];
}

function nodeSpec(node: Node, model: Model, place: Place): NodeSpec {
  const { op, domain, overload, inputs, outputs, name } = node;
  if (node.opset !== undefined && node.opset !== model.opsets.get(domain))
    throw new Error(`${op} of operator set ${node.opset} stands in a model of another`);
  const attributes = Object.fromEntries(
    [...node.attributes].map(([key, value]) => [key, attributeSpec(value, model, place)] as const),
  );
  return { op, domain, inputs, outputs, name, attributes, ...(overload !== '' && { overload }) };
}

/** Fields and types of AttributeProto whose numbers onnx-proto would round or wrap. */
const FIELD = { int: 3, ints: 8, type: 20 } as const;
const TYPE = { int: 2, ints: 7 } as const;

function attributeSpec(attribute: Attribute, model: Model, place: Place): AttributeSpec {
  const { kind, value } = attribute;
  if (kind === 'int')
    return { fields: [varintField(FIELD.type, TYPE.int), varintField(FIELD.int, int64(value))] };
  if (kind === 'ints')
    return {
      fields: [
        varintField(FIELD.type, TYPE.ints),
        ...value.map((item) => varintField(FIELD.ints, int64(item))),
      ],
    };
  if (kind === 'float') return { float: value };
  if (kind === 'floats') return { floats: value };
  if (kind === 'strings') return { strings: value };
  if (kind === 'tensor') return { tensor: tensorSpec(value, place) };
  if (kind === 'graph') return { graph: graphSpec(value, model, place) };
  if (kind === 'reference') return { reference: value };
  return kind === 'string' ? value : { fields: [] };
}

/** INT64_MAX, which marks open ends, is 2^63 as a double. */
function int64(value: number): bigint {
  const wide = BigInt(value);
  const most = 2n ** 63n - 1n;
  return wide > most ? most : wide < -most - 1n ? -most - 1n : wide;
}

function tensorSpec(tensor: StoredTensor, place: Place): TensorSpec {
  const { name, dtype, dims } = tensor;
  const raw = contentBytes(tensor);
  if (raw) return { name, dtype: dtype ?? 0, dims, raw };
  if (dtype === 'string' && tensor.payload === null) return { name, dtype, dims };
  return { name, dtype: dtype ?? 0, dims, external: external(tensor, product(dims), place) };
}

function sparseSpec(tensor: StoredTensor, place: Place): SparseSpec {
  const { name, dtype, dims, storedElements: held = 0 } = tensor;
  const values = { name, dtype: dtype ?? 0, dims: [held], external: external(tensor, held, place) };
  return { values, indices: { dtype: 'int64', dims: [held], raw: new Uint8Array(8 * held) }, dims };
}

function external({ dtype, payload }: StoredTensor, count: number, place: Place): Record<string, string> {
  const length =
    dtype === 'string' || dtype === null ? (payload?.length ?? 0) : bytesOf(dtype, Math.max(0, count));
  const { offset } = place;
  place.offset += length;
  return { location: WEIGHTS_FILE, offset: String(offset), length: String(length) };
}

function product(dims: readonly number[]): number {
  return dims.reduce((a, b) => a * b, 1);
}

/** Little-endian elements of the types that the reader follows. */
const ELEMENTS: Partial<Record<DType, (values: readonly number[]) => ArrayBufferView<ArrayBuffer>>> = {
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
  float16: (values) => Uint16Array.from(values, halfBits),
  bfloat16: (values) => Uint16Array.from(values, upperHalf),
  int64: (values) => BigInt64Array.from(values, int64),
  uint64: (values) => BigUint64Array.from(values, BigInt),
  int32: (values) => Int32Array.from(values),
  uint32: (values) => Uint32Array.from(values),
  int16: (values) => Int16Array.from(values),
  uint16: (values) => Uint16Array.from(values),
  int8: (values) => Int8Array.from(values),
  uint8: (values) => Uint8Array.from(values),
  bool: (values) => Uint8Array.from(values),
};

/** Raw elements of a tensor whose content is known in full; null for others. */
function contentBytes({ dtype, dims, content }: StoredTensor): Uint8Array | null {
  const write = dtype === null ? undefined : ELEMENTS[dtype];
  const values = valuesOf({ dtype, shape: dims, content });
  const numbers = values?.filter((value) => typeof value === 'number');
  return write && numbers?.length === product(dims) ? new Uint8Array(write(numbers).buffer) : null;
}

function upperHalf(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getUint16(0);
}

/** IEEE 754 binary16 of a number that came from one. */
function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) * 1024 + Math.round((size / 2 ** exponent - 1) * 1024));
}
