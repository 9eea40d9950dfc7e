import type { Atom, Dim, Term } from './dim';
import { CALLS } from './dimCalls';

/** Text of an expression ends in an ellipsis beyond about this many characters. */
const MAX_TEXT = 400;

/** The expression as people write it: `4*seq + 1`, `floor((h + 1)/2)`; deep and long ones end in an ellipsis. */
export function formatDim(dim: Dim): string {
  return formatWithin(dim, { depth: 6, left: MAX_TEXT });
}

/** Room for text: levels of nesting, and characters that all of them share. */
interface TextBudget {
  readonly depth: number;
  left: number;
}

function formatWithin(dim: Dim, budget: TextBudget): string {
  if (typeof dim === 'number') return String(dim);
  if (budget.depth === 0) return '...';
  let text = '';
  for (const [i, term] of dim.terms.entries()) {
    const sign = term.coefficient < 0 ? '-' : '+';
    if (i > 0) text += ` ${sign} `;
    else if (sign === '-') text += '-';
    if (budget.left <= 0) return `${text}...`;
    text += formatTerm(term, budget);
  }
  return text;
}

function formatTerm({ coefficient, atoms }: Term, budget: TextBudget): string {
  const size = Math.abs(coefficient);
  const parts = size === 1 && atoms.length > 0 ? [] : [String(size)];
  const factors: string[] = [];
  for (const atom of symbolsFirst(atoms)) {
    if (budget.left <= 0) return [...parts, ...withPowers(factors), '...'].join('*');
    const text = formatAtom(atom, budget);
    budget.left -= text.length;
    factors.push(text);
  }
  return [...parts, ...withPowers(factors)].join('*');
}

/** Equal factors as one with an exponent: `seq^2`. */
function withPowers(factors: readonly string[]): readonly string[] {
  const powers = new Map<string, number>();
  for (const factor of factors) powers.set(factor, (powers.get(factor) ?? 0) + 1);
  return [...powers].map(([factor, power]) => (power === 1 ? factor : `${factor}^${power}`));
}

/** Atoms are kept in the order of their keys, which are hashes for calls: people read `n*floor(h/8)`. */
function symbolsFirst(atoms: readonly Atom[]): readonly Atom[] {
  return [...atoms].sort((a, b) => Number(a.kind === 'call') - Number(b.kind === 'call'));
}

function formatAtom(atom: Atom, budget: TextBudget): string {
  if (atom.kind === 'symbol') return atom.name;
  const inner = { depth: budget.depth - 1, left: budget.left };
  const args = atom.args.map((arg) => formatWithin(arg, inner));
  budget.left = inner.left;
  return CALLS[atom.name].format(args);
}
