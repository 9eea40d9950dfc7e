import { add, type Dim, mul, sub } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts, valuesOf } from '../ir/tensor';
import { unknownOutput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { readWindows, type Windows } from './support/window';

/** Undoes MaxPool: `stride * (size - 1) + kernel - pads`, or the size that input 2 gives. Moves data only. */
function inferUnpool(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const kernel = view.ints('kernel_shape');
  if (view.has(2)) return [tensor(dtype, givenShape(valuesOf(view.input(2))))];
  if (x === null || kernel === undefined) return [tensor(dtype, null)];
  if (x.length !== kernel.length + 2)
    return view.conflict(`kernel_shape ${formatShape(kernel)} does not fit the rank of ${formatShape(x)}`);
  const windows = readWindows(view, kernel);
  if (typeof windows === 'string') return view.conflict(windows);
  const spatial = x.slice(2).map((size, axis) => unpooled(size, windows, axis));
  if (spatial.some((size) => typeof size === 'number' && size < 0))
    return view.conflict(`pads take more than ${formatShape(x)} gives`);
  return [tensor(dtype, [...x.slice(0, 2), ...spatial])];
}

function unpooled(size: Dim, windows: Windows, axis: number): Dim {
  const pads = (windows.padBegin[axis] ?? 0) + (windows.padEnd[axis] ?? 0);
  return add(mul(sub(size, 1), windows.strides[axis] ?? 1), sub(windows.kernel[axis] ?? 1, pads));
}

/** Values as a shape; null where one of them is unknown or negative. */
export function givenShape(values: readonly (Dim | null)[] | null): Shape | null {
  if (values === null) return null;
  const dims = values.filter((value) => value !== null && !(typeof value === 'number' && value < 0));
  return dims.length === values.length ? (dims as readonly Dim[]) : null;
}

/** Inputs X `[N, C, H, W]` and rois `[regions, 4 or 5]`; output `[regions, C, height, width]`. */
function inferRegions(view: InferView, size: readonly number[]): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const rois = view.input(1).shape;
  if (x === null || rois === null) return [tensor(dtype, null)];
  if (x.length !== 4 || rois.length !== 2)
    return view.conflict(`input ${formatShape(x)} and regions ${formatShape(rois)} do not fit`);
  if (size.length !== 2 || size.some((side) => !Number.isSafeInteger(side) || side < 1))
    return view.conflict(`a region cannot be pooled to ${formatShape(size)}`);
  return [tensor(dtype, [rois[0] ?? 1, x[1] ?? 1, ...size])];
}

function alignedSize(view: NodeView): readonly number[] {
  return [view.int('output_height', 1), view.int('output_width', 1)];
}

/** Interpolating a sample linearly between 4 neighbours, and pooling it. */
const OPERATIONS_PER_SAMPLE = 5;

/**
 * RoiAlign takes `sampling_ratio^2` samples per output element; with ratio 0 the size of each region decides,
 * so that their number is a symbol of the run.
 */
function workOfRoiAlign(view: SolvedView): Work | UnknownWork {
  const { shape } = view.output(0);
  if (shape === null) return unknownOutput(view);
  const ratio = view.int('sampling_ratio', 0);
  const samples = ratio > 0 ? ratio ** 2 : view.dataCount('samplesPerElement');
  return { elementOps: mul(mul(elementCount(shape), samples), OPERATIONS_PER_SAMPLE) };
}

/** MaxRoiPool compares every element of every region once; how many there are is a symbol of the run. */
function workOfRoiPool(view: SolvedView): Work | UnknownWork {
  const { shape } = view.output(0);
  if (shape === null) return unknownOutput(view);
  return { elementOps: mul(elementCount(shape), view.dataCount('valuesPerElement')) };
}

export const MAX_UNPOOL: OpSpec = { types: ['MaxUnpool'], infer: inferUnpool };

export const MAX_ROI_POOL: OpSpec = {
  types: ['MaxRoiPool'],
  infer: (view) => inferRegions(view, view.ints('pooled_shape') ?? []),
  work: workOfRoiPool,
};

export const ROI_ALIGN: OpSpec = {
  types: ['RoiAlign'],
  infer: (view) => inferRegions(view, alignedSize(view)),
  work: workOfRoiAlign,
};
