import { add, call, type Dim, mul, sub } from '../ir/dim';
import type { DType } from '../ir/dtype';
import type { TensorFacts } from '../ir/tensor';
import { alignedInputs, broadcastContent, commonShape, type ElementFunction } from './support/broadcasting';
import { commonDtype, mixedTypes } from './elementwise';
import type { InferView, NodeView, OpSpec } from './op';
import { held, less, lessOrEqual, type Value } from './support/scalars';
import { perOutputElement } from './support/measure';

/** What the table says of an operator that compares, combines bits or chooses. */
interface Logic {
  readonly op: string;
  readonly result: 'bool' | 'same';
  readonly apply: (values: readonly Value[], view: NodeView, dtype: DType | null) => Value;
  /** Whether `apply` can decide with some elements unknown. */
  readonly lenient?: boolean;
}

const LOGIC: readonly Logic[] = [
  { op: 'Equal', result: 'bool', apply: pair((a, b) => call('equal', [a, b])) },
  { op: 'Less', result: 'bool', apply: pair(less) },
  { op: 'LessOrEqual', result: 'bool', apply: pair(lessOrEqual) },
  { op: 'Greater', result: 'bool', apply: pair((a, b) => less(b, a)) },
  { op: 'GreaterOrEqual', result: 'bool', apply: pair((a, b) => lessOrEqual(b, a)) },
  { op: 'And', result: 'bool', apply: ([a, b]) => (a === 0 || b === 0 ? 0 : both(a, b, mul)), lenient: true },
  { op: 'Or', result: 'bool', apply: ([a, b]) => (a === 1 || b === 1 ? 1 : both(a, b, or)), lenient: true },
  { op: 'Xor', result: 'bool', apply: pair((a, b) => sub(add(a, b), mul(2, mul(a, b)))) },
  { op: 'Not', result: 'bool', apply: ([a]) => both(1, a, sub) },
  { op: 'IsNaN', result: 'bool', apply: number((x) => Number(Number.isNaN(x))) },
  { op: 'IsInf', result: 'bool', apply: isInfinite },
  { op: 'BitShift', result: 'same', apply: shift },
  { op: 'BitwiseAnd', result: 'same', apply: bits((a, b) => a & b) },
  { op: 'BitwiseOr', result: 'same', apply: bits((a, b) => a | b) },
  { op: 'BitwiseXor', result: 'same', apply: bits((a, b) => a ^ b) },
  { op: 'BitwiseNot', result: 'same', apply: () => null },
];

/** Comparisons, boolean and bit operators, and the choice between two tensors. */
export const LOGIC_OPS: readonly OpSpec[] = [
  ...LOGIC.map((logic): OpSpec => ({
    types: [logic.op],
    infer: (view) => inferLogic(view, logic),
    work: perOutputElement(1),
  })),
  { types: ['Where'], infer: inferWhere, work: perOutputElement(1) },
];

function inferLogic(view: InferView, logic: Logic): readonly TensorFacts[] {
  const inputs = alignedInputs(view);
  const shape = commonShape(inputs);
  if (typeof shape === 'string') return view.conflict(`${logic.op}: ${shape}`);
  const common = commonDtype(inputs);
  if (common === 'conflict') return view.conflict(mixedTypes(logic.op, inputs));
  const content = broadcastContent(inputs, shape, {
    apply: (values) => logic.apply(values, view, common),
    lenient: logic.lenient === true,
  });
  return [{ dtype: logic.result === 'bool' ? 'bool' : common, shape, content }];
}

function inferWhere(view: InferView): readonly TensorFacts[] {
  const inputs = [view.input(0), view.input(1), view.input(2)];
  const shape = commonShape(inputs);
  if (typeof shape === 'string') return view.conflict(`Where: ${shape}`);
  const dtype = commonDtype(inputs.slice(1));
  if (dtype === 'conflict') return view.conflict(mixedTypes('Where', inputs.slice(1)));
  return [{ dtype, shape, content: broadcastContent(inputs, shape, CHOICE) }];
}

const CHOICE: ElementFunction = { apply: choose, lenient: true };

function choose([condition = null, a = null, b = null]: readonly Value[]): Value {
  if (typeof condition === 'number') return condition !== 0 ? a : b;
  if (a === null || b === null) return null;
  return condition === null ? null : call('select', [condition, a, b]);
}

/** `a or b` of two truth values. */
function or(a: Dim, b: Dim): Dim {
  return sub(add(a, b), mul(a, b));
}

function both(a: Value | undefined, b: Value | undefined, f: (a: Dim, b: Dim) => Dim): Value {
  return a === null || b === null || a === undefined || b === undefined ? null : f(a, b);
}

function pair(f: (a: Dim, b: Dim) => Dim): Logic['apply'] {
  return ([a, b]) => both(a, b, f);
}

function number(f: (x: number) => number): Logic['apply'] {
  return ([x]) => (typeof x === 'number' ? f(x) : null);
}

function isInfinite([x]: readonly Value[], view: NodeView): Value {
  if (typeof x !== 'number') return null;
  if (x === Infinity) return view.int('detect_positive', 1);
  return x === -Infinity ? view.int('detect_negative', 1) : 0;
}

/** Bit operators are followed where JavaScript's 32-bit ones agree. */
function bits(f: (a: number, b: number) => number): Logic['apply'] {
  return ([a, b]) => (isSmall(a) && isSmall(b) ? f(a, b) : null);
}

function isSmall(x: Value | undefined): x is number {
  return typeof x === 'number' && Number.isInteger(x) && x >= 0 && x < 2 ** 31;
}

function shift([a, b]: readonly Value[], view: NodeView, dtype: DType | null): Value {
  if (!isSmall(a) || !isSmall(b)) return null;
  return view.string('direction') === 'LEFT' ? held(a * 2 ** b, dtype) : Math.floor(a / 2 ** b);
}
