import { type Dim, equal, mul } from '../ir/dim';
import { elementCount, formatShape, resolveAxis } from '../ir/shape';
import { type Shape, tensor, type TensorFacts, valuesOf } from '../ir/tensor';
import { floorOf } from './support/integral';
import { unknownInput, unknownOutput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { givenSizes } from './resizeSizes';
import { held } from './support/scalars';

/** Scales per axis of `axes`, from an attribute (Upsample before opset 9) or an input; null where they are not known. */
function scalesOf(view: NodeView): readonly (Dim | null)[] | null {
  const attribute = view.floats('scales');
  if (attribute !== undefined) return attribute;
  const height = view.float('height_scale');
  const width = view.float('width_scale');
  if (height !== undefined && width !== undefined) return [1, 1, height, width];
  return valuesOf(view.input(scalesSlot(view)));
}

/** Resize has roi in front of its scales since opset 11. */
function scalesSlot(view: NodeView): number {
  return view.node.op === 'Resize' && view.opset >= 11 ? 2 : 1;
}

const SIZES = 3;

/** Exporters give the one of scales and sizes that they do not mean as an empty tensor. */
function hasSizes(view: NodeView): boolean {
  return (
    view.node.op === 'Resize' && view.opset >= 11 && view.has(SIZES) && view.input(SIZES).shape?.[0] !== 0
  );
}

function infer(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  if (x === null) return [tensor(dtype, null)];
  const axes = resizedAxes(view, x.length);
  if (axes === null) return view.conflict(`axes do not fit ${formatShape(x)}`);
  const asked = hasSizes(view)
    ? givenSizes(view, x, axes, valuesOf(view.input(SIZES)))
    : scaled(view, x, axes);
  if (typeof asked === 'string') return view.conflict(asked);
  return [tensor(dtype, asked)];
}

function resizedAxes(view: NodeView, rank: number): readonly number[] | null {
  const given = view.ints('axes') ?? Array.from({ length: rank }, (_, axis) => axis);
  const axes = given.map((axis) => resolveAxis(axis, rank)).filter((axis) => axis !== null);
  return axes.length === given.length ? axes : null;
}

/** `floor(size * scale)` in single precision, as onnxruntime computes it; an unknown scale leaves the size to the run. */
function scaled(view: InferView, x: Shape, axes: readonly number[]): Shape | string {
  const scales = scalesOf(view);
  if (scales !== null && scales.length !== axes.length)
    return `${scales.length} scales do not fit the ${axes.length} axes of ${formatShape(x)}`;
  const known = scales?.filter((scale) => typeof scale === 'number') ?? [];
  if (known.some((scale) => !(scale > 0) || !Number.isFinite(scale)))
    return `a scale is ${known.map(String).join(', ')}`;
  return x.map((dim, axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? dim : (scaledSize(dim, scales?.[at] ?? null) ?? view.dataDim(0, `size${axis}`));
  });
}

function scaledSize(size: Dim, scale: Dim | null): Dim | null {
  if (scale === null) return null;
  const single = typeof scale === 'number' ? Math.fround(scale) : scale;
  const product = held(mul(size, single), 'float32');
  return product === null ? null : floorOf(product);
}

/** Values that one output element is made of, for each axis that changes: nearest copies, linear 2, cubic 4. */
export function interpolation(mode: string, resized: number): number {
  if (resized === 0 || mode === 'nearest') return 0;
  return (mode.includes('cubic') ? 4 : 2) ** resized;
}

function work(view: SolvedView): Work | UnknownWork {
  const x = view.input(0).shape;
  const y = view.output(0).shape;
  if (x === null) return unknownInput(view, 0);
  if (y === null) return unknownOutput(view);
  const resized = y.filter((dim, axis) => !equal(dim, x[axis] ?? 1)).length;
  return { elementOps: mul(elementCount(y), interpolation(view.string('mode', 'nearest'), resized)) };
}

export const RESIZE_OPS: readonly OpSpec[] = [{ types: ['Resize', 'Upsample'], infer, work }];
