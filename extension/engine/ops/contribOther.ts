import { mul, product } from '../ir/dim';
import type { DType } from '../ir/dtype';
import type { Node } from '../ir/graph';
import { elementCount, formatShape, resolveAxis } from '../ir/shape';
import { scalarOf, tensor, type TensorFacts, UNKNOWN_TENSOR, valuesOf } from '../ir/tensor';
import { givenShape } from './regionPool';
import { interpolation } from './resize';
import { like, unknownInput, unknownOutput } from './support/measure';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Inverting one matrix takes `2 M^3` operations. */
function inverseWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(0);
  if (shape === null) return unknownInput(view, 0);
  const m = shape.at(-1) ?? 1;
  return { elementOps: product([2, ...shape.slice(0, -2), m, m, m]) };
}

/** X `[N, C, H, W]`, boxes `[n, 4]`, their images, and the size of the crops: `[n, C, height, width]`. */
function inferCrop(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const boxes = view.input(1).shape?.[0];
  const size = givenShape(valuesOf(view.input(3)));
  if (x === null || boxes === undefined) return [tensor(dtype, null)];
  if (x.length !== 4) return view.conflict(`${formatShape(x)} is not a batch of images`);
  const [height, width] = size ?? [view.dataDim(0, 'height'), view.dataDim(0, 'width')];
  return [tensor(dtype, [boxes, x[1] ?? 1, height ?? 1, width ?? 1])];
}

function cropWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.output(0);
  if (shape === null) return unknownOutput(view);
  return { elementOps: mul(elementCount(shape), interpolation(view.string('mode', 'bilinear'), 2)) };
}

function packing({ attributes }: Node, stored: DType | null): number {
  const bits = attributes.get('bits');
  const width = bits?.kind === 'int' ? bits.value : 4;
  return stored === 'uint8' && (width === 2 || width === 4) ? 8 / width : 1;
}

/** Rows of a table that is quantized block by block, dequantized: below 8 bits uint8 holds several along the last axis. */
function inferGatherQuantized(view: InferView): readonly TensorFacts[] {
  const { dtype: stored, shape: packed } = view.input(0);
  const indices = view.input(1).shape;
  const { dtype } = view.input(2);
  if (packed === null || indices === null) return [tensor(dtype, null)];
  const axis = resolveAxis(view.int('gather_axis', 0), packed.length);
  if (axis === null) return view.conflict(`no axis ${view.int('gather_axis', 0)} in ${formatShape(packed)}`);
  const data = packed.with(-1, mul(packed.at(-1) ?? 1, packing(view.node, stored)));
  return [tensor(dtype, [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)])];
}

/** 1 for the scale, 1 for a zero point. */
function gatherQuantizedWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.output(0);
  return shape === null
    ? unknownOutput(view)
    : { elementOps: mul(elementCount(shape), 1 + Number(view.has(3))) };
}

/** Token ids up to the maximal length; the models within are listed, how often they run is a matter of the run. */
function inferSearch(view: InferView): readonly TensorFacts[] {
  for (const attribute of ['encoder', 'init_decoder', 'decoder'])
    if (view.graph(attribute) !== undefined) view.subgraph(attribute, [], null);
  const batch = view.input(0).shape?.[0];
  if (batch === undefined) return [tensor('int32', null)];
  const length = scalarOf(view.input(1)) ?? view.dataDim(0, 'length');
  if (view.node.op !== 'BeamSearch') return [tensor('int32', [batch, length])];
  const returned = scalarOf(view.input(4)) ?? view.dataDim(0, 'returned');
  return [tensor('int32', [batch, returned, length])];
}

/** Attention whose cost hangs on more than shapes; the result is as large as the queries. */
const IRREGULAR_ATTENTION = [
  'com.microsoft:PagedAttention',
  'com.microsoft:SparseAttention',
  'com.microsoft:LongformerAttention',
];

/** What is left of onnxruntime's own operators. */
export const CONTRIB_OTHER_OPS: readonly OpSpec[] = [
  { types: ['com.microsoft:Inverse'], infer: (view) => [like(view.input(0))], work: inverseWork },
  { types: ['com.microsoft:CropAndResize'], infer: inferCrop, work: cropWork },
  {
    types: ['com.microsoft:GatherBlockQuantized'],
    infer: inferGatherQuantized,
    work: gatherQuantizedWork,
    traffic: 'rows',
    packing,
    parameterSlots: [0],
  },
  {
    types: ['com.microsoft:BeamSearch', 'com.microsoft:GreedySearch', 'com.microsoft:Sampling'],
    infer: inferSearch,
    work: () => ({
      unknown: 'how many tokens are generated, and so how often its models run, only a run decides',
    }),
  },
  {
    types: IRREGULAR_ATTENTION,
    infer: (view) => [
      like(view.input(0)),
      view.has(3) ? like(view.input(3)) : UNKNOWN_TENSOR,
      view.has(4) ? like(view.input(4)) : UNKNOWN_TENSOR,
    ],
    work: () => ({ unknown: 'which keys a query meets is decided by the sparse or paged layout of a run' }),
  },
  {
    types: ['com.microsoft:EPContext'],
    infer: () => [],
    work: () => ({ unknown: 'it is compiled for a device, and what it computes is not in the file' }),
  },
];
