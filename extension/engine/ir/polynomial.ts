import type { Atom, Dim, Polynomial, Term } from './dim';

/** Beyond this many terms a sum or product stays unexpanded, so that hostile shape arithmetic cannot explode. */
export const MAX_TERMS = 96;

/** The same for terms and atoms together: repeated squaring has one term, whose degree doubles. */
const MAX_SIZE = 384;

export function termsOf(dim: Dim): readonly Term[] {
  if (typeof dim !== 'number') return dim.terms;
  return dim === 0 ? [] : [makeTerm(dim, [])];
}

export function makeTerm(coefficient: number, atoms: readonly Atom[]): Term {
  const sorted = [...atoms].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { coefficient, atoms: sorted, key: sorted.map((atom) => atom.key).join('*') };
}

/** A polynomial times a number: its terms stay apart and in order. */
export function scale(dim: Polynomial, factor: number): Dim {
  if (factor === 1) return dim;
  const terms = dim.terms.map(({ coefficient, atoms, key }) => ({
    coefficient: coefficient * factor,
    atoms,
    key,
  }));
  return terms.some(({ coefficient }) => coefficient === 0)
    ? fromTerms(terms, () => dim)
    : { terms, key: keyOf(terms) };
}

/** Canonical form: like terms merged, zeros dropped, higher degrees first. */
export function fromTerms(terms: readonly Term[], tooMany: () => Dim): Dim {
  const merged = new Map<string, Term>();
  for (const term of terms) {
    const twin = merged.get(term.key);
    merged.set(term.key, twin ? { ...term, coefficient: twin.coefficient + term.coefficient } : term);
  }
  const kept = [...merged.values()].filter((term) => term.coefficient !== 0);
  if (kept.length > MAX_TERMS || sizeOf(kept) > MAX_SIZE) return tooMany();
  const [first] = kept;
  if (first === undefined) return 0;
  if (kept.length === 1 && first.atoms.length === 0) return first.coefficient;
  kept.sort((a, b) => b.atoms.length - a.atoms.length || (a.key < b.key ? -1 : 1));
  return { terms: kept, key: keyOf(kept) };
}

function keyOf(terms: readonly Term[]): string {
  let key = '';
  for (const term of terms) key += `${key === '' ? '' : '+'}${term.coefficient}*${term.key}`;
  return key;
}

function sizeOf(terms: readonly Term[]): number {
  return terms.reduce((size, { atoms }) => size + 1 + atoms.length, 0);
}

export function withoutAtoms(atoms: readonly Atom[], taken: readonly Atom[]): readonly Atom[] | null {
  const rest = [...atoms];
  for (const atom of taken) {
    const at = rest.findIndex((candidate) => candidate.key === atom.key);
    if (at < 0) return null;
    rest.splice(at, 1);
  }
  return rest;
}

/** A whole polynomial as `quotient * divisor + rest`: terms that divide evenly, and what is left of the others. */
export function splitByDivisor(dim: Dim, divisor: number): { readonly quotient: Dim; readonly rest: Dim } {
  const quotient: Term[] = [];
  const rest: Term[] = [];
  for (const term of termsOf(dim)) {
    const whole =
      term.atoms.length === 0 ? Math.floor(term.coefficient / divisor) : wholeQuotient(term, divisor);
    quotient.push({ ...term, coefficient: whole });
    rest.push({ ...term, coefficient: term.coefficient - whole * divisor });
  }
  return { quotient: fromTerms(quotient, () => dim), rest: fromTerms(rest, () => dim) };
}

function wholeQuotient({ coefficient }: Term, divisor: number): number {
  return coefficient % divisor === 0 ? coefficient / divisor : 0;
}

/** The constant term of a polynomial, and everything else. */
export function splitConstant(dim: Dim): { readonly constant: number; readonly rest: Dim } {
  const terms = termsOf(dim);
  const constant = terms.find(({ atoms }) => atoms.length === 0)?.coefficient ?? 0;
  return {
    constant,
    rest: fromTerms(
      terms.filter(({ atoms }) => atoms.length > 0),
      () => dim,
    ),
  };
}

/** The call that an expression consists of; null where it is anything else. */
export function asCall(dim: Dim): Extract<Atom, { kind: 'call' }> | null {
  if (typeof dim === 'number' || dim.terms.length !== 1) return null;
  const [term] = dim.terms;
  const [atom] = term?.atoms ?? [];
  return term?.coefficient === 1 && term.atoms.length === 1 && atom?.kind === 'call' ? atom : null;
}

/** Arguments of the calls in an expression that are no plain numbers. */
export function polynomialsWithin({ terms }: Polynomial): readonly Polynomial[] {
  return terms.flatMap(({ atoms }) =>
    atoms.flatMap((atom) =>
      atom.kind === 'symbol' ? [] : atom.args.filter((arg) => typeof arg !== 'number'),
    ),
  );
}
