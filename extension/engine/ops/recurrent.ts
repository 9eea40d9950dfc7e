import { type Dim, mul, product } from '../ir/dim';
import { formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { unitOperations, type CellKind } from './recurrentCell';

interface Sizes {
  readonly time: Dim;
  readonly batch: Dim;
  readonly features: Dim;
  readonly directions: number;
  readonly hidden: Dim;
}

/** Inputs X `[T, B, I]` (layout 1: `[B, T, I]`), W `[D, gH, I]`, R `[D, gH, H]`. Null where X or H is unknown. */
function sizesOf(view: NodeView): Sizes | string | null {
  const x = view.input(0).shape;
  // Onnxruntime's quantized one stores its matrices transposed: W [D, I, 4H], R [D, H, 4H].
  const across = view.node.op === 'DynamicQuantizeLSTM' ? 1 : 2;
  const hidden = view.int('hidden_size') ?? view.input(2).shape?.[across];
  if (x === null || hidden === undefined) return null;
  const [outer, inner, features] = x;
  if (outer === undefined || inner === undefined || features === undefined || x.length !== 3)
    return `X of ${formatShape(x)} is not a sequence of batches of features`;
  const input = view.input(1).shape?.[across];
  if (typeof input === 'number' && typeof features === 'number' && input !== features)
    return `X has ${features} features and W takes ${input}`;
  const [time, batch] = batchFirst(view) ? [inner, outer] : [outer, inner];
  const directions = view.string('direction', 'forward') === 'bidirectional' ? 2 : 1;
  return { time, batch, features, directions, hidden };
}

function batchFirst(view: NodeView): boolean {
  return view.int('layout', 0) === 1;
}

/** Outputs Y `[T, D, B, H]`, Y_h and for LSTM Y_c `[D, B, H]`; layout 1: `[B, T, D, H]` and `[B, D, H]`. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype } = view.input(0);
  const sizes = sizesOf(view);
  if (typeof sizes === 'string') return view.conflict(sizes);
  if (sizes === null) return [0, 1, 2].map(() => tensor(dtype, null));
  const { time, batch, directions, hidden } = sizes;
  const first = batchFirst(view);
  const y: Shape = first ? [batch, time, directions, hidden] : [time, directions, batch, hidden];
  const state = tensor(dtype, first ? [batch, directions, hidden] : [directions, batch, hidden]);
  return [tensor(dtype, y), state, state];
}

/**
 * MACs `T * B * D * g * H * (I + H)`, as two products so that each matrix shows. Sequences count at full
 * length: sequence_lens is data. Element operations per hidden unit and step are those of the cell.
 */
function work(view: SolvedView, kind: CellKind, gates: number): Work | UnknownWork {
  const sizes = sizesOf(view);
  if (sizes === null) return unknownInput(view, view.input(0).shape === null ? 0 : 2);
  if (typeof sizes === 'string') return { unknown: sizes };
  const { time, batch, features, directions, hidden } = sizes;
  const step = [
    { label: 'T', value: time },
    { label: 'B', value: batch },
    { label: 'directions', value: directions },
    { label: 'gates', value: gates },
    { label: 'H', value: hidden },
  ];
  const units = product([time, batch, directions, hidden]);
  const { operations, transcendentals } = unitOperations(view, kind);
  return {
    macs: [
      [...step, { label: 'I', value: features }],
      [...step, { label: 'H', value: hidden }],
    ],
    elementOps: mul(units, operations),
    transcendentals: mul(units, transcendentals),
  };
}

/** The inputs are quantized to the weights' width inside. */
const DYNAMIC_QUANTIZE_LSTM: OpSpec = {
  types: ['com.microsoft:DynamicQuantizeLSTM'],
  infer,
  work: (view) => {
    const answer = work(view, 'LSTM', 4);
    return 'unknown' in answer ? answer : { ...answer, macOperands: [1, 1] };
  },
  parameterSlots: [1, 2, 3, 7],
};

function spec(kind: CellKind, gates: number, parameterSlots: readonly number[]): OpSpec {
  return { types: [kind], infer, work: (view) => work(view, kind, gates), parameterSlots };
}

/** Slots W, R, B, and LSTM's peepholes P. */
export const RECURRENT_OPS: readonly OpSpec[] = [
  spec('LSTM', 4, [1, 2, 3, 7]),
  spec('GRU', 3, [1, 2, 3]),
  spec('RNN', 1, [1, 2, 3]),
  DYNAMIC_QUANTIZE_LSTM,
];
