import { type Dim, equal, mul } from '../ir/dim';
import type { DType } from '../ir/dtype';
import { broadcastShapes, elementCount, formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { unknownInput, unknownOutput } from './support/measure';
import { PACKED_MATMULS } from './matmulNBits';
import type { Factor, InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Where a member of the family has its right-hand matrix and bias, and which type comes out. */
interface MatMulForm {
  readonly right: number;
  readonly bias?: number;
  readonly dtype: (view: NodeView) => DType | null;
  readonly macOperands?: readonly [number, number];
  /** A fused activation with an exp, tanh or erf in each element: 1 operation more. */
  readonly activated?: boolean;
}

/** Both operands as matrices `[...batch, M, K]` and `[...batch, K, N]`, whatever was transposed or promoted. */
interface Matrices {
  readonly batch: Shape;
  readonly m: Dim;
  readonly k: Dim;
  readonly n: Dim;
  /** Shape of the product, without the axes that 1-D operands were promoted by. */
  readonly product: Shape;
}

/** NumPy's rules: a 1-D left operand is a row, a 1-D right one a column; batch dims broadcast. */
function matrices(view: NodeView, right: number): Matrices | string | null {
  const a = view.input(0).shape;
  const b = view.input(right).shape;
  if (a === null || b === null) return null;
  const shapes = `${formatShape(a)} and ${formatShape(b)}`;
  if (a.length === 0 || b.length === 0) return `a scalar cannot be multiplied as a matrix: ${shapes}`;
  const left = turned(a.length === 1 ? [1, ...a] : a, view, 'A');
  const other = turned(b.length === 1 ? [...b, 1] : b, view, 'B');
  const [k = 1, rows = 1] = [left.at(-1), other.at(-2)];
  if (differ(k, rows)) return `the inner dims of ${shapes} differ`;
  const batch = broadcastShapes(left.slice(0, -2), other.slice(0, -2));
  if (typeof batch === 'string') return `the batch dims of ${shapes} do not broadcast`;
  const [m = 1, n = 1] = [left.at(-2), other.at(-1)];
  const product = [...batch, ...(a.length === 1 ? [] : [m]), ...(b.length === 1 ? [] : [n])];
  return { batch, m, k: typeof k === 'number' ? k : rows, n, product };
}

/** FusedMatMul's transpositions: `transBatch` moves the first axis behind the other batch axes, `trans` swaps the last two. */
function turned(shape: Shape, view: NodeView, operand: 'A' | 'B'): Shape {
  const swapped = view.int(`trans${operand}`, 0) === 1;
  if (view.int(`transBatch${operand}`, 0) === 1 && shape.length > 2) {
    const [first = 1, ...rest] = shape;
    const moved = [...rest.slice(0, -1), first, rest.at(-1) ?? 1];
    return swapped ? swapLast(moved) : moved;
  }
  return swapped ? swapLast(shape) : shape;
}

function swapLast(shape: Shape): Shape {
  return [...shape.slice(0, -2), shape.at(-1) ?? 1, shape.at(-2) ?? 1];
}

function differ(a: Dim, b: Dim): boolean {
  return typeof a === 'number' && typeof b === 'number' && !equal(a, b);
}

function infer(view: InferView, form: MatMulForm): readonly TensorFacts[] {
  const found = matrices(view, form.right);
  if (typeof found === 'string') return view.conflict(found);
  return [tensor(form.dtype(view), found?.product ?? null)];
}

/** MACs `batch * M * K * N`; a bias counts 1 per output element. */
function work(view: SolvedView, form: MatMulForm): Work | UnknownWork {
  const found = matrices(view, form.right);
  if (found === null) return unknownInput(view, view.input(0).shape === null ? 0 : form.right);
  const { shape } = view.output(0);
  if (typeof found === 'string' || shape === null) return unknownOutput(view);
  const { batch, m, k, n } = found;
  const biased = form.bias !== undefined && view.has(form.bias);
  return {
    macs: [[...batchFactors(batch), factor('M', m), factor('K', k), factor('N', n)]],
    macOperands: form.macOperands ?? [0, form.right],
    elementOps: mul(elementCount(shape), Number(biased) + Number(form.activated === true)),
    ...(form.activated === true && { transcendentals: elementCount(shape) }),
  };
}

function batchFactors(batch: Shape): readonly Factor[] {
  return batch.map((value, i) => factor(batch.length === 1 ? 'batch' : `batch${i}`, value));
}

function factor(label: string, value: Dim): Factor {
  return { label, value };
}

function spec(types: readonly string[], form: MatMulForm): OpSpec {
  const bias = form.bias === undefined ? [] : [form.bias];
  return {
    types,
    infer: (view) => infer(view, form),
    work: (view) => work(view, form),
    parameterSlots: [0, form.right, ...bias],
  };
}

function typeOf(slot: number): MatMulForm['dtype'] {
  return (view) => view.input(slot).dtype;
}

/** Unsigned where both operands are. */
function integer16Type(view: NodeView): DType | null {
  const [a, b] = [view.input(0).dtype, view.input(1).dtype];
  if (a === null || b === null) return null;
  return a === 'uint16' && b === 'uint16' ? 'uint32' : 'int32';
}

/** Quantized kin count as the float operator: rescaling to the output's scale is not counted. */
export const MATMUL_OPS: readonly OpSpec[] = [
  spec(['MatMul', 'com.microsoft:FusedMatMul', 'com.microsoft:TransposeMatMul'], {
    right: 1,
    dtype: typeOf(0),
  }),
  spec(['MatMulInteger'], { right: 1, dtype: () => 'int32' }),
  spec(['QLinearMatMul', 'com.microsoft:QLinearMatMul'], { right: 3, dtype: typeOf(7) }),
  // The left operand is quantized to the right one's width inside.
  spec(['com.microsoft:DynamicQuantizeMatMul'], {
    right: 1,
    bias: 4,
    dtype: () => 'float32',
    macOperands: [1, 1],
  }),
  spec(['com.microsoft:MatMulIntegerToFloat'], { right: 1, bias: 6, dtype: typeOf(2) }),
  spec(['com.microsoft:MatMulInteger16'], { right: 1, dtype: integer16Type }),
  spec(['com.microsoft:GemmFastGelu'], { right: 1, bias: 2, dtype: typeOf(0), activated: true }),
  ...PACKED_MATMULS,
];
