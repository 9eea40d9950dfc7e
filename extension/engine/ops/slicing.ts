import { add, bounds, call, type Dim, sub } from '../ir/dim';
import { formatShape } from '../ir/shape';
import type { Shape, TensorFacts } from '../ir/tensor';
import { intsOf, listOf, resolveAxes } from './support/lists';
import type { InferView, OpSpec } from './op';
import type { Value } from './support/scalars';
import { rearrange, stridesOf, trackedDims } from './support/values';

/** Parts of a tensor along its axes. */
export const SLICING_OPS: readonly OpSpec[] = [{ types: ['Slice'], infer: inferSlice, carries: [0] }];

/** One axis of a Slice; null where a number is not known. */
interface Cut {
  readonly axis: number;
  readonly start: Value;
  readonly end: Value;
  readonly step: Value;
}

/** Starts, ends and axes are attributes before opset 10, inputs since, with steps. */
function inferSlice(view: InferView): readonly TensorFacts[] {
  const input = view.input(0);
  const { dtype, shape, content } = input;
  const whole = { dtype, shape: null, content: content?.kind === 'fill' ? content : null };
  if (shape === null) return [whole];
  const cuts = cutsOf(view, shape);
  if (typeof cuts === 'string') return view.conflict(cuts);
  if (cuts === null) return [{ ...whole, shape: shape.map((_, axis) => view.dataDim(0, `axis ${axis}`)) }];
  const cut = shape.map((dim, axis) => {
    const at = cuts.find((candidate) => candidate.axis === axis);
    return at === undefined ? dim : (lengthOf(dim, at) ?? view.dataDim(0, `axis ${axis}`));
  });
  return [{ dtype, shape: cut, content: slicedContent(input, cut, cuts) }];
}

/** Null where not even the axes are known. */
function cutsOf(view: InferView, shape: Shape): readonly Cut[] | string | null {
  const starts = listOf(view, 1, 'starts');
  const ends = listOf(view, 2, 'ends');
  const steps = view.has(4) ? listOf(view, 4, 'steps') : undefined;
  const count = lengthOfList(view, 1, starts) ?? lengthOfList(view, 2, ends);
  const axes = intsOf(view, 3, 'axes');
  if (axes === null || (axes === undefined && count === null)) return null;
  const given = axes ?? Array.from({ length: Math.min(count ?? 0, shape.length + 1) }, (_, axis) => axis);
  const resolved = resolveAxes(given, shape.length, `Slice of ${formatShape(shape)}`);
  if (typeof resolved === 'string') return resolved;
  if (steps?.includes(0) === true) return `Slice of ${formatShape(shape)}: a step of 0`;
  return resolved.map((axis, at) => ({
    axis,
    start: starts?.[at] ?? null,
    end: ends?.[at] ?? null,
    step: steps === undefined ? 1 : (steps?.[at] ?? null),
  }));
}

function lengthOfList(
  view: InferView,
  slot: number,
  list: readonly Value[] | null | undefined,
): number | null {
  const [length] = view.input(slot).shape ?? [];
  return list?.length ?? (typeof length === 'number' ? length : null);
}

/** Ends from here on mean "to the end": no dim is that long. */
const BEYOND = 2 ** 31 - 1;

/** Elements that a cut takes of a dim; null where that is not known. */
function lengthOf(dim: Dim, { start, end, step }: Cut): Value {
  if (start === null || end === null || step === null) return null;
  if (step === 1) return forwardLength(dim, start, end);
  if (typeof start === 'number' && typeof end === 'number' && isWholeReverse(start, end, step)) return dim;
  return call('sliceLength', [dim, start, end, step]);
}

function isWholeReverse(start: number, end: number, step: Dim): boolean {
  return step === -1 && (start === -1 || start >= BEYOND) && end <= -BEYOND;
}

/** Length of a slice by steps of 1, in plain arithmetic where the signs of its ends are known. */
function forwardLength(dim: Dim, start: Dim, end: Dim): Dim {
  const from = positionOf(dim, start);
  const to = positionOf(dim, end);
  if (from === null || to === null) return call('sliceLength', [dim, start, end, 1]);
  return call('max', [sub(to, from), 0]);
}

/** A position clamped to the dim, counted from its front; null where the sign is not known. */
function positionOf(dim: Dim, position: Dim): Dim | null {
  if (typeof position === 'number' && position >= BEYOND) return dim;
  const [low, high] = bounds(position);
  if (low >= 0) return call('min', [position, dim]);
  return high < 0 ? call('max', [add(dim, position), 0]) : null;
}

function slicedContent(input: TensorFacts, shape: Shape, cuts: readonly Cut[]): TensorFacts['content'] {
  const dims = trackedDims(input.shape);
  if (dims === null) return input.content?.kind === 'fill' ? input.content : null;
  const strides = stridesOf(dims);
  const starts = dims.map((dim, axis) =>
    firstTaken(
      dim,
      cuts.find((cut) => cut.axis === axis),
    ),
  );
  return rearrange(input, shape, (index) => {
    let offset: number | null = 0;
    for (const [axis, at] of index.entries()) {
      const taken = starts[axis] ?? null;
      if (taken === null) return null;
      offset += (taken.first + at * taken.step) * (strides[axis] ?? 0);
    }
    return offset;
  });
}

interface Taken {
  readonly first: number;
  readonly step: number;
}

function firstTaken(dim: number, cut: Cut | undefined): Taken | null {
  if (cut === undefined) return { first: 0, step: 1 };
  const { start, step } = cut;
  if (typeof start !== 'number' || typeof step !== 'number') return null;
  const position = start < 0 ? start + dim : start;
  return { first: Math.min(Math.max(position, 0), step > 0 ? dim : dim - 1), step };
}
