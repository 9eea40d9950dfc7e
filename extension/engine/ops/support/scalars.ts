import { bounds, call, type Dim, divideExactly, isIntegral, mul, product, sub } from '../../ir/dim';
import { bitsOf, type DType, familyOf } from '../../ir/dtype';
import { isBinaryFraction, truncateOf } from './integral';

/** A value, or null where it is not known. */
export type Value = Dim | null;

/**
 * The value as a tensor of this element type holds it: floats rounded, integers as they are. Null where the type cannot
 * hold it exactly in our arithmetic (beyond 2^53, overflow, half precision fractions) or is not known.
 */
export function held(value: Dim, dtype: DType | null): Value {
  if (typeof value === 'number') return heldNumber(value, dtype);
  if (!isFiniteExpression(value)) return null;
  if (dtype === 'float32') return isBinaryFraction(value) ? value : call('float32', [value]);
  if (dtype === 'float64' || isIntegral(value)) return value;
  return dtype !== null && familyOf(dtype) === 'int' ? value : null;
}

function heldNumber(value: number, dtype: DType | null): Value {
  if (dtype === 'float32') return Math.fround(value);
  if (dtype === 'float64') return value;
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  if (!Number.isSafeInteger(value)) return null;
  if (dtype === 'float16') return Math.abs(value) <= 2048 ? value : null;
  if (dtype === 'bfloat16') return Math.abs(value) <= 256 ? value : null;
  return dtype === null || fitsInteger(value, dtype) ? value : null;
}

function fitsInteger(value: number, dtype: DType): boolean {
  if (familyOf(dtype) !== 'int') return false;
  const reach = 2 ** bitsOf(dtype);
  return dtype.startsWith('u') ? value >= 0 && value < reach : value >= -reach / 2 && value < reach / 2;
}

function isFiniteExpression(value: Exclude<Dim, number>): boolean {
  return value.terms.every((term) => Number.isFinite(term.coefficient));
}

/** Quotient as the element type divides: integers towards zero, floats exactly. Null for a zero divisor of integers. */
export function divide(a: Dim, b: Dim, dtype: DType | null): Value {
  if (isFloat(dtype)) return held(divideReals(a, b), dtype);
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') return held(Math.trunc(a / b), dtype);
  const exact = divideExactly(a, b);
  if (exact !== null) return exact;
  return bounds(a)[0] >= 0 && bounds(b)[0] >= 0 ? call('floorDiv', [a, b]) : truncateOf(call('div', [a, b]));
}

function divideReals(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  if (typeof b === 'number' && b !== 0 && Number.isInteger(Math.log2(Math.abs(b)))) return mul(a, 1 / b);
  return call('div', [a, b]);
}

/** Remainder with the sign of the divisor (ONNX's integer Mod), or of the dividend (`fmod`, C's). */
export function remainder(a: Dim, b: Dim, fmod: boolean): Value {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') return fmod ? a % b : a - b * Math.floor(a / b);
  const same = !fmod || (bounds(a)[0] >= 0 && bounds(b)[0] >= 0);
  return same && isIntegral(a) && isIntegral(b) ? call('mod', [a, b]) : null;
}

/** Larger whole powers of symbolic values are not followed. */
const MAX_SYMBOLIC_POWER = 4;

export function power(base: Dim, exponent: Dim, dtype: DType | null): Value {
  if (typeof exponent !== 'number') return null;
  if (typeof base === 'number') {
    const raised = base ** exponent;
    return held(isFloat(dtype) ? raised : Math.trunc(raised), dtype);
  }
  if (exponent === 0.5 && isFloat(dtype)) return held(call('sqrt', [base]), dtype);
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > MAX_SYMBOLIC_POWER) return null;
  return held(product(new Array<Dim>(exponent).fill(base)), dtype);
}

/** 1 where a < b, else 0; symbolic where undecided. */
export function less(a: Dim, b: Dim): Dim {
  return call('less', [a, b]);
}

/** 1 where a <= b, else 0. */
export function lessOrEqual(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return Number(a <= b);
  return sub(1, less(b, a));
}

/** The value converted as Cast does: to integers towards zero, to bool whether it is not zero. */
export function converted(value: Dim, from: DType | null, to: DType): Value {
  const family = familyOf(to);
  if (family === 'bool') return sub(1, call('equal', [value, 0]));
  if (family === 'int' && from !== null && familyOf(from) === 'int' && typeof value !== 'number')
    return value;
  if (family === 'int') return typeof value === 'number' ? convertedNumber(value, to) : truncateOf(value);
  return family === 'float' ? held(value, to) : null;
}

/** INT64_MAX and its like pass although a double cannot hold them exactly: they stand for "to the end". */
function convertedNumber(value: number, to: DType): Value {
  const whole = Math.trunc(value);
  return Number.isInteger(whole) && Math.abs(whole) >= 2 ** 53 && bitsOf(to) === 64 ? value : held(whole, to);
}

export function isFloat(dtype: DType | null): boolean {
  return dtype !== null && familyOf(dtype) === 'float';
}
