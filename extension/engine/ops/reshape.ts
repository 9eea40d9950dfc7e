import { bounds, call, type Dim, divideExactly, equal, product, sub } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { type Shape, type TensorFacts } from '../ir/tensor';
import { dimsFrom, formatValues, intsOf, listOf, resolveAxes, undecidedShape } from './support/lists';
import type { InferView, OpSpec } from './op';
import type { Value } from './support/scalars';

/** The same elements under another shape: nothing moves. */
export const RESHAPE_OPS: readonly OpSpec[] = [
  { types: ['Reshape'], infer: inferReshape, traffic: 'none', carries: [0] },
  { types: ['Flatten'], infer: inferFlatten, traffic: 'none', carries: [0] },
  { types: ['Squeeze'], infer: inferSqueeze, traffic: 'none', carries: [0] },
  { types: ['Unsqueeze'], infer: inferUnsqueeze, traffic: 'none', carries: [0] },
  { types: ['Identity'], infer: (view) => [view.input(0)], traffic: 'none', carries: [0] },
];

/** The new shape is an attribute before opset 5 and an input since; 0 copies a dim unless `allowzero`, -1 takes the rest. */
function inferReshape(view: InferView): readonly TensorFacts[] {
  const { dtype, shape, content } = view.input(0);
  const target = listOf(view, 1, 'shape');
  if (target === null || target === undefined) {
    const [rank] = view.input(1).shape ?? [];
    const undecided = typeof rank === 'number' ? soleDim(view, rank, shape) : null;
    return [{ dtype, shape: undecided, content }];
  }
  const copied = copyDims(view, target, shape);
  const result = fillRest(view, copied, shape);
  if (typeof result === 'string') return view.conflict(result);
  if (result !== null && shape !== null && differ(elementCount(shape), elementCount(result)))
    return view.conflict(`Reshape: ${formatShape(shape)} has not the elements of ${formatShape(result)}`);
  return [{ dtype, shape: result, content }];
}

/** A target of one unknown dim can only be all elements. */
function soleDim(view: InferView, rank: number, shape: Shape | null): Shape | null {
  return rank === 1 && shape !== null ? [elementCount(shape)] : undecidedShape(view, 0, rank);
}

function copyDims(view: InferView, target: readonly Value[], shape: Shape | null): readonly Value[] {
  if (view.int('allowzero', 0) === 1) return target;
  return target.map((value, axis) => (value === 0 ? (shape === null ? null : (shape[axis] ?? 0)) : value));
}

/** Replaces the one dim that is -1, or the only unknown one, by what is left of the elements. */
function fillRest(view: InferView, target: readonly Value[], shape: Shape | null): Shape | string | null {
  const inferred = target.indexOf(-1);
  const open = inferred >= 0 ? inferred : target.indexOf(null);
  if (inferred >= 0 && target.lastIndexOf(-1) > inferred)
    return `Reshape: ${formatValues(target)} leaves more than one dim open`;
  const others = target.filter((_, axis) => axis !== open);
  if (open < 0 || shape === null || others.includes(null))
    return dimsFrom(view, inferred < 0 ? target : target.with(inferred, null));
  const rest = quotient(shape, others as readonly Dim[]);
  if (rest === null) return `Reshape: ${formatShape(shape)} does not divide into ${formatValues(target)}`;
  return dimsFrom(view, target.with(open, rest));
}

/** Elements of `shape` over those of `others`, common dims cancelled first; null where it leaves a remainder. */
function quotient(shape: Shape, others: readonly Dim[]): Dim | null {
  const [dividends, divisors] = withoutCommon(shape, others);
  const elements = product(dividends);
  const divisor = product(divisors);
  // A dim of 0 leaves the rest undetermined.
  if (divisor === 0) return null;
  const exact = divideExactly(elements, divisor);
  if (exact !== null) return exact;
  return typeof elements === 'number' && typeof divisor === 'number'
    ? null
    : call('floorDiv', [elements, divisor]);
}

function withoutCommon(a: Shape, b: Shape): readonly [Shape, Shape] {
  const rest = [...b];
  const kept = a.filter((dim) => {
    const at = dim === 0 ? -1 : rest.findIndex((other) => equal(other, dim));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [kept, rest];
}

/** Whether two counts cannot be the same whatever the symbols are. */
function differ(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a !== b;
  const [low, high] = bounds(sub(a, b));
  return low > 0 || high < 0;
}

function inferFlatten(view: InferView): readonly TensorFacts[] {
  const { dtype, shape, content } = view.input(0);
  if (shape === null) return [{ dtype, shape: undecidedShape(view, 0, 2), content }];
  const axis = view.int('axis', 1);
  const split = axis < 0 ? axis + shape.length : axis;
  if (!(split >= 0 && split <= shape.length))
    return view.conflict(`Flatten: axis ${axis} lies outside ${formatShape(shape)}`);
  return [{ dtype, shape: [product(shape.slice(0, split)), product(shape.slice(split))], content }];
}

/** Axes are an attribute before opset 13 and an input since; none means every dim that is 1. */
function inferSqueeze(view: InferView): readonly TensorFacts[] {
  const { dtype, shape, content } = view.input(0);
  const given = intsOf(view, 1, 'axes');
  if (shape === null) return [{ dtype, shape: null, content }];
  if (given === null) return [{ dtype, shape: shortened(view, shape), content }];
  if (given === undefined || given.length === 0) return [{ dtype, shape: withoutOnes(shape), content }];
  const axes = resolveAxes(given, shape.length, 'Squeeze');
  if (typeof axes === 'string') return view.conflict(axes);
  const wide = axes.find((axis) => differ(shape[axis] ?? 1, 1));
  if (wide !== undefined) return view.conflict(`Squeeze: axis ${wide} of ${formatShape(shape)} is not 1`);
  return [{ dtype, shape: shape.filter((_, axis) => !axes.includes(axis)), content }];
}

function shortened(view: InferView, shape: Shape): Shape | null {
  const [count] = view.input(1).shape ?? [1];
  return typeof count === 'number' ? undecidedShape(view, 0, shape.length - count) : null;
}

/** A symbolic dim may or may not be 1, and with it the rank is open. */
function withoutOnes(shape: Shape): Shape | null {
  const undecided = shape.some((dim) => typeof dim !== 'number' && !differ(dim, 1));
  return undecided ? null : shape.filter((dim) => dim !== 1);
}

function inferUnsqueeze(view: InferView): readonly TensorFacts[] {
  const { dtype, shape, content } = view.input(0);
  const given = intsOf(view, 1, 'axes');
  if (shape === null) return [{ dtype, shape: null, content }];
  if (given === null || given === undefined) {
    const [count] = view.input(1).shape ?? [];
    const rank = typeof count === 'number' ? shape.length + count : -1;
    return [{ dtype, shape: undecidedShape(view, 0, rank), content }];
  }
  const axes = resolveAxes(given, shape.length + given.length, 'Unsqueeze');
  if (typeof axes === 'string') return view.conflict(axes);
  const rest = [...shape];
  const result = Array.from({ length: shape.length + axes.length }, (_, axis) =>
    axes.includes(axis) ? 1 : (rest.shift() ?? 1),
  );
  return [{ dtype, shape: result, content }];
}
