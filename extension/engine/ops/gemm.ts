import type { Dim } from '../ir/dim';
import { broadcastShapes, elementCount, formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { type DType, dtypeFromCode } from '../ir/dtype';
import { unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Where a member of the family has B and the summand C, and which type comes out. */
interface GemmForm {
  readonly right: number;
  readonly summand: number;
  readonly dtype: (view: NodeView) => DType | null;
  /** Operations per output element besides C's, such as a fused activation. */
  readonly extras?: number;
}

const FLOAT32 = 1;

interface Sizes {
  readonly m: Dim;
  readonly k: Dim;
  readonly n: Dim;
}

function sizes(view: NodeView, right: number): Sizes | string | null {
  const a = view.input(0).shape;
  const b = view.input(right).shape;
  if (a === null || b === null) return null;
  const shapes = `${formatShape(a)} and ${formatShape(b)}`;
  if (a.length !== 2 || b.length !== 2) return `Gemm multiplies two matrices, not ${shapes}`;
  const [m = 1, k = 1] = transposed(a, view.int('transA', 0));
  const [rows = 1, n = 1] = transposed(b, view.int('transB', 0));
  if (typeof k === 'number' && typeof rows === 'number' && k !== rows)
    return `the inner dims of ${shapes} differ`;
  return { m, k: typeof k === 'number' ? k : rows, n };
}

function transposed(shape: Shape, flag: number): Shape {
  return flag === 0 ? shape : [...shape].reverse();
}

function infer(view: InferView, form: GemmForm): readonly TensorFacts[] {
  const dtype = form.dtype(view);
  const found = sizes(view, form.right);
  if (found === null) return [tensor(dtype, null)];
  if (typeof found === 'string') return view.conflict(found);
  const shape = [found.m, found.n];
  const summand = view.input(form.summand).shape;
  if (summand !== null && !broadcastsTo(summand, shape))
    return view.conflict(`C of ${formatShape(summand)} does not broadcast to ${formatShape(shape)}`);
  return [tensor(dtype, shape)];
}

function broadcastsTo(summand: Shape, shape: Shape): boolean {
  const common = broadcastShapes(summand, shape);
  if (typeof common === 'string' || common.length !== shape.length) return false;
  return common.every(
    (dim, i) => typeof dim !== 'number' || typeof shape[i] !== 'number' || dim === shape[i],
  );
}

/** MACs `M * K * N`; C counts 1 per output element. Factors alpha and beta fold into the operands. */
function work(view: SolvedView, form: GemmForm): Work | UnknownWork {
  const found = sizes(view, form.right);
  if (found === null || typeof found === 'string')
    return unknownInput(view, view.input(0).shape === null ? 0 : form.right);
  const { m, k, n } = found;
  const perElement = Number(view.has(form.summand)) + (form.extras ?? 0);
  return {
    macs: [
      [
        { label: 'M', value: m },
        { label: 'K', value: k },
        { label: 'N', value: n },
      ],
    ],
    macOperands: [0, form.right],
    elementOps: perElement === 0 ? 0 : elementCount([m, n, perElement]),
  };
}

function spec(types: readonly string[], form: GemmForm): OpSpec {
  return {
    types,
    infer: (view) => infer(view, form),
    work: (view) => work(view, form),
    parameterSlots: [0, form.right, form.summand],
  };
}

export const GEMM_OPS: readonly OpSpec[] = [
  spec(['Gemm'], { right: 1, summand: 2, dtype: (view) => view.input(0).dtype }),
  spec(['com.microsoft:FusedGemm'], {
    right: 1,
    summand: 2,
    dtype: (view) => view.input(0).dtype,
    extras: 1,
  }),
  spec(['com.microsoft:GemmFloat8'], {
    right: 1,
    summand: 2,
    dtype: (view) => dtypeFromCode(view.int('dtype', FLOAT32)),
  }),
  // Without an output zero point (slot 8) the result stays in float32.
  spec(['com.microsoft:QGemm'], {
    right: 3,
    summand: 6,
    dtype: (view) => (view.has(8) ? view.input(8).dtype : 'float32'),
  }),
];
