import { add, bounds, call, type Dim, mul, sub } from '../ir/dim';
import { type DType, dtypeFromCode } from '../ir/dtype';
import type { StoredTensor } from '../ir/graph';
import {
  elements,
  fill,
  MAX_TRACKED_ELEMENTS,
  scalarOf,
  tensor,
  type TensorFacts,
  valuesOf,
} from '../ir/tensor';
import { dimsFrom, undecidedShape } from './support/lists';
import type { InferView, OpSpec } from './op';
import { divide, held, isFloat, type Value } from './support/scalars';
import { ceilOf } from './support/integral';

/** Tensors made from nothing but a few numbers. */
export const GENERATE_OPS: readonly OpSpec[] = [
  { types: ['Constant'], infer: inferConstant, traffic: 'none' },
  { types: ['ConstantOfShape'], infer: inferConstantOfShape },
  { types: ['Range', 'com.microsoft:Range'], infer: inferRange },
  { types: ['EyeLike'], infer: inferEyeLike },
];

function inferConstant(view: InferView): readonly TensorFacts[] {
  const stored = view.tensor('value');
  if (stored !== undefined) return [factsOfStored(stored)];
  const int = view.attribute('value_int');
  if (int?.kind === 'int') return [{ dtype: 'int64', shape: [], content: fill(int.value) }];
  const float = view.attribute('value_float');
  if (float?.kind === 'float')
    return [{ dtype: 'float32', shape: [], content: fill(Math.fround(float.value)) }];
  const ints = view.ints('value_ints');
  if (ints !== undefined) return [vector('int64', ints)];
  const floats = view.floats('value_floats');
  if (floats !== undefined) return [vector('float32', floats.map(Math.fround))];
  return [textConstant(view)];
}

/** Facts of a stored tensor: of small ones with the elements. */
export function factsOfStored({ dtype, dims, content }: StoredTensor): TensorFacts {
  return { dtype, shape: dims, content };
}

function vector(dtype: DType, values: readonly number[]): TensorFacts {
  const content = values.length > MAX_TRACKED_ELEMENTS ? null : elements(values);
  return { dtype, shape: [values.length], content };
}

function textConstant(view: InferView): TensorFacts {
  const texts = view.strings('value_strings');
  if (texts !== undefined) return tensor('string', [texts.length]);
  return view.string('value_string') === undefined ? tensor(null, null) : tensor('string', []);
}

/** One value throughout, 0 of float32 unless an attribute says otherwise. */
function inferConstantOfShape(view: InferView): readonly TensorFacts[] {
  const stored = view.tensor('value');
  const value = stored === undefined ? 0 : scalarOf(factsOfStored(stored));
  const dtype = stored === undefined ? 'float32' : stored.dtype;
  const content = value === null ? null : fill(value);
  const input = view.input(0);
  const dims = valuesOf(input);
  if (dims === null) {
    const [rank] = input.shape ?? [];
    return [{ dtype, shape: typeof rank === 'number' ? undecidedShape(view, 0, rank) : null, content }];
  }
  const shape = dimsFrom(view, dims);
  return typeof shape === 'string' ? view.conflict(shape) : [{ dtype, shape, content }];
}

/** `max(ceil((limit - start) / delta), 0)` numbers. */
function inferRange(view: InferView): readonly TensorFacts[] {
  const dtype = view.input(0).dtype ?? view.input(1).dtype ?? view.input(2).dtype;
  const [start, limit, delta] = [scalarOf(view.input(0)), scalarOf(view.input(1)), scalarOf(view.input(2))];
  if (delta === 0) return view.conflict('Range: a delta of 0 never reaches the limit');
  const length =
    start === null || limit === null || delta === null ? null : rangeLength(start, limit, delta, dtype);
  const count = length ?? view.dataDim(0, 'length');
  const content = start === null || delta === null ? null : rangeContent(start, delta, count, dtype);
  return [{ dtype, shape: [count], content }];
}

function rangeLength(start: Dim, limit: Dim, delta: Dim, dtype: DType | null): Value {
  const span = sub(limit, start);
  const steps = isFloat(dtype) ? ceilOfQuotient(span, delta, dtype) : call('ceilDiv', [span, delta]);
  if (steps === null || Number.isNaN(steps)) return null;
  return typeof steps === 'number' || bounds(steps)[0] < 0 ? call('max', [steps, 0]) : steps;
}

function ceilOfQuotient(span: Dim, delta: Dim, dtype: DType | null): Value {
  const rounded = held(span, dtype);
  const quotient = rounded === null ? null : divide(rounded, delta, dtype);
  return quotient === null ? null : ceilOf(quotient);
}

function rangeContent(start: Dim, delta: Dim, count: Dim, dtype: DType | null): TensorFacts['content'] {
  if (typeof count !== 'number' || count > MAX_TRACKED_ELEMENTS) return null;
  return elements(Array.from({ length: count }, (_, at) => held(add(start, mul(delta, at)), dtype)));
}

/** A matrix of the input's shape with ones on a diagonal. */
function inferEyeLike(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  return [tensor(requestedType(view) ?? dtype, shape)];
}

/** The element type that the attribute `dtype` asks for. */
export function requestedType(view: InferView): DType | null {
  const code = view.int('dtype');
  return code === undefined ? null : dtypeFromCode(code);
}
