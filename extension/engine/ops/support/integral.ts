import { bounds, call, type Dim, isIntegral, mul } from '../../ir/dim';

/** Largest power of two by which {@link asQuotient} tries to clear fractions. */
const MAX_DENOMINATOR = 1024;

/** `[a, b]` with integers a and b where the expression is exactly a / b (b a power of two) or an opaque quotient. */
function asQuotient(dim: Dim): readonly [Dim, Dim] | null {
  if (typeof dim === 'number') return null;
  const [term] = dim.terms;
  const [atom] = term?.atoms ?? [];
  if (dim.terms.length === 1 && term?.coefficient === 1 && term.atoms.length === 1 && atom?.kind === 'call') {
    const [a, b] = atom.args;
    if (atom.name === 'float32' && a !== undefined) return asQuotient(a);
    if (atom.name === 'div' && a !== undefined && b !== undefined && isIntegral(a) && isIntegral(b))
      return [a, b];
  }
  for (let denominator = 2; denominator <= MAX_DENOMINATOR; denominator *= 2)
    if (isIntegral(mul(dim, denominator))) return [mul(dim, denominator), denominator];
  return null;
}

/** Whether an expression is an integer over a small power of two: exact in binary floating point. */
export function isBinaryFraction(dim: Dim): boolean {
  return isIntegral(dim) || isIntegral(mul(dim, MAX_DENOMINATOR));
}

/** Rounds downwards. The quotient of two sizes below 2^24 never rounds up to an integer in float32, so it folds. */
export function floorOf(dim: Dim): Dim {
  if (isIntegral(dim)) return dim;
  const quotient = asQuotient(dim);
  return quotient === null ? call('floor', [dim]) : call('floorDiv', quotient);
}

/** Rounds upwards. */
export function ceilOf(dim: Dim): Dim {
  if (isIntegral(dim)) return dim;
  const quotient = asQuotient(dim);
  return quotient === null ? call('ceil', [dim]) : call('ceilDiv', quotient);
}

/** Rounds towards zero, as integer division and casts to integers do. */
export function truncateOf(dim: Dim): Dim {
  if (isIntegral(dim)) return dim;
  return bounds(dim)[0] >= 0 ? floorOf(dim) : call('truncate', [dim]);
}
