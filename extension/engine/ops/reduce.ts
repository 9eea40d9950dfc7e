import { elementCount } from '../ir/shape';
import { add, call, type Dim, mul, product } from '../ir/dim';
import type { DType } from '../ir/dtype';
import { elements, fill, type Content, type Shape, type TensorFacts } from '../ir/tensor';
import { intsOf, resolveAxes, undecidedShape } from './support/lists';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { divide, held, type Value } from './support/scalars';
import { countOf, eachIndex, offsetOf, stridesOf, trackedDims } from './support/values';
import { perInputElement } from './support/measure';

type Fold = (values: readonly Dim[], dtype: DType | null) => Value;

interface Reduction {
  readonly op: string;
  /** What becomes of the elements along the reduced axes; absent where that is not followed. */
  readonly fold?: Fold;
  /** Which elements cost an exp or a log: every one that is read, or every one that is written. */
  readonly transcendental?: 'input' | 'output';
}

const QUANTIZED_MEAN = 'com.microsoft:QLinearReduceMean';

const REDUCTIONS: readonly Reduction[] = [
  { op: 'ReduceSum', fold: (values, dtype) => held(values.reduce(add, 0), dtype) },
  { op: 'ReduceMean', fold: mean },
  { op: 'ReduceProd', fold: (values, dtype) => held(product(values), dtype) },
  { op: 'ReduceMax', fold: extreme('max') },
  { op: 'ReduceMin', fold: extreme('min') },
  {
    op: 'ReduceSumSquare',
    fold: (values, dtype) => held(values.map((x) => mul(x, x)).reduce(add, 0), dtype),
  },
  { op: 'ReduceL1' },
  { op: 'ReduceL2' },
  { op: 'ReduceLogSum', transcendental: 'output' },
  { op: 'ReduceLogSumExp', transcendental: 'input' },
  { op: QUANTIZED_MEAN },
];

/** Reductions over axes: 1 FLOP per element read. */
export const REDUCE_OPS: readonly OpSpec[] = [
  ...REDUCTIONS.map((reduction): OpSpec => ({
    types: [reduction.op],
    infer: (view) => inferReduction(view, reduction),
    work: (view) => workOfReduction(view, reduction),
  })),
  { types: ['ArgMax', 'ArgMin'], infer: inferArg, work: perInputElement(1) },
];

/** Axes are an attribute before opset 13 (ReduceSum) or 18 and an input since; none means all or, by attribute, no reduction. */
function inferReduction(view: InferView, { op, fold }: Reduction): readonly TensorFacts[] {
  const input = view.input(0);
  // The quantized mean has a scale in slot 1, and its axes are always an attribute.
  const given = op === QUANTIZED_MEAN ? view.ints('axes') : intsOf(view, 1, 'axes');
  if (input.shape === null) return [{ dtype: input.dtype, shape: null, content: null }];
  const rank = input.shape.length;
  const keep = view.int('keepdims', 1) === 1;
  if (given === null) return [{ dtype: input.dtype, shape: unknownAxes(view, rank, keep), content: null }];
  if ((given ?? []).length === 0 && view.int('noop_with_empty_axes', 0) === 1) return [input];
  const axes = axesOrAll(given ?? [], rank, op);
  if (typeof axes === 'string') return view.conflict(axes);
  const shape = reducedShape(input.shape, axes, keep);
  const content = fold === undefined ? null : reducedContent(input, axes, fold);
  return [{ dtype: input.dtype, shape, content }];
}

function axesOrAll(axes: readonly number[], rank: number, op: string): readonly number[] | string {
  return axes.length === 0 ? Array.from({ length: rank }, (_, axis) => axis) : resolveAxes(axes, rank, op);
}

/** Without the axes known, the rank follows from their number alone, or stays where they are kept. */
function unknownAxes(view: InferView, rank: number, keep: boolean): Shape | null {
  if (keep) return undecidedShape(view, 0, rank);
  const [count] = view.input(1).shape ?? [];
  return typeof count === 'number' && count > 0 ? undecidedShape(view, 0, rank - count) : null;
}

function reducedShape(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  if (keep) return shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  return shape.filter((_, axis) => !axes.includes(axis));
}

function reducedContent(input: TensorFacts, axes: readonly number[], fold: Fold): Content | null {
  const dims = trackedDims(input.shape);
  const { content } = input;
  if (dims === null || content === null) return null;
  const kept = dims.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  const strides = stridesOf(kept);
  const groups = Array.from({ length: countOf(kept) }, (): Value[] => []);
  let offset = 0;
  eachIndex(dims, (index) => {
    const value = content.kind === 'fill' ? content.value : (content.values[offset] ?? null);
    groups[offsetOf(index, kept, strides)]?.push(value);
    offset++;
  });
  const values = groups.map((group) => (group.includes(null) ? null : fold(group as Dim[], input.dtype)));
  const [only = null] = values;
  return values.length === 1 && only !== null ? fill(only) : elements(values);
}

function mean(values: readonly Dim[], dtype: DType | null): Value {
  const total = held(values.reduce(add, 0), dtype);
  return total === null ? null : divide(total, values.length, dtype);
}

function extreme(name: 'min' | 'max'): Fold {
  return (values) => {
    const [first, ...rest] = values;
    return first === undefined ? null : rest.reduce((a, b) => call(name, [a, b]), first);
  };
}

function workOfReduction(view: SolvedView, { transcendental }: Reduction): Work | UnknownWork {
  const work = perInputElement(1, transcendental === 'input' ? 1 : 0)(view);
  const written = view.output(0).shape;
  if (transcendental !== 'output' || 'unknown' in work || written === null) return work;
  return { ...work, transcendentals: elementCount(written) };
}

function inferArg(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  if (shape === null) return [{ dtype: 'int64', shape: null, content: null }];
  const axes = resolveAxes([view.int('axis', 0)], shape.length, view.node.op);
  if (typeof axes === 'string') return view.conflict(axes);
  return [{ dtype: 'int64', shape: reducedShape(shape, axes, view.int('keepdims', 1) === 1), content: null }];
}
