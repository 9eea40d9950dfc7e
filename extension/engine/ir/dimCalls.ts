import type { Arithmetic, Dim } from './dim';
import { simplifyCeilDivision, simplifyFloorDivision } from './division';
import { asCall } from './polynomial';

export type Range = readonly [low: number, high: number];

interface DimCall {
  readonly apply: (args: readonly number[]) => number;
  readonly bounds: (args: readonly Range[]) => Range;
  readonly format: (args: readonly string[]) => string;
  /** When the result is an integer; absent: not known. */
  readonly integral?: 'always' | 'asArguments';
  /** A simpler equal expression, or null. */
  readonly simplify?: (args: readonly Dim[], arithmetic: Arithmetic) => Dim | null;
}

const ANY: Range = [-Infinity, Infinity];
const FLAG: Range = [0, 1];

/** Functions of dims that stand as opaque atoms in polynomials until their arguments are known. */
export const CALLS = {
  add: {
    apply: at((a, b) => a + b),
    bounds: at2(([a, b], [c, d]) => [a + c, b + d]),
    format: infix(' + '),
    integral: 'asArguments',
  },
  mul: {
    apply: at((a, b) => a * b),
    bounds: at2(productBounds),
    format: infix('*'),
    integral: 'asArguments',
  },
  /** Rounds towards minus infinity. */
  floorDiv: {
    apply: at((a, b) => Math.floor(a / b)),
    bounds: quotientBounds(Math.floor),
    format: ([a, b]) => `floor(${wrap(a)}/${wrap(b)})`,
    integral: 'always',
    simplify: (args, arithmetic) =>
      simplifyRoundedDivision(args, arithmetic) ?? simplifyFloorDivision(args, arithmetic),
  },
  ceilDiv: {
    apply: at((a, b) => Math.ceil(a / b)),
    bounds: quotientBounds(Math.ceil),
    format: ([a, b]) => `ceil(${wrap(a)}/${wrap(b)})`,
    integral: 'always',
    simplify: (args, arithmetic) =>
      simplifyRoundedDivision(args, arithmetic) ?? simplifyCeilDivision(args, arithmetic),
  },
  /** Real quotient, for float values. */
  div: {
    apply: at((a, b) => a / b),
    bounds: quotientBounds((x) => x),
    format: ([a, b]) => `${wrap(a)}/${wrap(b)}`,
    simplify: simplifyDivision,
  },
  /** Remainder with the divisor's sign. */
  mod: {
    apply: at((a, b) => a - b * Math.floor(a / b)),
    bounds: at2((_, [low, high]) => (low > 0 ? [0, high - 1] : ANY)),
    format: infix(' mod '),
    integral: 'asArguments',
    simplify: (args, arithmetic) => (simplifyRoundedDivision(args, arithmetic) === null ? null : 0),
  },
  min: {
    apply: at(Math.min),
    bounds: at2(([a, b], [c, d]) => [Math.min(a, c), Math.min(b, d)]),
    format: named('min'),
    integral: 'asArguments',
    simplify: pick((a, b) => (a[1] <= b[0] ? 0 : b[1] <= a[0] ? 1 : null)),
  },
  max: {
    apply: at(Math.max),
    bounds: at2(([a, b], [c, d]) => [Math.max(a, c), Math.max(b, d)]),
    format: named('max'),
    integral: 'asArguments',
    simplify: pick((a, b) => (a[0] >= b[1] ? 0 : b[0] >= a[1] ? 1 : null)),
  },
  /** The common dim of two that broadcast: the other one where one is 1. */
  broadcast: {
    apply: at((a, b) => (a === 1 ? b : a)),
    bounds: at2(([a, b], [c, d]) => [Math.min(a, c), Math.max(b, d)]),
    format: named('broadcast'),
    integral: 'asArguments',
    simplify: ([a, b], arithmetic) => {
      if (a === undefined || b === undefined) return null;
      if (a === 1 || arithmetic.equal(a, b)) return b;
      if (b === 1 || mustBe(a, b, arithmetic)) return a;
      return mustBe(b, a, arithmetic) ? b : null;
    },
  },
  floor: rounding('floor', Math.floor),
  ceil: rounding('ceil', Math.ceil),
  /** Rounds halves to even, as ONNX's Round. */
  round: rounding('round', roundHalfEven),
  /** Rounds to the nearest single-precision number, as runtimes that compute in float32 do. */
  float32: {
    apply: unary(Math.fround),
    bounds: monotone(Math.fround),
    format: ([x]) => x ?? '',
    integral: 'asArguments',
  },
  truncate: rounding('trunc', Math.trunc),
  sqrt: { apply: unary(Math.sqrt), bounds: () => [0, Infinity], format: named('sqrt') },
  abs: {
    apply: unary(Math.abs),
    bounds: () => [0, Infinity],
    format: named('abs'),
    integral: 'asArguments',
  },
  equal: {
    apply: at((a, b) => Number(a === b)),
    bounds: () => FLAG,
    format: infix(' == '),
    integral: 'always',
    simplify: compare((low, high) => (low > 0 || high < 0 ? 0 : low === 0 && high === 0 ? 1 : null)),
  },
  less: {
    apply: at((a, b) => Number(a < b)),
    bounds: () => FLAG,
    format: infix(' < '),
    integral: 'always',
    simplify: compare((low, high) => (high < 0 ? 1 : low >= 0 ? 0 : null)),
  },
  /** Second argument where the first is not 0, else the third. */
  select: {
    apply: ([condition, a, b]) => (condition !== 0 ? (a ?? NaN) : (b ?? NaN)),
    bounds: ([, a = ANY, b = ANY]) => [Math.min(a[0], b[0]), Math.max(a[1], b[1])],
    format: ([condition, a, b]) => `(${condition} ? ${a} : ${b})`,
    integral: 'asArguments',
    simplify: ([condition, a, b], { equal }) => {
      if (a === undefined || b === undefined) return null;
      if (typeof condition === 'number') return condition !== 0 ? a : b;
      return equal(a, b) ? a : null;
    },
  },
  /** Elements that `start:end:step` takes from a dim, with ONNX's clamping of negative and excessive ends. */
  sliceLength: {
    apply: ([dim = 0, start = 0, end = 0, step = 1]) => sliceLength(dim, start, end, step),
    bounds: ([dim = ANY]) => [0, Math.max(0, dim[1])],
    format: named('slice'),
    integral: 'always',
  },
} as const satisfies Record<string, DimCall> as Record<CallName, DimCall>;

export type CallName =
  | 'add'
  | 'mul'
  | 'floorDiv'
  | 'ceilDiv'
  | 'div'
  | 'mod'
  | 'min'
  | 'max'
  | 'broadcast'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'float32'
  | 'truncate'
  | 'sqrt'
  | 'abs'
  | 'equal'
  | 'less'
  | 'select'
  | 'sliceLength';

function sliceLength(dim: number, start: number, end: number, step: number): number {
  const clamp = (x: number, low: number, high: number): number =>
    Math.min(Math.max(x < 0 ? x + dim : x, low), high);
  const first = step > 0 ? clamp(start, 0, dim) : clamp(start, 0, dim - 1);
  const last = step > 0 ? clamp(end, 0, dim) : clamp(end, -1, dim - 1);
  return Math.max(0, Math.ceil((last - first) / step));
}

function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function at(f: (a: number, b: number) => number): DimCall['apply'] {
  return ([a = NaN, b = NaN]) => f(a, b);
}

function unary(f: (a: number) => number): DimCall['apply'] {
  return ([a = NaN]) => f(a);
}

function at2(f: (a: Range, b: Range) => Range): DimCall['bounds'] {
  return ([a = ANY, b = ANY]) => f(a, b);
}

function monotone(f: (a: number) => number): DimCall['bounds'] {
  return ([a = ANY]) => [f(a[0]), f(a[1])];
}

function quotientBounds(round: (x: number) => number): DimCall['bounds'] {
  return at2(([a, b], [c, d]) => {
    if (c <= 0) return ANY;
    return [round(a >= 0 ? a / d : a / c), round(b >= 0 ? b / c : b / d)];
  });
}

function productBounds([a, b]: Range, [c, d]: Range): Range {
  const corners = [a * c, a * d, b * c, b * d].map((x) => (Number.isNaN(x) ? 0 : x));
  return [Math.min(...corners), Math.max(...corners)];
}

/** Rounding to an integer, which leaves integers as they are. */
function rounding(name: string, f: (a: number) => number): DimCall {
  return {
    apply: unary(f),
    bounds: monotone(f),
    format: named(name),
    integral: 'always',
    simplify: ([a], { isIntegral }) => (a !== undefined && isIntegral(a) ? a : null),
  };
}

/** A quotient that comes out even needs no rounding, unless it has fractions of its own. */
function simplifyRoundedDivision(args: readonly Dim[], arithmetic: Arithmetic): Dim | null {
  const quotient = simplifyDivision(args, arithmetic);
  return quotient !== null && arithmetic.isIntegral(quotient) ? quotient : null;
}

function simplifyDivision([a, b]: readonly Dim[], { divideExactly }: Arithmetic): Dim | null {
  if (a === undefined || b === undefined) return null;
  return b === 1 ? a : divideExactly(a, b);
}

/**
 * Whether `a` is what `a` and `b` broadcast to in every model that runs at all: `b` is `min(a, limit)` (a table
 * of positions cut to length), or `a` is a broadcast that `b` takes part in.
 */
function mustBe(a: Dim, b: Dim, { equal }: Arithmetic): boolean {
  const limited = asCall(b);
  if (limited?.name === 'min' && limited.args.some((arg) => equal(arg, a))) return true;
  const common = asCall(a);
  return common?.name === 'broadcast' && common.args.some((arg) => equal(arg, b));
}

function pick(choose: (a: Range, b: Range) => 0 | 1 | null): NonNullable<DimCall['simplify']> {
  return (args, { equal, bounds, sub }) => {
    const [a, b] = args;
    if (a === undefined || b === undefined) return null;
    if (equal(a, b)) return a;
    const difference = bounds(sub(a, b));
    const which = choose(bounds(a), bounds(b)) ?? choose(difference, [0, 0]);
    return which === null ? null : (args[which] ?? null);
  };
}

function compare(decide: (low: number, high: number) => number | null): NonNullable<DimCall['simplify']> {
  return ([a, b], { sub, bounds }) =>
    a === undefined || b === undefined ? null : decide(...bounds(sub(a, b)));
}

function named(name: string): DimCall['format'] {
  return (args) => `${name}(${args.join(', ')})`;
}

function infix(operator: string): DimCall['format'] {
  return (args) => `(${args.join(operator)})`;
}

function wrap(text: string | undefined): string {
  return text !== undefined && /^[\w.]+$/.test(text) ? text : `(${text ?? ''})`;
}
