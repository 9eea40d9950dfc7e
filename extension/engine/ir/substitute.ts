import { add, type Atom, call, type Dim, fromAtom, mul, type Polynomial } from './dim';
import { polynomialsWithin } from './polynomial';

/** Replaces symbols by values; a number where everything that matters is bound. Nests of any depth are fine. */
export function substitute(
  dim: Dim,
  values: ReadonlyMap<string, number>,
  memo = new Map<string, Dim>(),
): Dim {
  if (typeof dim === 'number') return dim;
  const known = evaluate(dim, values) ?? memo.get(dim.key);
  if (known !== undefined) return known;
  const waiting = [dim];
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const inner = memo.has(top.key) ? [] : polynomialsWithin(top).filter(({ key }) => !memo.has(key));
    for (const polynomial of inner) waiting.push(polynomial);
    if (inner.length > 0) continue;
    if (!memo.has(top.key)) memo.set(top.key, substituteTerms(top, values, memo));
    waiting.pop();
  }
  return memo.get(dim.key) ?? dim;
}

/** The number that an expression without calls comes to; undefined where a symbol is open. */
function evaluate({ terms }: Polynomial, values: ReadonlyMap<string, number>): number | undefined {
  let total = 0;
  for (const { coefficient, atoms } of terms) {
    let part = coefficient;
    for (const atom of atoms) {
      const value = atom.kind === 'symbol' ? values.get(atom.name) : undefined;
      if (value === undefined) return undefined;
      part *= value;
    }
    total += part;
  }
  return total;
}

/** With the arguments of all calls already in `memo`. */
function substituteTerms(
  { terms }: Polynomial,
  values: ReadonlyMap<string, number>,
  memo: ReadonlyMap<string, Dim>,
): Dim {
  let total: Dim = 0;
  for (const term of terms) {
    let part: Dim = term.coefficient;
    for (const atom of term.atoms) part = mul(part, substituteAtom(atom, values, memo));
    total = add(total, part);
  }
  return total;
}

function substituteAtom(
  atom: Atom,
  values: ReadonlyMap<string, number>,
  memo: ReadonlyMap<string, Dim>,
): Dim {
  if (atom.kind === 'symbol') return values.get(atom.name) ?? fromAtom(atom);
  return call(
    atom.name,
    atom.args.map((arg) => (typeof arg === 'number' ? arg : (memo.get(arg.key) ?? arg))),
  );
}
