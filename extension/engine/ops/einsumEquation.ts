/** An Einsum equation: labels per operand and of the output; `...` stands for any number of axes. */
export interface Equation {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

export const ELLIPSIS = '...';

const TERM = /^(?:[A-Za-z]|\.\.\.)*$/;

/** Parses `bij,bjk->bik`; without an arrow the output follows by NumPy's rule. A sentence where it is no equation. */
export function parseEquation(text: string): Equation | string {
  const [left = '', right, ...more] = text.replaceAll(/\s/g, '').split('->');
  const terms = [...left.split(','), ...(right === undefined ? [] : [right])];
  const off = more.length > 0 || terms.some((term) => !TERM.test(term) || term.split(ELLIPSIS).length > 2);
  if (off) return `"${text}" is not an Einsum equation`;
  const inputs = left.split(',').map(labelsOf);
  return { inputs, output: right === undefined ? implicitOutput(inputs) : labelsOf(right) };
}

function labelsOf(term: string): readonly string[] {
  return term.match(/\.\.\.|[A-Za-z]/g) ?? [];
}

/** The ellipsis, then every label that stands exactly once in the operands, in alphabetical order. */
function implicitOutput(inputs: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const label of inputs.flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
  const once = [...counts].filter(([label, count]) => count === 1 && label !== ELLIPSIS);
  const letters = once.map(([label]) => label).sort();
  return counts.has(ELLIPSIS) ? [ELLIPSIS, ...letters] : letters;
}
