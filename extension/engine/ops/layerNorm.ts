import { add, type Dim, mul, product } from '../ir/dim';
import { dtypeFromCode } from '../ir/dtype';
import { elementCount, formatShape, resolveAxis } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { like, unknownInput, unknownOutput } from './support/measure';
import { NORM_OPERATIONS, normalizationWork } from './normWork';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

const FLOAT32 = 1;

/** Outputs Y, and `statistics` tensors of the stash type whose normalized axes are 1. */
function inferStashed(view: InferView): readonly TensorFacts[] {
  const x = view.input(0);
  const stash = dtypeFromCode(view.int('stash_type', FLOAT32));
  if (x.shape === null) return [like(x), tensor(stash, null), tensor(stash, null)];
  const axis = firstAxis(view, x.shape);
  if (axis === null) return view.conflict(`${formatShape(x.shape)} has no axis ${view.int('axis', -1)}`);
  const statistics = tensor(
    stash,
    x.shape.map((dim, i) => (i < axis ? dim : 1)),
  );
  return [like(x), statistics, statistics];
}

function firstAxis(view: NodeView, shape: Shape): number | null {
  return resolveAxis(view.int('axis', -1), shape.length);
}

function groups(view: SolvedView, shape: Shape): Dim {
  return product(shape.slice(0, firstAxis(view, shape) ?? shape.length));
}

/** Normalizes the sum of input and skip (and bias); output 3 is that sum, 1 and 2 are statistics of training. */
function inferSkip(view: InferView): readonly TensorFacts[] {
  const x = view.input(0);
  const statistics = tensor('float32', x.shape && [...x.shape.slice(0, -1), 1]);
  return [like(x), statistics, statistics, like(x)];
}

/** The normalization, and one addition per element for the skip and one for a bias. */
function skipWork(biasSlot: number): NonNullable<OpSpec['work']> {
  return (view) => {
    const { shape } = view.input(0);
    if (shape === null) return unknownInput(view, 0);
    return {
      elementOps: mul(elementCount(shape), NORM_OPERATIONS + 1 + Number(view.has(biasSlot))),
      transcendentals: product(shape.slice(0, -1)),
    };
  };
}

/** Word, position and (optionally) segment rows summed and normalized: `[batch, length, hidden]`. */
function inferEmbedding(view: InferView): readonly TensorFacts[] {
  const ids = view.input(0).shape;
  const table = view.input(2);
  const masks = tensor('int32', ids && [ids[0] ?? 1]);
  const hidden = table.shape?.[1];
  if (ids === null || hidden === undefined) return [tensor(table.dtype, null), masks];
  const embedded = tensor(table.dtype, [...ids, hidden]);
  return [embedded, masks, embedded];
}

function embeddingWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.output(0);
  if (shape === null) return unknownOutput(view);
  const sums = 1 + Number(view.has(4));
  return {
    elementOps: mul(elementCount(shape), add(NORM_OPERATIONS, sums)),
    transcendentals: product(shape.slice(0, -1)),
  };
}

/** Onnxruntime keeps SimplifiedLayerNormalization (RMS) in ONNX's own domain. */
export const LAYER_NORM_OPS: readonly OpSpec[] = [
  {
    types: ['LayerNormalization', 'com.microsoft:LayerNormalization'],
    infer: inferStashed,
    work: normalizationWork(groups),
    parameterSlots: [1, 2],
  },
  {
    types: ['RMSNormalization', 'SimplifiedLayerNormalization', 'com.microsoft:SimplifiedLayerNormalization'],
    infer: inferStashed,
    work: normalizationWork(groups),
    parameterSlots: [1],
  },
  {
    types: ['com.microsoft:SkipLayerNormalization'],
    infer: inferSkip,
    work: skipWork(4),
    parameterSlots: [2, 3, 4],
  },
  {
    types: ['com.microsoft:SkipSimplifiedLayerNormalization'],
    infer: inferSkip,
    work: skipWork(3),
    parameterSlots: [2, 3],
  },
  {
    types: ['com.microsoft:EmbedLayerNormalization'],
    infer: inferEmbedding,
    work: embeddingWork,
    parameterSlots: [2, 3, 4, 5, 6],
  },
];
