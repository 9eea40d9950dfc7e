import { type Dim, mul, product } from '../ir/dim';
import { resolveAxis } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { like, perInputElement } from './support/measure';
import { NORM_OPERATIONS, normalizationWork } from './normWork';
import type { InferView, NodeView, OpSpec } from './op';

function inferSame(view: InferView): readonly TensorFacts[] {
  return [like(view.input(0))];
}

/**
 * Outputs after the first exist while training: running mean and variance, and before opset 14 also the
 * saved ones, all `[C]`.
 */
function inferBatchNorm(view: InferView): readonly TensorFacts[] {
  const x = view.input(0);
  const channels = view.input(3).shape ?? channelShape(x.shape);
  const statistics = tensor(view.input(3).dtype ?? x.dtype, channels);
  return [like(x), statistics, statistics, statistics, statistics];
}

function channelShape(shape: Shape | null): Shape | null {
  return shape === null ? null : [shape[1] ?? 1];
}

/** Product of the dims on some axes. */
function along(shape: Shape, axes: readonly number[]): Dim {
  return product(axes.map((axis) => shape[resolveAxis(axis, shape.length) ?? shape.length] ?? 1));
}

/** Groups of a normalization over one axis: all other positions. */
function acrossAxis(shape: Shape, axis: number): Dim {
  const resolved = resolveAxis(axis, shape.length);
  return product(shape.filter((_, i) => i !== resolved));
}

/** Groups of a normalization over `axes`: all positions on the other ones. */
function acrossAxes(shape: Shape, axes: readonly number[]): Dim {
  const reduced = axes.map((axis) => resolveAxis(axis, shape.length));
  return product(shape.filter((_, i) => !reduced.includes(i)));
}

function axesOf(view: NodeView): readonly number[] {
  return view.ints('axes') ?? (view.int('across_channels', 0) === 1 ? [0, 1, 2, 3] : [0, 2, 3]);
}

export const NORM_OPS: readonly OpSpec[] = [
  {
    // Mean and variance fold into one factor and one summand per channel: 2 operations per element.
    types: ['BatchNormalization'],
    infer: inferBatchNorm,
    work: perInputElement(2),
    parameterSlots: [1, 2],
  },
  {
    types: ['InstanceNormalization'],
    infer: inferSame,
    work: normalizationWork((_, shape) => along(shape, [0, 1])),
    parameterSlots: [1, 2],
  },
  {
    types: ['GroupNormalization'],
    infer: inferSame,
    work: normalizationWork((view, shape) => mul(along(shape, [0]), view.int('num_groups', 1))),
    parameterSlots: [1, 2],
  },
  {
    types: ['MeanVarianceNormalization'],
    infer: inferSame,
    work: normalizationWork((view, shape) => acrossAxes(shape, axesOf(view))),
  },
  {
    types: ['LpNormalization'],
    infer: inferSame,
    work: normalizationWork((view, shape) => acrossAxis(shape, view.int('axis', -1))),
  },
  {
    // One power per element.
    types: ['LRN'],
    infer: inferSame,
    work: perInputElement(NORM_OPERATIONS, 1),
  },
];
