import { call, type Dim, divideExactly, mul } from '../ir/dim';
import { elementCount, formatShape, resolveAxis } from '../ir/shape';
import { type Shape, tensor, type TensorFacts, valuesOf } from '../ir/tensor';
import { unknownOutput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { givenShape } from './regionPool';
import { interpolation } from './resize';

/** X `[N, C, ...]` sampled at grid `[N, ...out, d]`. */
function inferGridSample(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const grid = view.input(1).shape;
  if (x === null || grid === null) return [tensor(dtype, null)];
  if (x.length !== grid.length || x.length < 3)
    return view.conflict(`a grid of ${formatShape(grid)} does not fit ${formatShape(x)}`);
  return [tensor(dtype, [x[0] ?? 1, x[1] ?? 1, ...grid.slice(1, -1)])];
}

/** Every output element is interpolated in all d axes. */
function gridSampleWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.output(0);
  if (shape === null) return unknownOutput(view);
  if (shape.length < 3)
    return { unknown: `an output of ${formatShape(shape)} has no axes to interpolate in` };
  const mode = view.string('mode', 'linear');
  return { elementOps: mul(elementCount(shape), interpolation(mode, shape.length - 2)) };
}

/** theta `[N, d, d + 1]` and the size `[N, C, ...]` of the image: a grid `[N, ..., d]`. */
function inferAffineGrid(view: InferView): readonly TensorFacts[] {
  const { dtype } = view.input(0);
  const size = givenShape(valuesOf(view.input(1)));
  if (size === null) return [tensor(dtype, null)];
  if (size.length < 3) return view.conflict(`a size of ${formatShape(size)} has no spatial axes`);
  return [tensor(dtype, [size[0] ?? 1, ...size.slice(2), size.length - 2])];
}

/** Each of the d coordinates is d products and d sums, the offset included. */
function affineGridWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.output(0);
  if (shape === null) return unknownOutput(view);
  return { elementOps: mul(elementCount(shape), mul(2, shape.at(-1) ?? 1)) };
}

/** `[N, C, H, W]` to `[N, C / b^2, H * b, W * b]`. */
function inferDepthToSpace(view: InferView): readonly TensorFacts[] {
  return moved(view, ([n, c, h, w], block) => {
    const channels = divideExactly(c, block * block) ?? openQuotient(c, block * block);
    return channels === null ? null : [n, channels, mul(h, block), mul(w, block)];
  });
}

/** `[N, C, H, W]` to `[N, C * b^2, H / b, W / b]`. */
function inferSpaceToDepth(view: InferView): readonly TensorFacts[] {
  return moved(view, ([n, c, h, w], block) => {
    const height = divideExactly(h, block) ?? openQuotient(h, block);
    const width = divideExactly(w, block) ?? openQuotient(w, block);
    return height === null || width === null ? null : [n, mul(c, block * block), height, width];
  });
}

type Image = readonly [n: Dim, c: Dim, h: Dim, w: Dim];

function moved(view: InferView, move: (x: Image, block: number) => Shape | null): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const block = view.int('blocksize', 0);
  if (!Number.isSafeInteger(block) || block < 1) return view.conflict(`blocksize is ${block}`);
  if (x === null) return [tensor(dtype, null)];
  const [n, c, h, w] = x;
  if (x.length !== 4 || n === undefined || c === undefined || h === undefined || w === undefined)
    return view.conflict(`${formatShape(x)} is not a batch of images`);
  const shape = move([n, c, h, w], block);
  return shape === null
    ? view.conflict(`${formatShape(x)} does not divide into blocks of ${block}`)
    : [tensor(dtype, shape)];
}

/** The quotient of a symbolic dim, which the run must make come out even. */
function openQuotient(dim: Dim, by: number): Dim | null {
  return typeof dim === 'number' ? null : call('floorDiv', [dim, by]);
}

/** The axes given take the sizes of input 1. */
function inferCenterCropPad(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  if (x === null) return [tensor(dtype, null)];
  const sizes = valuesOf(view.input(1));
  const axes = cropAxes(view, x.length);
  if (sizes !== null && sizes.length !== axes.length)
    return view.conflict(`${sizes.length} sizes do not fit ${axes.length} axes`);
  const shape = x.map((dim, axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? dim : (sizes?.[at] ?? view.dataDim(0, `size${axis}`));
  });
  return [tensor(dtype, shape)];
}

function cropAxes(view: NodeView, rank: number): readonly (number | null)[] {
  const axes = view.ints('axes') ?? Array.from({ length: rank }, (_, axis) => axis);
  return axes.map((axis) => resolveAxis(axis, rank));
}

export const SPATIAL_OPS: readonly OpSpec[] = [
  { types: ['GridSample', 'com.microsoft:GridSample'], infer: inferGridSample, work: gridSampleWork },
  { types: ['AffineGrid'], infer: inferAffineGrid, work: affineGridWork },
  { types: ['DepthToSpace'], infer: inferDepthToSpace },
  { types: ['SpaceToDepth'], infer: inferSpaceToDepth },
  { types: ['CenterCropPad'], infer: inferCenterCropPad },
];
