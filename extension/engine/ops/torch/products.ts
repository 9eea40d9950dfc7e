import { type Dim, mul, product } from '../../ir/dim';
import { elementCount } from '../../ir/shape';
import { tensor, type TensorFacts } from '../../ir/tensor';
import type { Factor, InferView, OpSpec, SolvedView, UnknownWork, Work } from '../op';
import { attentionWork, countGiven } from '../attentionWork';
import { unknownInput } from '../support/measure';

/** What the tape recorded is what there is: shapes and types come from its declarations. */
export const asRecorded = (): readonly [] => [];

/** `[..., in]` becomes `[..., out]`: rewrites make layers that no run has recorded. */
function inferLinear(view: InferView): readonly TensorFacts[] {
  const x = view.input(0).shape;
  const out = view.input(1).shape?.[0];
  if (x === null || out === undefined) return [];
  return [tensor(view.input(0).dtype, [...x.slice(0, -1), out])];
}

/** `x[..., in] * W[out, in]`: MACs `rows * in * out`; bias 1 per output element. */
function linearWork(view: SolvedView): Work | UnknownWork {
  const x = view.input(0).shape;
  const w = view.input(1).shape;
  const y = view.output(0).shape;
  if (x === null || w === null || y === null) return unknownInput(view, x === null ? 0 : 1);
  return {
    macs: [
      [
        { label: 'rows', value: product(x.slice(0, -1)) },
        { label: 'in', value: w[1] ?? 1 },
        { label: 'out', value: w[0] ?? 1 },
      ],
    ],
    elementOps: view.has(2) ? elementCount(y) : 0,
  };
}

/** `x1 W x2`: per row and output `in1 * in2` MACs with the weight and `in2` more with x2, as two matrix products. */
function bilinearWork(view: SolvedView): Work | UnknownWork {
  const y = view.output(0).shape;
  const w = view.input(2).shape;
  if (y === null || w === null) return unknownInput(view, 2);
  const rows: Factor = { label: 'rows', value: product(y.slice(0, -1)) };
  const [out = 1, in1 = 1, in2 = 1] = w;
  const outputs: Factor = { label: 'out', value: out };
  return {
    macs: [
      [rows, outputs, { label: 'in1', value: in1 }, { label: 'in2', value: in2 }],
      [rows, outputs, { label: 'in2', value: in2 }],
    ],
    macOperands: [0, 2],
    elementOps: view.has(3) ? elementCount(y) : 0,
  };
}

/** Queries `[..., Lq, Dk]`, keys `[..., Lkv, Dk]`, values `[..., Lkv, Dv]`; leading dims as in the output. */
function scaledAttentionWork(view: SolvedView): Work | UnknownWork {
  const q = view.input(0).shape;
  const k = view.input(1).shape;
  const y = view.output(0).shape;
  if (q === null || k === null || y === null) return unknownInput(view, q === null ? 0 : 1);
  const leading = y.slice(0, -2);
  const sizes = {
    batch: product(leading.slice(0, -1)),
    heads: leading.at(-1) ?? 1,
    queries: at(q, -2),
    keys: at(k, -2),
    keyDepth: at(q, -1),
    valueDepth: at(y, -1),
  };
  const causal = view.int('is_causal', 0);
  return attentionWork(view, sizes, {
    masks: Math.max(countGiven(view, [3]), causal),
    causalFrom: causal === 1 ? 0 : null,
  });
}

function at(shape: readonly Dim[], index: number): Dim {
  return shape.at(index) ?? 1;
}

/** Rows of the table that are read, and added up per bag: 1 operation per element read. */
function embeddingBagWork(view: SolvedView): Work | UnknownWork {
  const indices = view.input(0).shape;
  const table = view.input(1).shape;
  if (indices === null || table === null) return unknownInput(view, indices === null ? 0 : 1);
  return { elementOps: mul(elementCount(indices), table[1] ?? 1) };
}

/** Products of PyTorch that ONNX has no single operator for. */
export const TORCH_PRODUCT_OPS: readonly OpSpec[] = [
  { types: ['torch:Linear'], infer: inferLinear, work: linearWork, parameterSlots: [1, 2] },
  { types: ['torch:Bilinear'], infer: asRecorded, work: bilinearWork, parameterSlots: [2, 3] },
  { types: ['torch:Attention'], infer: asRecorded, work: scaledAttentionWork },
  { types: ['torch:EmbeddingBag'], infer: asRecorded, work: embeddingBagWork, parameterSlots: [1] },
];
