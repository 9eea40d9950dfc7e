import type { Argument } from './arguments';
import { refuse } from './refusal';
import { childrenOf, parentsOf, type Source, type SyntaxNode, textOf } from './syntax';

export type Pair<T> = readonly [height: T, width: T];

/** A size per axis: as it may be written, and as a number. */
export interface Axes {
  readonly texts: Pair<string>;
  readonly numbers: Pair<number>;
}

/**
 * The sizes of an argument such as `kernel_size`. What is written counts; `facts`, the layer's own sizes, where it
 * is not a literal. A name is taken for one number for both axes, unless the facts or its function say otherwise.
 */
export function readAxes(
  source: Source,
  argument: Argument | null,
  facts: readonly number[],
  missing: number,
): Axes {
  if (argument === null) return axes(missing, missing);
  const node = withoutParentheses(argument.node);
  const number = literalNumber(source, node);
  if (number !== null)
    return { texts: [textOf(source, node), textOf(source, node)], numbers: [number, number] };
  const fact = factsOf(argument, facts);
  const parts = elementsOf(node);
  if (parts !== null) return readParts(source, argument, parts, fact);
  if (fact[0] !== fact[1] || isPairParameter(source, argument.node)) return axes(...fact);
  return { texts: [argument.text, argument.text], numbers: fact };
}

function readParts(
  source: Source,
  { text }: Argument,
  parts: readonly SyntaxNode[],
  fact: Pair<number>,
): Axes {
  const [height, width = height, ...more] = parts;
  if (height === undefined || width === undefined || more.length > 0)
    return refuse(`The sizes ${text} are not two.`);
  return {
    texts: [textOf(source, height), textOf(source, width)],
    numbers: [literalNumber(source, height) ?? fact[0], literalNumber(source, width) ?? fact[1]],
  };
}

function axes(height: number, width: number): Axes {
  return { texts: [String(height), String(width)], numbers: [height, width] };
}

function factsOf({ text, node }: Argument, facts: readonly number[]): Pair<number> {
  const [height, width = height] = facts;
  if (height !== undefined && width !== undefined) return [height, width];
  const parts = elementsOf(withoutParentheses(node)) ?? [];
  if (parts.length > 0 && parts.every((part) => part.name === 'Number')) return [0, 0];
  return refuse(`What ${text} stands for is not known.`);
}

function elementsOf(node: SyntaxNode): readonly SyntaxNode[] | null {
  if (node.name !== 'TupleExpression' && node.name !== 'ArrayExpression') return null;
  const inner = childrenOf(node).slice(1, -1);
  return inner.filter((each) => each.name !== ',' && each.name !== 'Comment');
}

export function withoutParentheses(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.name === 'ParenthesizedExpression') {
    const [, content, ...more] = childrenOf(inner);
    if (content === undefined || more.length !== 1) return inner;
    inner = content;
  }
  return inner;
}

/** The value of a whole number in the text, null for all else. */
export function literalNumber(source: Source, node: SyntaxNode): number | null {
  if (node.name !== 'Number') return null;
  const value = Number(textOf(source, node).replaceAll('_', ''));
  return Number.isSafeInteger(value) ? value : null;
}

/** Sizes that differ need both; sizes that do not are written once. */
export function pairText([height, width]: Pair<string>): string {
  return height === width ? height : `(${height}, ${width})`;
}

/** Whether the node is a parameter that its function declares to be a tuple or list. */
function isPairParameter(source: Source, node: SyntaxNode): boolean {
  if (node.name !== 'VariableName') return false;
  const name = textOf(source, node);
  for (const parent of parentsOf(node)) {
    const list = parent.getChild('ParamList');
    const own = list === null ? undefined : childrenOf(list).find((each) => isParameter(source, each, name));
    if (own !== undefined) return declaresPair(source, own);
  }
  return false;
}

function isParameter(source: Source, node: SyntaxNode, name: string): boolean {
  return (
    node.name === 'VariableName' && node.prevSibling?.name !== 'AssignOp' && textOf(source, node) === name
  );
}

function declaresPair(source: Source, parameter: SyntaxNode): boolean {
  let annotated = false;
  for (let next = parameter.nextSibling; next !== null && next.name !== ','; next = next.nextSibling) {
    if (next.name === 'TupleExpression' || next.name === 'ArrayExpression') return true;
    if (next.name === 'Number') return false;
    if (next.name === 'TypeDef') annotated = /tuple|list|sequence|size_2_t/i.test(textOf(source, next));
  }
  return annotated;
}
