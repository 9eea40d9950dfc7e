import type { Arithmetic, Dim } from './dim';
import { asCall, splitByDivisor, splitConstant } from './polynomial';

/**
 * Rewrites a division rounded down: `floor((2*h - 2)/4)` is `floor((h - 1)/2)`, `floor((h - 2)/2)` is
 * `floor(h/2) - 1`, `floor(floor(h/2)/2)` is `floor(h/4)`. So a chain of stride-2 layers reads `floor(h/32)`
 * rather than as a nest. Null where nothing becomes simpler.
 */
export function simplifyFloorDivision([a, b]: readonly Dim[], arithmetic: Arithmetic): Dim | null {
  if (a === undefined || typeof b !== 'number' || !Number.isInteger(b) || b <= 0) return null;
  if (typeof a === 'number' || !arithmetic.isIntegral(a)) return null;
  const { quotient, rest } = splitByDivisor(a, b);
  const joined = joinNested(rest, b, arithmetic);
  if (joined !== null) return arithmetic.add(quotient, joined);
  return quotient === 0 ? null : arithmetic.add(quotient, arithmetic.call('floorDiv', [rest, b]));
}

/** Rounding up is rounding down of a little more: one form for both. */
export function simplifyCeilDivision([a, b]: readonly Dim[], arithmetic: Arithmetic): Dim | null {
  if (a === undefined || typeof b !== 'number' || !Number.isInteger(b) || b <= 0) return null;
  if (!arithmetic.isIntegral(a)) return null;
  return arithmetic.call('floorDiv', [arithmetic.add(a, b - 1), b]);
}

/** `floor((floor(x/m) + r)/n)` is `floor((x + r*m)/(m*n))` for whole x, r and positive m, n. */
function joinNested(rest: Dim, n: number, arithmetic: Arithmetic): Dim | null {
  const { constant, rest: variable } = splitConstant(rest);
  const inner = asCall(variable);
  const [x, m] = inner?.args ?? [];
  if (inner?.name !== 'floorDiv' || x === undefined || typeof m !== 'number' || m <= 0) return null;
  return arithmetic.call('floorDiv', [arithmetic.add(x, arithmetic.mul(constant, m)), m * n]);
}
