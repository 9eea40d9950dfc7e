import { type Dim, equal, mul, sum } from '../ir/dim';
import { broadcastShapes, formatShape, resolveAxis } from '../ir/shape';
import {
  elements,
  scalarOf,
  type Shape,
  tensor,
  type TensorFacts,
  valuesOf,
  type Content,
} from '../ir/tensor';
import { dimsFrom, formatValues, undecidedShape } from './support/lists';
import type { InferView, OpSpec } from './op';
import type { Value } from './support/scalars';
import { countOf, offsetOf, rearrange, stridesOf, trackedDims } from './support/values';

/** Elements copied to other places: bytes move, nothing is computed. */
export const MOVEMENT_OPS: readonly OpSpec[] = [
  { types: ['Transpose'], infer: inferTranspose, carries: [0] },
  { types: ['Expand'], infer: inferExpand, carries: [0] },
  { types: ['Tile'], infer: inferTile },
  { types: ['Concat'], infer: inferConcat, carries: 'all' },
  {
    types: ['ReverseSequence', 'Trilu', 'com.microsoft:Trilu'],
    infer: (view) => [{ ...view.input(0), content: null }],
  },
  { types: ['Compress'], infer: inferCompress },
];

function inferTranspose(view: InferView): readonly TensorFacts[] {
  const input = view.input(0);
  const { dtype, shape } = input;
  if (shape === null)
    return [{ dtype, shape: null, content: input.content?.kind === 'fill' ? input.content : null }];
  const perm = view.ints('perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
  const isPermutation = perm.length === shape.length && shape.every((_, axis) => perm.includes(axis));
  if (!isPermutation)
    return view.conflict(
      `Transpose: [${perm.join(', ')}] does not permute the axes of ${formatShape(shape)}`,
    );
  const moved = perm.map((axis) => shape[axis] ?? 1);
  const strides = stridesOf(trackedDims(shape) ?? []);
  const from = (index: readonly number[]): number =>
    perm.reduce((offset, axis, at) => offset + (index[at] ?? 0) * (strides[axis] ?? 0), 0);
  return [{ dtype, shape: moved, content: rearrange(input, moved, from) }];
}

/** Broadcasts both ways: a dim of the target may be 1 where the input's is not. */
function inferExpand(view: InferView): readonly TensorFacts[] {
  const input = view.input(0);
  const target = valuesOf(view.input(1));
  if (input.shape === null) return [{ ...input, shape: null, content: fillOnly(input) }];
  const shape = target === null ? openExpansion(view, input.shape) : expanded(view, input.shape, target);
  if (typeof shape === 'string') return view.conflict(shape);
  const dims = trackedDims(input.shape);
  const strides = stridesOf(dims ?? []);
  const content = rearrange(input, shape, (index) => offsetOf(index, dims ?? [], strides));
  return [{ dtype: input.dtype, shape, content }];
}

function expanded(view: InferView, shape: Shape, target: readonly Value[]): Shape | string | null {
  const sizes = dimsFrom(view, target);
  if (sizes === null || typeof sizes === 'string') return sizes;
  const common = broadcastShapes(shape, sizes);
  if (typeof common === 'string') return `Expand: ${common}`;
  return common.map((dim, axis) => {
    const at = axis - common.length + target.length;
    const own = shape[axis - common.length + shape.length] ?? 1;
    if (at < 0 || target[at] !== null) return dim;
    return typeof own === 'number' && own > 1 ? own : view.dataDim(0, `axis ${axis}`);
  });
}

function openExpansion(view: InferView, shape: Shape): Shape | null {
  const [length] = view.input(1).shape ?? [];
  if (typeof length !== 'number') return null;
  const open = undecidedShape(view, 0, Math.max(length, shape.length));
  return (
    open?.map((dim, axis) => {
      const own = shape[axis - open.length + shape.length];
      return typeof own === 'number' && own > 1 ? own : dim;
    }) ?? null
  );
}

/** Repeats per axis; opset 1 had one count and one axis as inputs instead. */
function inferTile(view: InferView): readonly TensorFacts[] {
  const input = view.input(0);
  if (input.shape === null) return [{ ...input, content: fillOnly(input) }];
  const repeats = view.opset < 6 ? singleAxisRepeats(view, input.shape) : valuesOf(view.input(1));
  if (repeats === null)
    return [{ ...input, shape: undecidedShape(view, 0, input.shape.length), content: null }];
  if (repeats.length !== input.shape.length || repeats.some((n) => typeof n === 'number' && n < 0))
    return view.conflict(`Tile: repeats ${formatValues(repeats)} do not fit ${formatShape(input.shape)}`);
  const shape = input.shape.map((dim, axis) => {
    const count = repeats[axis] ?? null;
    return count === null ? view.dataDim(0, `axis ${axis}`) : mul(dim, count);
  });
  const dims = trackedDims(input.shape) ?? [];
  const strides = stridesOf(dims);
  const from = (index: readonly number[]): number =>
    index.reduce((offset, at, axis) => offset + (at % (dims[axis] ?? 1)) * (strides[axis] ?? 0), 0);
  return [{ dtype: input.dtype, shape, content: rearrange(input, shape, from) }];
}

function singleAxisRepeats(view: InferView, shape: Shape): readonly Value[] | null {
  const axis = scalarOf(view.input(2));
  if (typeof axis !== 'number') return null;
  return shape.map((_, at) => (at === axis ? scalarOf(view.input(1)) : 1));
}

function inferConcat(view: InferView): readonly TensorFacts[] {
  const inputs = Array.from({ length: view.inputCount }, (_, slot) => view.input(slot));
  const dtype = inputs.find((input) => input.dtype !== null)?.dtype ?? null;
  const known = inputs.flatMap(({ shape }) => (shape === null ? [] : [shape]));
  const [first] = known;
  if (first === undefined) return [tensor(dtype, null)];
  const axis = resolveAxis(view.int('axis', 1), first.length);
  if (axis === null || known.some((shape) => !joins(shape, first, axis)))
    return view.conflict(
      `Concat: ${known.map(formatShape).join(' and ')} do not join along axis ${view.int('axis', 1)}`,
    );
  const size = sum(inputs.map(({ shape }, slot) => shape?.[axis] ?? view.dataDim(0, `input ${slot}`)));
  const shape = first.map((_, at) => (at === axis ? size : sharpest(known, at)));
  return [{ dtype, shape, content: joinedContent(inputs, shape, axis) }];
}

function joins(shape: Shape, first: Shape, axis: number): boolean {
  return (
    shape.length === first.length &&
    shape.every(
      (dim, at) =>
        at === axis || typeof dim !== 'number' || typeof first[at] !== 'number' || dim === first[at],
    )
  );
}

/** Dims off the axis are the same in all inputs: a number says more than a symbol. */
function sharpest(shapes: readonly Shape[], at: number): Dim {
  const dims = shapes.map((shape) => shape[at] ?? 1);
  return dims.find((dim) => typeof dim === 'number') ?? dims[0] ?? 1;
}

function joinedContent(inputs: readonly TensorFacts[], shape: Shape, axis: number): Content | null {
  const scalars = inputs.map(scalarOf);
  const same = scalars.every((value) => value !== null && equal(value, scalars[0] ?? 0));
  if (same && inputs.every(({ content }) => content?.kind === 'fill')) return inputs[0]?.content ?? null;
  const dims = trackedDims(shape);
  if (dims === null || inputs.every(({ content }) => content === null)) return null;
  const blocks = inputs.map((input) => blockReader(input, axis));
  if (blocks.includes(null)) return null;
  const outer = countOf(dims.slice(0, axis));
  return elements(
    Array.from({ length: outer }, (_, at) => blocks.flatMap((block) => block?.(at) ?? [])).flat(),
  );
}

/** Reads the elements that an input gives for one position of the axes before `axis`; unknown ones are null. */
function blockReader(input: TensorFacts, axis: number): ((outer: number) => readonly Value[]) | null {
  const dims = trackedDims(input.shape);
  if (dims === null) return null;
  const size = countOf(dims.slice(axis));
  const values = valuesOf(input);
  return (outer) => values?.slice(outer * size, (outer + 1) * size) ?? new Array<Value>(size).fill(null);
}

/** How many elements pass, only a known condition tells. */
function inferCompress(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const flags = valuesOf(view.input(1));
  const decided = flags?.every((flag) => typeof flag === 'number') === true;
  const count = decided ? flags.filter((flag) => flag !== 0).length : view.dataDim(0, 'kept');
  const given = view.int('axis');
  if (given === undefined) return [tensor(dtype, [count])];
  const axis = shape === null ? null : resolveAxis(given, shape.length);
  return [tensor(dtype, shape === null || axis === null ? null : shape.with(axis, count))];
}

function fillOnly({ content }: TensorFacts): Content | null {
  return content?.kind === 'fill' ? content : null;
}
