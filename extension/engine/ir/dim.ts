import { CALLS, type CallName, type Range } from './dimCalls';
import { hash } from './hash';
import {
  fromTerms,
  makeTerm,
  MAX_TERMS,
  scale,
  termsOf,
  withoutAtoms,
  polynomialsWithin,
} from './polynomial';

/**
 * A dim, or any small number that shapes depend on: known, or a polynomial over symbols and over calls such
 * as floor division that polynomials cannot express. Polynomials are immutable and canonical: equal keys mean
 * equal expressions.
 */
export type Dim = number | Polynomial;

export interface Polynomial {
  readonly terms: readonly Term[];
  readonly key: string;
}

export interface Term {
  readonly coefficient: number;
  /** Sorted by key; an atom stands as often as its power. Empty for the constant term. */
  readonly atoms: readonly Atom[];
  readonly key: string;
}

/**
 * `declared`: a dim of the model's inputs, at least 1. `data`: a count that only a run decides, at least 0.
 * `value`: a number of unknown sign that an input carries.
 */
export type SymbolKind = 'declared' | 'data' | 'value';

export type Atom = AtomFacts &
  (
    | { readonly kind: 'symbol'; readonly name: string; readonly symbolKind: SymbolKind }
    | { readonly kind: 'call'; readonly name: CallName; readonly args: readonly Dim[] }
  );

/** Known of an atom from its making: asking later would walk a nest of calls again and again. */
interface AtomFacts {
  readonly key: string;
  readonly range: Range;
  /** Whether it is an integer whenever the symbols are. */
  readonly integral: boolean;
  /** Whether its value hangs on declared dims alone. */
  readonly declaredOnly: boolean;
}

/** A symbol. Equal names are the same number throughout a model. */
export function symbol(name: string, symbolKind: SymbolKind = 'declared'): Dim {
  return fromAtom({
    kind: 'symbol',
    name,
    symbolKind,
    key: /^[\w.]{1,64}$/.test(name) ? `$${name}` : hash(name),
    range: SYMBOL_RANGES[symbolKind],
    integral: true,
    declaredOnly: symbolKind === 'declared',
  });
}

const SYMBOL_RANGES: Readonly<Record<SymbolKind, Range>> = {
  declared: [1, Infinity],
  data: [0, Infinity],
  value: [-Infinity, Infinity],
};

export function add(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === 0) return b;
  if (b === 0) return a;
  return fromTerms([...termsOf(a), ...termsOf(b)], () => atomOf('add', [a, b]));
}

export function sub(a: Dim, b: Dim): Dim {
  return typeof a === 'number' && typeof b === 'number' ? a - b : add(a, mul(b, -1));
}

export function mul(a: Dim, b: Dim): Dim {
  if (typeof a === 'number') return typeof b === 'number' ? a * b : scale(b, a);
  if (typeof b === 'number') return scale(a, b);
  const left = termsOf(a);
  const right = termsOf(b);
  if (left.length * right.length > MAX_TERMS) return atomOf('mul', [a, b]);
  return fromTerms(
    left.flatMap((x) => right.map((y) => makeTerm(x.coefficient * y.coefficient, [...x.atoms, ...y.atoms]))),
    () => atomOf('mul', [a, b]),
  );
}

/** Numbers are multiplied first: a shape has many of them, and each would make another polynomial. */
export function product(dims: readonly Dim[]): Dim {
  let factor = 1;
  let symbolic: Dim = 1;
  for (const dim of dims)
    if (typeof dim === 'number') factor *= dim;
    else symbolic = mul(symbolic, dim);
  return mul(symbolic, factor);
}

export function sum(dims: readonly Dim[]): Dim {
  return dims.reduce<Dim>(add, 0);
}

/** A function of dims that polynomials do not have; folded at once where the arguments allow. */
export function call(name: CallName, args: readonly Dim[]): Dim {
  if (args.every((arg) => typeof arg === 'number')) return CALLS[name].apply(args);
  const shortened = CALLS[name].simplify?.(args, ARITHMETIC);
  return shortened ?? atomOf(name, args);
}

/** Exact quotient of two dims, or null where the division leaves a remainder or cannot be decided. */
export function divideExactly(a: Dim, b: Dim): Dim | null {
  if (typeof a === 'number' && typeof b === 'number') return b !== 0 && a % b === 0 ? a / b : null;
  if (a === 0) return 0;
  const divisor = termsOf(b);
  const [only] = divisor;
  if (only === undefined) return null;
  if (divisor.length > 1) return equal(a, b) ? 1 : dividePolynomials(a, b);
  const quotient: Term[] = [];
  for (const term of termsOf(a)) {
    const atoms = withoutAtoms(term.atoms, only.atoms);
    const coefficient = term.coefficient / only.coefficient;
    if (atoms === null || !Number.isInteger(coefficient)) return null;
    quotient.push(makeTerm(coefficient, atoms));
  }
  return fromTerms(quotient, () => atomOf('floorDiv', [a, b]));
}

export function equal(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  return a.key === b.key;
}

/** Range of values over all that the symbols may be; infinite where nothing is known. */
export function bounds(dim: Dim): readonly [low: number, high: number] {
  if (typeof dim === 'number') return [dim, dim];
  let low = 0;
  let high = 0;
  for (const term of dim.terms) {
    const [l, h] = termBounds(term);
    low += l;
    high += h;
  }
  return [low, high];
}

/** Whether the expression is an integer whenever its symbols are: no quotient or root stands bare in it. */
export function isIntegral(dim: Dim): boolean {
  if (typeof dim === 'number') return Number.isInteger(dim);
  return dim.terms.every(
    ({ coefficient, atoms }) => Number.isInteger(coefficient) && atoms.every(({ integral }) => integral),
  );
}

/** Whether its value follows from declared dims, rather than from what only a run decides. */
export function isDeclared(dim: Dim): boolean {
  return typeof dim === 'number' || dim.terms.every(({ atoms }) => atoms.every((atom) => atom.declaredOnly));
}

/** Names and kinds of all symbols in an expression; of a symbol already known the kind stays. */
export function symbolsOf(
  dim: Dim,
  into = new Map<string, SymbolKind>(),
  seen = new Set<string>(),
): Map<string, SymbolKind> {
  const waiting = typeof dim === 'number' ? [] : [dim];
  for (let top = waiting.pop(); top !== undefined; top = waiting.pop()) {
    if (seen.has(top.key)) continue;
    seen.add(top.key);
    for (const { atoms } of top.terms)
      for (const atom of atoms)
        if (atom.kind === 'symbol') into.set(atom.name, into.get(atom.name) ?? atom.symbolKind);
    waiting.push(...polynomialsWithin(top));
  }
  return into;
}

function termBounds(term: Term): readonly [number, number] {
  let low = 1;
  let high = 1;
  for (const atom of term.atoms) {
    const [l, h] = atom.range;
    const corners = [low * l, low * h, high * l, high * h].map((x) => (Number.isNaN(x) ? 0 : x));
    low = Math.min(...corners);
    high = Math.max(...corners);
  }
  const ends = [low * term.coefficient, high * term.coefficient];
  return [Math.min(...ends), Math.max(...ends)];
}

/** Long division by a polynomial of several terms, by leading terms; null where it does not come out even. */
function dividePolynomials(a: Dim, b: Dim): Dim | null {
  const lead = termsOf(b)[0];
  let rest = a;
  let quotient: Dim = 0;
  for (let round = 0; round < MAX_TERMS && lead !== undefined; round++) {
    if (rest === 0) return quotient;
    const [top] = termsOf(rest);
    const atoms = top && withoutAtoms(top.atoms, lead.atoms);
    if (!top || !atoms || !Number.isInteger(top.coefficient / lead.coefficient)) return null;
    const step = fromTerms([makeTerm(top.coefficient / lead.coefficient, atoms)], () => 0);
    quotient = add(quotient, step);
    rest = sub(rest, mul(step, b));
  }
  return null;
}

function atomOf(name: CallName, args: readonly Dim[]): Dim {
  const { bounds: boundsOf, integral } = CALLS[name];
  const [low, high] = boundsOf(args.map(bounds));
  return fromAtom({
    kind: 'call',
    name,
    args,
    key: hash(`${name}(${args.map(keyOf).join(',')})`),
    range: [Number.isNaN(low) ? -Infinity : low, Number.isNaN(high) ? Infinity : high],
    integral: integral === 'always' || (integral === 'asArguments' && args.every(isIntegral)),
    declaredOnly: args.every(isDeclared),
  });
}

/** The expression that consists of one atom. */
export function fromAtom(atom: Atom): Dim {
  return fromTerms([makeTerm(1, [atom])], () => 0);
}

function keyOf(dim: Dim): string {
  return typeof dim === 'number' ? String(dim) : dim.key;
}

/** What the simplifications of {@link CALLS} need of this file, handed over to keep the imports one-way. */
const ARITHMETIC = { add, sub, mul, equal, bounds, divideExactly, isIntegral, call };
export type Arithmetic = typeof ARITHMETIC;
