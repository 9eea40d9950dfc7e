import { CALLS, type CallName } from './dimCalls';

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

interface Term {
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

export type Atom =
  | { readonly kind: 'symbol'; readonly name: string; readonly symbolKind: SymbolKind; readonly key: string }
  | { readonly kind: 'call'; readonly name: CallName; readonly args: readonly Dim[]; readonly key: string };

/** Beyond this many terms a sum or product stays unexpanded, so that hostile shape arithmetic cannot explode. */
const MAX_TERMS = 96;

/** A symbol. Equal names are the same number throughout a model. */
export function symbol(name: string, symbolKind: SymbolKind = 'declared'): Dim {
  return fromAtom({ kind: 'symbol', name, symbolKind, key: `$${name}` });
}

export function add(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return fromTerms([...termsOf(a), ...termsOf(b)], () => atomOf('add', [a, b]));
}

export function sub(a: Dim, b: Dim): Dim {
  return typeof a === 'number' && typeof b === 'number' ? a - b : add(a, mul(b, -1));
}

export function mul(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  const left = termsOf(a);
  const right = termsOf(b);
  if (left.length * right.length > MAX_TERMS) return atomOf('mul', [a, b]);
  return fromTerms(
    left.flatMap((x) => right.map((y) => makeTerm(x.coefficient * y.coefficient, [...x.atoms, ...y.atoms]))),
    () => atomOf('mul', [a, b]),
  );
}

export function product(dims: readonly Dim[]): Dim {
  return dims.reduce<Dim>(mul, 1);
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

/** Replaces symbols by values; a number where everything that matters is bound. */
export function substitute(
  dim: Dim,
  values: ReadonlyMap<string, number>,
  memo = new Map<string, Dim>(),
): Dim {
  if (typeof dim === 'number') return dim;
  const known = memo.get(dim.key);
  if (known !== undefined) return known;
  let total: Dim = 0;
  for (const term of dim.terms) {
    let part: Dim = term.coefficient;
    for (const atom of term.atoms) part = mul(part, substituteAtom(atom, values, memo));
    total = add(total, part);
  }
  memo.set(dim.key, total);
  return total;
}

/** Names and kinds of all symbols in an expression, in order of first mention. */
export function symbolsOf(
  dim: Dim,
  into = new Map<string, SymbolKind>(),
  seen = new Set<string>(),
): Map<string, SymbolKind> {
  if (typeof dim === 'number' || seen.has(dim.key)) return into;
  seen.add(dim.key);
  for (const term of dim.terms)
    for (const atom of term.atoms)
      if (atom.kind === 'symbol') into.set(atom.name, atom.symbolKind);
      else for (const arg of atom.args) symbolsOf(arg, into, seen);
  return into;
}

/** The expression as people write it: `4*seq + 1`, `floor((h - 1)/2) + 1`; deep nests end in an ellipsis. */
export function formatDim(dim: Dim, depth = 6): string {
  if (typeof dim === 'number') return String(dim);
  if (depth === 0) return '...';
  return dim.terms
    .map((term, i) => {
      const text = formatTerm({ ...term, coefficient: Math.abs(term.coefficient) }, depth);
      if (i === 0) return term.coefficient < 0 ? `-${text}` : text;
      return term.coefficient < 0 ? ` - ${text}` : ` + ${text}`;
    })
    .join('');
}

function formatTerm(term: Term, depth: number): string {
  const atoms = term.atoms.map((atom) =>
    atom.kind === 'symbol'
      ? atom.name
      : CALLS[atom.name].format(atom.args.map((arg) => formatDim(arg, depth - 1))),
  );
  return (term.coefficient === 1 && atoms.length > 0 ? atoms : [String(term.coefficient), ...atoms]).join(
    '*',
  );
}

function substituteAtom(atom: Atom, values: ReadonlyMap<string, number>, memo: Map<string, Dim>): Dim {
  if (atom.kind === 'symbol') return values.get(atom.name) ?? fromAtom(atom);
  return call(
    atom.name,
    atom.args.map((arg) => substitute(arg, values, memo)),
  );
}

function termBounds(term: Term): readonly [number, number] {
  let low = 1;
  let high = 1;
  for (const atom of term.atoms) {
    const [l, h] = atomBounds(atom);
    const corners = [low * l, low * h, high * l, high * h].map((x) => (Number.isNaN(x) ? 0 : x));
    low = Math.min(...corners);
    high = Math.max(...corners);
  }
  const ends = [low * term.coefficient, high * term.coefficient];
  return [Math.min(...ends), Math.max(...ends)];
}

function atomBounds(atom: Atom): readonly [number, number] {
  if (atom.kind === 'call') return CALLS[atom.name].bounds(atom.args.map(bounds));
  if (atom.symbolKind === 'value') return [-Infinity, Infinity];
  return [atom.symbolKind === 'declared' ? 1 : 0, Infinity];
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
  return fromAtom({ kind: 'call', name, args, key: hash(`${name}(${args.map(keyOf).join(',')})`) });
}

function fromAtom(atom: Atom): Dim {
  return fromTerms([makeTerm(1, [atom])], () => 0);
}

function termsOf(dim: Dim): readonly Term[] {
  if (typeof dim !== 'number') return dim.terms;
  return dim === 0 ? [] : [makeTerm(dim, [])];
}

function makeTerm(coefficient: number, atoms: readonly Atom[]): Term {
  const sorted = [...atoms].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { coefficient, atoms: sorted, key: sorted.map((atom) => atom.key).join('*') };
}

/** Canonical form: like terms merged, zeros dropped, higher degrees first. */
function fromTerms(terms: readonly Term[], tooMany: () => Dim): Dim {
  const merged = new Map<string, Term>();
  for (const term of terms) {
    const twin = merged.get(term.key);
    merged.set(term.key, twin ? { ...term, coefficient: twin.coefficient + term.coefficient } : term);
  }
  const kept = [...merged.values()].filter((term) => term.coefficient !== 0);
  if (kept.length > MAX_TERMS) return tooMany();
  const [first] = kept;
  if (first === undefined) return 0;
  if (kept.length === 1 && first.atoms.length === 0) return first.coefficient;
  kept.sort((a, b) => b.atoms.length - a.atoms.length || (a.key < b.key ? -1 : 1));
  return { terms: kept, key: kept.map((term) => `${term.coefficient}*${term.key}`).join('+') };
}

function withoutAtoms(atoms: readonly Atom[], taken: readonly Atom[]): readonly Atom[] | null {
  const rest = [...atoms];
  for (const atom of taken) {
    const at = rest.findIndex((candidate) => candidate.key === atom.key);
    if (at < 0) return null;
    rest.splice(at, 1);
  }
  return rest;
}

function keyOf(dim: Dim): string {
  return typeof dim === 'number' ? String(dim) : dim.key;
}

/** Two independent 53-bit hashes, so that nested calls keep keys short (cyrb53's mixing constants). */
function hash(text: string): string {
  return `#${hash53(text, 1)}.${hash53(text, 2)}`;
}

function hash53(text: string, seed: number): string {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** What the simplifications of {@link CALLS} need of this file, handed over to keep the imports one-way. */
const ARITHMETIC = { add, sub, mul, equal, bounds, divideExactly, call };
export type Arithmetic = typeof ARITHMETIC;
