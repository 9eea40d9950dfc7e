import { add, bounds, call, type Dim, isIntegral, mul, sub } from '../ir/dim';
import type { DType } from '../ir/dtype';
import { formatShape } from '../ir/shape';
import type { TensorFacts } from '../ir/tensor';
import { alignedInputs, broadcastContent, commonShape } from './support/broadcasting';
import { ceilOf, floorOf } from './support/integral';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { divide, held, isFloat, power, remainder, type Value } from './support/scalars';
import { perOutputElement } from './support/measure';

/** What the table says of an operator; `apply` computes one element, null where it cannot. */
interface Arithmetic {
  readonly op: string;
  readonly apply: (values: readonly Dim[], dtype: DType | null, view: NodeView) => Value;
  /** Whether one element costs a function such as exp or sin; square root and division are none. */
  readonly transcendental?: boolean;
  /** Whether a stored float operand is a bias or a scale that was learned. */
  readonly learned?: boolean;
}

const ARITHMETIC: readonly Arithmetic[] = [
  { op: 'Add', apply: pair((a, b, dtype) => held(add(a, b), dtype)), learned: true },
  { op: 'Sub', apply: pair((a, b, dtype) => held(sub(a, b), dtype)), learned: true },
  { op: 'Mul', apply: pair((a, b, dtype) => held(mul(a, b), dtype)), learned: true },
  { op: 'Div', apply: pair(divide), learned: true },
  { op: 'Mod', apply: ([a = 0, b = 0], _, view) => remainder(a, b, view.int('fmod', 0) === 1) },
  { op: 'Min', apply: (values) => fold(values, (a, b) => call('min', [a, b])) },
  { op: 'Max', apply: (values) => fold(values, (a, b) => call('max', [a, b])) },
  { op: 'Sum', apply: (values, dtype) => held(fold(values, add) ?? 0, dtype) },
  { op: 'Mean', apply: (values, dtype) => divide(fold(values, add) ?? 0, values.length, dtype) },
  { op: 'Neg', apply: unary((x) => mul(x, -1)) },
  { op: 'Abs', apply: unary((x) => (bounds(x)[0] >= 0 ? x : call('abs', [x]))) },
  { op: 'Sign', apply: unary(sign) },
  { op: 'Floor', apply: unary(floorOf) },
  { op: 'Ceil', apply: unary(ceilOf) },
  { op: 'Round', apply: unary((x) => (isIntegral(x) ? x : call('round', [x]))) },
  { op: 'Sqrt', apply: ([x = 0], dtype) => held(call('sqrt', [x]), dtype) },
  { op: 'Reciprocal', apply: ([x = 0], dtype) => (isFloat(dtype) ? divide(1, x, dtype) : null) },
  ...numeric({ Exp: Math.exp, Log: Math.log, Sin: Math.sin, Cos: Math.cos, Tan: Math.tan }),
  ...numeric({ Asin: Math.asin, Acos: Math.acos, Atan: Math.atan, Sinh: Math.sinh, Cosh: Math.cosh }),
  ...numeric({ Tanh: Math.tanh, Asinh: Math.asinh, Acosh: Math.acosh, Atanh: Math.atanh }),
  { op: 'Erf', apply: () => null, transcendental: true },
];

/** Arithmetic on elements. Opsets before 7 broadcast by `axis`, the others NumPy's way. */
export const ELEMENTWISE_OPS: readonly OpSpec[] = [
  ...ARITHMETIC.map(specOf),
  { types: ['Pow'], infer: inferPow, work: workOfPow },
  { types: ['PRelu'], infer: inferPrelu, work: perOutputElement(1), parameterSlots: [1] },
  { types: ['Clip'], infer: inferClip, work: perOutputElement(1) },
];

function specOf(arithmetic: Arithmetic): OpSpec {
  const spec: OpSpec = {
    types: [arithmetic.op],
    infer: (view) => inferArithmetic(view, arithmetic),
    work: perOutputElement(1, arithmetic.transcendental === true ? 1 : 0),
  };
  return arithmetic.learned === true ? { ...spec, parameterSlots: 'all' } : spec;
}

function inferArithmetic(view: InferView, { op, apply }: Arithmetic): readonly TensorFacts[] {
  const inputs = alignedInputs(view);
  const shape = commonShape(inputs);
  if (typeof shape === 'string') return view.conflict(`${op}: ${shape}`);
  const dtype = commonDtype(inputs);
  if (dtype === 'conflict') return view.conflict(mixedTypes(op, inputs));
  const content = broadcastContent(inputs, shape, {
    apply: (values) => apply(values as readonly Dim[], dtype, view),
    lenient: false,
  });
  return [{ dtype, shape, content }];
}

/** The element type that all inputs share. */
export function commonDtype(inputs: readonly TensorFacts[]): DType | null | 'conflict' {
  const known = new Set(inputs.flatMap(({ dtype }) => dtype ?? []));
  const [first = null] = known;
  return known.size > 1 ? 'conflict' : first;
}

export function mixedTypes(op: string, inputs: readonly TensorFacts[]): string {
  const sides = inputs.map(({ dtype, shape }) => `${dtype ?? '?'} ${formatShape(shape)}`);
  return `${op} needs inputs of one element type, not ${sides.join(' and ')}`;
}

/** The exponent may have another type than the base, whose type the result has. */
function inferPow(view: InferView): readonly TensorFacts[] {
  const inputs = alignedInputs(view);
  const shape = commonShape(inputs);
  if (typeof shape === 'string') return view.conflict(`Pow: ${shape}`);
  const { dtype } = view.input(0);
  const content = broadcastContent(inputs, shape, {
    apply: ([base, exponent]) => power(base ?? 0, exponent ?? 0, dtype),
    lenient: false,
  });
  return [{ dtype, shape, content }];
}

/** A square, another whole power or a square root is arithmetic; any other power is exp and log. */
function workOfPow(view: SolvedView): Work | UnknownWork {
  const { content } = view.input(1);
  const plain = content?.kind === 'fill' ? [content.value] : (content?.values ?? [null]);
  const easy = plain.every((x) => typeof x === 'number' && (Number.isInteger(x) || Math.abs(x) === 0.5));
  return perOutputElement(1, easy ? 0 : 1)(view);
}

function inferPrelu(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  return [{ dtype: dtype ?? view.input(1).dtype, shape, content: null }];
}

/** Limits are attributes before opset 11 and inputs since, each optional. */
function inferClip(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const low = limit(view, 1, 'min');
  const high = limit(view, 2, 'max');
  const clip = ([x = 0, a = null, b = null]: readonly Value[]): Value => {
    const raised = a === null || x === null ? x : call('max', [x, a]);
    return b === null || raised === null ? raised : call('min', [raised, b]);
  };
  if (low === undefined || high === undefined) return [{ dtype, shape, content: null }];
  const content = broadcastContent([view.input(0)], shape, {
    apply: ([x = null]) => clip([x, low, high]),
    lenient: false,
  });
  return [{ dtype, shape, content }];
}

/** The limit; null for none, undefined for one whose value is not known. */
function limit(view: InferView, slot: number, attribute: string): Value | undefined {
  if (!view.has(slot)) return view.float(attribute) ?? null;
  const { content } = view.input(slot);
  const value = content?.kind === 'fill' ? content.value : content?.values[0];
  return value ?? undefined;
}

function pair(f: (a: Dim, b: Dim, dtype: DType | null) => Value): Arithmetic['apply'] {
  return ([a = 0, b = 0], dtype) => f(a, b, dtype);
}

function unary(f: (x: Dim) => Value): Arithmetic['apply'] {
  return ([x = 0], dtype) => {
    const value = f(x);
    return value === null ? null : held(value, dtype);
  };
}

function sign(x: Dim): Value {
  if (typeof x === 'number') return Math.sign(x);
  return bounds(x)[0] > 0 ? 1 : null;
}

function fold(values: readonly Dim[], f: (a: Dim, b: Dim) => Dim): Value {
  const [first, ...rest] = values;
  return first === undefined ? null : rest.reduce(f, first);
}

/** Functions that are followed on numbers only. */
function numeric(functions: Readonly<Record<string, (x: number) => number>>): readonly Arithmetic[] {
  return Object.entries(functions).map(([op, f]) => ({
    op,
    apply: unary((x) => (typeof x === 'number' ? f(x) : null)),
    transcendental: true,
  }));
}
