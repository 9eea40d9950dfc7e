import { add, mul } from '../ir/dim';
import type { DType } from '../ir/dtype';
import { elementCount } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { CAUSAL_CONV } from './causalConv';
import { convProblem } from './convChecks';
import { CONV_TRANSPOSE } from './convTranspose';
import { DEFORM_CONV } from './deformConv';
import { factors, kernelLabels, spatialLabels, unknownInput, unknownOutput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { readWindows, slide } from './support/window';

/** Where an operator of the family has its operands, and what it adds to every output element. */
interface ConvForm {
  readonly weight: number;
  readonly bias: number | null;
  readonly dtype: (view: NodeView) => DType | null;
  /** Element operations per output element besides the bias. */
  readonly extras?: (view: NodeView) => number;
  /** Whether input and output have their channels behind the spatial axes; the weight never does. */
  readonly channelsLast?: (view: NodeView) => boolean;
}

/** `[N, ..., C]` as `[N, C, ...]`. */
function channelsSecond(shape: Shape): Shape {
  return shape.length < 3 ? shape : [shape[0] ?? 1, shape.at(-1) ?? 1, ...shape.slice(1, -1)];
}

function channelsBehind(shape: Shape): Shape {
  return [shape[0] ?? 1, ...shape.slice(2), shape[1] ?? 1];
}

/** Output of a convolution: `[N, Cout, ...windows]`. Weight is `[Cout, Cin/groups, ...kernel]`. */
function infer(view: InferView, form: ConvForm): readonly TensorFacts[] {
  const given = view.input(0).shape;
  const w = view.input(form.weight).shape;
  const dtype = form.dtype(view);
  if (given === null || w === null) return [tensor(dtype, null)];
  const last = form.channelsLast?.(view) === true;
  const x = last ? channelsSecond(given) : given;
  const problem = convProblem(view, x, w);
  if (problem !== null) return view.conflict(problem);
  const windows = readWindows(view, w.slice(2));
  if (typeof windows === 'string') return view.conflict(windows);
  const spatial = slide(x.slice(2), windows);
  if (typeof spatial === 'string') return view.conflict(spatial);
  const y = [x[0] ?? 1, w[0] ?? 1, ...spatial];
  return [tensor(dtype, last ? channelsBehind(y) : y)];
}

/** MACs `prod(output) * prod(W[1:])` (padding positions included, as is usual) and bias 1 per output element. */
function work(view: SolvedView, form: ConvForm): Work | UnknownWork {
  const w = view.input(form.weight).shape;
  const given = view.output(0).shape;
  if (w === null) return unknownInput(view, form.weight);
  if (given === null) return unknownOutput(view);
  const y = form.channelsLast?.(view) === true ? channelsSecond(given) : given;
  const rank = w.length - 2;
  const labels = ['N', 'Cout', ...spatialLabels(rank, 'out'), 'Cin/groups', ...kernelLabels(rank)];
  const bias = form.bias !== null && view.has(form.bias) ? 1 : 0;
  return {
    macs: [factors(labels, [...y, ...w.slice(1)])],
    macOperands: [0, form.weight],
    elementOps: mul(elementCount(y), add(bias, form.extras?.(view) ?? 0)),
  };
}

function spec(types: readonly string[], form: ConvForm): OpSpec {
  return {
    types,
    infer: (view) => infer(view, form),
    work: (view) => work(view, form),
    parameterSlots: form.bias === null ? [form.weight] : [form.weight, form.bias],
  };
}

/** A summed input and an activation, where the fused node has them: 1 operation each. */
function fusedExtras(view: NodeView): number {
  return Number(view.has(3)) + Number(view.string('activation', '') !== '');
}

/** Quantized kin count as the float operator: rescaling to the output's scale is not counted. */
export const CONV_OPS: readonly OpSpec[] = [
  spec(['Conv'], { weight: 1, bias: 2, dtype: (view) => view.input(0).dtype }),
  spec(['com.microsoft:FusedConv'], {
    weight: 1,
    bias: 2,
    dtype: (view) => view.input(0).dtype,
    extras: fusedExtras,
  }),
  spec(['com.microsoft:NhwcConv', 'com.microsoft:NhwcFusedConv'], {
    weight: 1,
    bias: 2,
    dtype: (view) => view.input(0).dtype,
    extras: fusedExtras,
    channelsLast: () => true,
  }),
  spec(['com.microsoft:QLinearConv'], {
    weight: 3,
    bias: 8,
    dtype: (view) => view.input(7).dtype,
    channelsLast: (view) => view.int('channels_last', 0) === 1,
  }),
  spec(['ConvInteger'], { weight: 1, bias: null, dtype: () => 'int32' }),
  spec(['QLinearConv'], { weight: 3, bias: 8, dtype: (view) => view.input(7).dtype }),
  CAUSAL_CONV,
  ...CONV_TRANSPOSE,
  DEFORM_CONV,
];
