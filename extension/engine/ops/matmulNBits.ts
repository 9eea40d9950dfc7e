import { mul } from '../ir/dim';
import type { Dim } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { tensor, type TensorFacts, valuesOf } from '../ir/tensor';
import { factors, unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Rows K and columns N of a packed weight; null where they are missing or off. */
interface PackedSize {
  readonly k: Dim;
  readonly n: Dim;
}

interface PackedForm {
  readonly op: string;
  readonly size: (view: NodeView) => PackedSize | null;
  /** Slot of the bias, if there can be one. */
  readonly bias: number | null;
}

/** Only the attributes tell. */
function sizeFromAttributes(view: NodeView): PackedSize | null {
  const k = view.int('K', 0);
  const n = view.int('N', 0);
  if (!Number.isSafeInteger(k) || !Number.isSafeInteger(n) || k <= 0 || n <= 0) return null;
  return view.int('transB', 1) === 0 ? { k: n, n: k } : { k, n };
}

/** The weight `[N, K / packing]`. */
function sizeFromWeight(packing: number) {
  return (view: NodeView): PackedSize | null => {
    const [n, packed] = view.input(1).shape ?? [];
    return n === undefined || packed === undefined ? null : { k: mul(packed, packing), n };
  };
}

/** Input 2 holds the shape `[K, N]` of a blob. */
function sizeFromShape(view: NodeView): PackedSize | null {
  const [k, n] = valuesOf(view.input(2)) ?? [];
  return k === undefined || k === null || n === undefined || n === null ? null : { k, n };
}

function infer(view: InferView, form: PackedForm): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const packed = form.size(view);
  if (packed === null)
    return form.size === sizeFromAttributes
      ? view.conflict('K and N do not give the size of the packed weight')
      : [tensor(dtype, null)];
  if (shape === null) return [tensor(dtype, null)];
  const last = shape.at(-1);
  const { k, n } = packed;
  if (last === undefined || (typeof last === 'number' && typeof k === 'number' && last !== k))
    return view.conflict(`${formatShape(shape)} does not end in K = ${formatShape([k])}`);
  return [tensor(dtype, [...shape.slice(0, -1), n])];
}

/** MACs `rows * K * N`; unpacking the weight is not counted, a bias is 1 per output element. */
function work(view: SolvedView, form: PackedForm): Work | UnknownWork {
  const { shape } = view.input(0);
  const packed = form.size(view);
  if (shape === null || packed === null) return unknownInput(view, shape === null ? 0 : 1);
  const rows = shape.slice(0, -1);
  const biased = form.bias !== null && view.has(form.bias);
  return {
    macs: [[...factors([], rows), { label: 'K', value: packed.k }, { label: 'N', value: packed.n }]],
    elementOps: biased ? elementCount([...rows, packed.n]) : 0,
  };
}

/** Inputs A, B (packed), scales, and what else the packing needs. */
const FORMS: readonly PackedForm[] = [
  { op: 'MatMulNBits', size: sizeFromAttributes, bias: 5 },
  { op: 'MatMulBnb4', size: sizeFromAttributes, bias: null },
  { op: 'MatMulFpQ4', size: sizeFromShape, bias: null },
  { op: 'MatMulBlockQuantizedFp4Weight', size: sizeFromWeight(2), bias: 5 },
  { op: 'MatMulBlockQuantizedFp8Weight', size: sizeFromWeight(1), bias: 4 },
];

export const PACKED_MATMULS: readonly OpSpec[] = FORMS.map((form) => ({
  types: [`com.microsoft:${form.op}`],
  infer: (view) => infer(view, form),
  work: (view) => work(view, form),
  parameterSlots: form.bias === null ? [1] : [1, form.bias],
}));
