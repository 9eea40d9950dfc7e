import { elementCount, formatShape } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { factors, unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Columns and rows of the packed weight, which only the attributes tell; null where they are missing or off. */
function packedSize(view: NodeView): { readonly k: number; readonly n: number } | null {
  const k = view.int('K', 0);
  const n = view.int('N', 0);
  return Number.isSafeInteger(k) && Number.isSafeInteger(n) && k > 0 && n > 0 ? { k, n } : null;
}

function infer(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const packed = packedSize(view);
  if (packed === null) return view.conflict('K and N do not give the size of the packed weight');
  if (shape === null) return [tensor(dtype, null)];
  const last = shape.at(-1);
  if (last === undefined || (typeof last === 'number' && last !== packed.k))
    return view.conflict(`${formatShape(shape)} does not end in K = ${packed.k}`);
  return [tensor(dtype, [...shape.slice(0, -1), packed.n])];
}

/** MACs `rows * K * N`; unpacking the weight is not counted, a bias is 1 per output element. */
function work(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(0);
  const packed = packedSize(view);
  if (shape === null || packed === null) return unknownInput(view, 0);
  const rows = shape.slice(0, -1);
  return {
    macs: [[...factors([], rows), { label: 'K', value: packed.k }, { label: 'N', value: packed.n }]],
    elementOps: view.has(5) ? elementCount([...rows, packed.n]) : 0,
  };
}

/** Inputs A, B (packed `[N, blocks, bytes]`), scales, zero_points, g_idx, bias. */
export const MAT_MUL_N_BITS: OpSpec = {
  types: ['com.microsoft:MatMulNBits'],
  infer,
  work,
  parameterSlots: [1, 5],
};
