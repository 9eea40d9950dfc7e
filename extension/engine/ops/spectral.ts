import { add, call, type Dim, equal, mul, product, sub, isIntegral } from '../ir/dim';
import { dtypeFromCode } from '../ir/dtype';
import { elementCount, formatShape, resolveAxis } from '../ir/shape';
import { scalarOf, type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { perOutputElement, unknownOutput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

const FLOAT32 = 1;

/** The transformed axis: an attribute before opset 20, input 2 since. Null where it is not known. */
function transformedAxis(view: NodeView, rank: number): number | null {
  const asked = view.opset >= 20 && view.has(2) ? scalarOf(view.input(2)) : view.int('axis', 1);
  const axis = view.opset >= 20 && !view.has(2) ? -2 : asked;
  return typeof axis === 'number' ? resolveAxis(axis, rank) : null;
}

/** Points of the transform: input 1, else the axis itself (of a one-sided spectrum, the signal behind it). */
function transformLength(view: NodeView, size: Dim): Dim | null {
  if (view.has(1)) return scalarOf(view.input(1));
  return isOneSided(view) && isInverse(view) ? mul(sub(size, 1), 2) : size;
}

function isOneSided(view: NodeView): boolean {
  return view.int('onesided', 0) === 1;
}

function isInverse(view: NodeView): boolean {
  return view.int('inverse', 0) === 1;
}

/** Whether the axis stays as long as it is, whichever one it is. */
function keepsLength(view: NodeView): boolean {
  return !view.has(1) && !isOneSided(view);
}

/** `[..., n, 2]`: complex values as pairs; one-sided `n / 2 + 1` of them, and real ones back from those. */
function inferTransform(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  if (x === null) return [tensor(dtype, null)];
  if (keepsLength(view)) return [tensor(dtype, [...x.slice(0, -1), 2])];
  const axis = transformedAxis(view, x.length);
  const points = axis === null ? null : transformLength(view, x[axis] ?? 1);
  if (axis === null || points === null) return [tensor(dtype, null)];
  const halved = isOneSided(view) && !isInverse(view);
  const bins = halved ? oneSidedBins(points) : points;
  const pair = isOneSided(view) && isInverse(view) ? 1 : 2;
  return [
    tensor(
      dtype,
      x.map((dim, i) => (i === axis ? bins : i === x.length - 1 ? pair : dim)),
    ),
  ];
}

function oneSidedBins(points: Dim): Dim {
  return add(call('floorDiv', [points, 2]), 1);
}

function transformWork(view: SolvedView): Work | UnknownWork {
  const x = view.input(0).shape;
  const y = view.output(0).shape;
  if (x === null || y === null) return unknownOutput(view);
  const axis = transformedAxis(view, x.length);
  const points = axis === null ? null : transformLength(view, x[axis] ?? 1);
  const transforms = product(x.filter((_, i) => i !== axis && i !== x.length - 1));
  return fourierWork(transforms, points, equal(x.at(-1) ?? 1, 1));
}

/** The customary estimate of a fast transform: `5 n log2 n` operations on complex values, half of it on real ones. */
function fourierWork(transforms: Dim, points: Dim | null, real: boolean): Work | UnknownWork {
  if (typeof points !== 'number') return { unknown: 'the length of the transform is not known' };
  const each = Math.round((real ? 2.5 : 5) * points * Math.log2(Math.max(points, 1)));
  return { elementOps: mul(transforms, each) };
}

interface Frames {
  readonly count: Dim;
  readonly points: Dim;
}

/** Frames of a signal `[B, length, 1 or 2]`: input 1 is the step, 2 the window, 3 the frame length. */
function framesOf(view: NodeView): Frames | null {
  const length = view.input(0).shape?.[1];
  const step = scalarOf(view.input(1));
  const points = view.has(3) ? scalarOf(view.input(3)) : (view.input(2).shape?.[0] ?? null);
  if (length === undefined || step === null || points === null || step === 0) return null;
  if (!isIntegral(step) || !isIntegral(points)) return null;
  return { count: add(call('floorDiv', [sub(length, points), step]), 1), points };
}

/** `[B, frames, bins, 2]`. */
function inferShortTime(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const frames = framesOf(view);
  if (x === null || frames === null) return [tensor(dtype, null)];
  const { count, points } = frames;
  if (typeof count === 'number' && count < 0)
    return view.conflict(`frames of ${formatShape([points])} do not fit into ${formatShape(x)}`);
  const bins = view.int('onesided', 1) === 1 ? oneSidedBins(points) : points;
  return [tensor(dtype, [x[0] ?? 1, count, bins, 2])];
}

/** Windowing, 1 per value, and the transform of every frame. */
function shortTimeWork(view: SolvedView): Work | UnknownWork {
  const x = view.input(0).shape;
  const frames = framesOf(view);
  if (x === null || frames === null) return unknownOutput(view);
  const values: Shape = [x[0] ?? 1, frames.count];
  const real = equal(x[2] ?? 1, 1);
  const transform = fourierWork(product(values), frames.points, real);
  if ('unknown' in transform || !view.has(2)) return transform;
  const windowed = elementCount([...values, frames.points, real ? 1 : 2]);
  return { elementOps: add(transform.elementOps ?? 0, windowed) };
}

function outputType(view: NodeView): TensorFacts['dtype'] {
  return dtypeFromCode(view.int('output_datatype', FLOAT32));
}

/** Inputs num_mel_bins and dft_length: a matrix `[dft_length / 2 + 1, bins]` of triangular filters. */
function inferMel(view: InferView): readonly TensorFacts[] {
  const bins = scalarOf(view.input(0));
  const points = scalarOf(view.input(1));
  return [tensor(outputType(view), bins === null || points === null ? null : [oneSidedBins(points), bins])];
}

export const SPECTRAL_OPS: readonly OpSpec[] = [
  { types: ['DFT'], infer: inferTransform, work: transformWork },
  { types: ['STFT'], infer: inferShortTime, work: shortTimeWork },
  // A difference and a quotient on each slope.
  { types: ['MelWeightMatrix'], infer: inferMel, work: perOutputElement(2) },
];
