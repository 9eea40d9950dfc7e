import type { Tensor } from 'onnxruntime-web/wasm';
import type { RuntimeTensor } from '../../engine/hostRuntime';
import { bytesOf, type DType } from '../../engine/ir/dtype';

type Elements = Exclude<Tensor.DataTypeMap[Tensor.Type], string[]>;
type View = new (buffer: ArrayBuffer, offset: number, length: number) => Elements;

/** Arrays that the runtime takes elements in; those below a byte share bytes. Types that it takes nowhere are absent. */
const VIEWS: Partial<Record<DType, { readonly view: View; readonly bytes: number }>> = {
  float32: { view: Float32Array, bytes: 4 },
  float64: { view: Float64Array, bytes: 8 },
  float16: { view: Uint16Array, bytes: 2 },
  int64: { view: BigInt64Array, bytes: 8 },
  uint64: { view: BigUint64Array, bytes: 8 },
  int32: { view: Int32Array, bytes: 4 },
  uint32: { view: Uint32Array, bytes: 4 },
  int16: { view: Int16Array, bytes: 2 },
  uint16: { view: Uint16Array, bytes: 2 },
  int8: { view: Int8Array, bytes: 1 },
  uint8: { view: Uint8Array, bytes: 1 },
  bool: { view: Uint8Array, bytes: 1 },
  int4: { view: Int8Array, bytes: 1 },
  uint4: { view: Uint8Array, bytes: 1 },
};

/** The element type of this name; both sides call those that they share the same. Null for others. */
export function dtypeFromRuntime(type: string): DType | null {
  return Object.hasOwn(VIEWS, type) ? (type as DType) : null;
}

/** The elements as the runtime's array. Throws one sentence where it has none of the type, or the bytes are not as many as the dims say. */
export function runtimeElements(name: string, { dtype, dims, data }: RuntimeTensor): Elements {
  const known = VIEWS[dtype];
  if (!known) throw new Error(`"${name}" is of type ${dtype}, which cannot be handed to onnxruntime here`);
  const expected = bytesOf(
    dtype,
    dims.reduce((a, b) => a * b, 1),
  );
  if (data.length !== expected)
    throw new Error(`"${name}" has ${data.length} bytes, but its dims [${dims.join(', ')}] need ${expected}`);
  const { view: ViewOf, bytes } = known;
  // A view must begin at a multiple of its element; a copy does.
  const own = data.byteOffset % bytes === 0 && data.buffer instanceof ArrayBuffer ? data : data.slice();
  return new ViewOf(own.buffer as ArrayBuffer, own.byteOffset, data.length / bytes);
}

/** A tensor that came out of the runtime, in a buffer of its own. Throws one sentence where it is no plain tensor of numbers. */
export function fromRuntime(name: string, { type, dims, data }: RuntimeOutput): RuntimeTensor {
  const dtype = dtypeFromRuntime(type);
  if (dtype === null || !ArrayBuffer.isView(data))
    throw new Error(`output "${name}" holds ${type} elements, which are not compared here`);
  const whole = data.byteLength === data.buffer.byteLength && data.buffer instanceof ArrayBuffer;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { dtype, dims: [...dims], data: whole ? bytes : bytes.slice() };
}

/** What is read of the runtime's tensors. */
export interface RuntimeOutput {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}
