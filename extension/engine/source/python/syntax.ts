import { parser } from '@lezer/python';
import { refuse } from './refusal';

export type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** A file's text with its tree; offsets of the tree are UTF-16 units of the text. */
export interface Source {
  readonly text: string;
  readonly root: SyntaxNode;
  readonly lineStarts: readonly number[];
}

/** Reads Python; refuses what does not parse. */
export function parseSource(text: string): Source {
  const source = { text, root: parser.parse(readable(text)).topNode, lineStarts: lineStarts(text) };
  walk(source.root, (node) => {
    if (node.type.isError)
      refuse(`The file could not be read as Python: see line ${lineOf(source, node.from)}.`);
    return true;
  });
  return source;
}

/** What the grammar does not know (`1.`, a bare `yield`, byte order marks, form feeds) as what it does, unit for unit. */
function readable(text: string): string {
  return text
    .replace(/^\uFEFF/, '\n')
    .replace(/(?<![^\r\n])\f/g, '\n')
    .replace(/(?<![\w.])(\d[\d_]*)\.(?!\d)/g, '$10')
    .replace(/\byield(?=[ \t]*(?:[\r\n)#\],;]|$))/g, 'yiel_');
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
}

/** The line of an offset, from 1 on. */
export function lineOf(source: Source, offset: number): number {
  let low = 0;
  let high = source.lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((source.lineStarts[middle] ?? Infinity) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

export function lineStart(source: Source, offset: number): number {
  return source.lineStarts[lineOf(source, offset) - 1] ?? 0;
}

/** Where the line of an offset ends, before its line break. */
export function lineEnd(source: Source, offset: number): number {
  const length = /^[^\r\n]*/.exec(source.text.slice(offset))?.[0].length ?? 0;
  return offset + length;
}

export function spansLine(source: Source, node: SyntaxNode, line: number): boolean {
  return lineOf(source, node.from) <= line && line <= lineOf(source, node.to);
}

export function textOf(source: Source, node: SyntaxNode): string {
  return source.text.slice(node.from, node.to);
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The node's parents, the nearest first. */
export function parentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const parents: SyntaxNode[] = [];
  for (let parent = node.parent; parent !== null; parent = parent.parent) parents.push(parent);
  return parents;
}

/** Visits a node and all below it, in order, without recursion; where `enter` says false, not what is below. */
export function walk(
  node: SyntaxNode,
  enter: (node: SyntaxNode) => boolean,
  leave: (node: SyntaxNode) => void = () => undefined,
): void {
  node.cursor().iterate(
    (each) => enter(each.node),
    (each) => {
      leave(each.node);
    },
  );
}

/** A name like `nn.Conv2d`, without what stands between its parts; null for any other expression. */
export function dottedName(source: Source, node: SyntaxNode): string | null {
  const parts: string[] = [];
  let rest = node;
  while (rest.name === 'MemberExpression') {
    const [object, dot, property, ...more] = childrenOf(rest).filter((each) => each.name !== 'Comment');
    if (object === undefined || dot?.name !== '.' || property === undefined || more.length > 0) return null;
    parts.unshift(textOf(source, property));
    rest = object;
  }
  return rest.name === 'VariableName' ? [textOf(source, rest), ...parts].join('.') : null;
}

/** The statement of the file itself (not of a block in it) that a node stands in. */
export function topStatement(node: SyntaxNode): SyntaxNode {
  return [node, ...parentsOf(node)].at(-2) ?? node;
}
