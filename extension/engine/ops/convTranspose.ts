import { add, type Dim, mul, sub } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts, valuesOf } from '../ir/tensor';
import { factors, kernelLabels, spatialLabels, unknownInput, unknownOutput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { axisValues, readWindows, type Windows } from './support/window';

/** `[N, Cout, ...]`; the weight is `[Cin, Cout/groups, ...kernel]`. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const w = view.input(1).shape;
  if (x === null || w === null) return [tensor(dtype, null)];
  const group = view.int('group', 1);
  const problem = channelProblem(x, w, group);
  if (problem !== null) return view.conflict(problem);
  const spatial = outputSize(view, x.slice(2), w.slice(2));
  if (typeof spatial === 'string') return view.conflict(spatial);
  return [tensor(dtype, [x[0] ?? 1, mul(w[1] ?? 1, group), ...spatial])];
}

function channelProblem(x: Shape, w: Shape, group: number): string | null {
  const shapes = `input ${formatShape(x)} and weight ${formatShape(w)}`;
  if (x.length !== w.length || x.length < 3) return `the ranks of ${shapes} do not fit a convolution`;
  if (!Number.isSafeInteger(group) || group < 1) return `group is ${group}`;
  const [, cin] = x;
  if (typeof cin === 'number' && typeof w[0] === 'number' && cin !== w[0])
    return `the channels of ${shapes} differ`;
  return null;
}

function outputSize(view: InferView, spatial: Shape, kernel: Shape): Shape | string {
  const given = view.ints('output_shape');
  if (given !== undefined && given.length >= spatial.length) return given.slice(-spatial.length);
  const windows = view.node.op === DYNAMIC ? dynamicWindows(view, kernel) : readWindows(view, kernel);
  if (windows === null) return spatial.map((_, axis) => view.dataDim(0, `axis ${axis + 2}`));
  if (typeof windows === 'string') return windows;
  const padding = axisValues(view, 'output_padding', spatial.length, 0, 0);
  if (typeof padding === 'string') return padding;
  const sizes = spatial.map((size, axis) => sizeAlong(size, windows, axis, padding[axis] ?? 0));
  if (!sizes.some((size) => typeof size === 'number' && size < 0)) return sizes;
  return `pads take more than ${formatShape(spatial)} gives`;
}

/** Onnxruntime's variant whose pads are an input (2), the bias moving behind it; null where they are not known. */
const DYNAMIC = 'ConvTransposeWithDynamicPads';

function dynamicWindows(view: NodeView, kernel: Shape): Windows | string | null {
  const windows = readWindows(view, kernel);
  if (typeof windows === 'string' || !view.has(2)) return windows;
  const pads = valuesOf(view.input(2))?.filter((pad) => typeof pad === 'number');
  if (pads?.length !== 2 * kernel.length) return null;
  return { ...windows, padBegin: pads.slice(0, kernel.length), padEnd: pads.slice(kernel.length) };
}

function biasSlot(view: NodeView): number {
  return view.node.op === DYNAMIC ? 3 : 2;
}

/**
 * `stride * (size - 1) + output_padding + dilation * (kernel - 1) + 1 - pads`. SAME asks for `size * stride`,
 * which is only reached where the windows overlap or touch (as onnxruntime, which pads but never stretches).
 */
function sizeAlong(size: Dim, windows: Windows, axis: number, outputPadding: number): Dim {
  const stride = windows.strides[axis] ?? 1;
  const steps = mul(sub(size, 1), stride);
  const reach = add(mul(windows.dilations[axis] ?? 1, sub(windows.kernel[axis] ?? 1, 1)), 1 + outputPadding);
  if (windows.same) return add(steps, typeof reach === 'number' ? Math.min(reach, stride) : stride);
  return sub(add(steps, reach), (windows.padBegin[axis] ?? 0) + (windows.padEnd[axis] ?? 0));
}

/** MACs `prod(input) * prod(W[1:])`: every input element meets the whole kernel of every output channel. */
function work(view: SolvedView): Work | UnknownWork {
  const x = view.input(0).shape;
  const w = view.input(1).shape;
  const y = view.output(0).shape;
  if (x === null) return unknownInput(view, 0);
  if (w === null) return unknownInput(view, 1);
  if (y === null) return unknownOutput(view);
  const rank = w.length - 2;
  const labels = ['N', 'Cin', ...spatialLabels(rank, 'in'), 'Cout/groups', ...kernelLabels(rank)];
  return {
    macs: [factors(labels, [...x, ...w.slice(1)])],
    elementOps: view.has(biasSlot(view)) ? elementCount(y) : 0,
  };
}

export const CONV_TRANSPOSE: readonly OpSpec[] = [
  { types: ['ConvTranspose'], infer, work, parameterSlots: [1, 2] },
  { types: [`com.microsoft:${DYNAMIC}`], infer, work, parameterSlots: [1, 3] },
];
