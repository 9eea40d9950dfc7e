import { lineEnd, lineStart, type Source, type SyntaxNode, childrenOf, walk } from './syntax';

/** A call to be written, with the comments that belong into it. */
export interface Printed {
  readonly callee: string;
  readonly items: readonly PrintedItem[];
  /** Comments before the closing parenthesis. */
  readonly tail: readonly string[];
}

export interface PrintedItem {
  /** `kernel_size=`, or nothing. */
  readonly label: string;
  readonly value: string | Printed;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The file's own way to break lines and to indent. */
export interface Style {
  readonly newline: string;
  readonly unit: string;
}

const COLUMNS = 100;
const TAB = '    ';

export function styleOf(source: Source): Style {
  const newline = /\r\n|\r|\n/.exec(source.text)?.[0] ?? '\n';
  const units: string[] = [];
  walk(source.root, (node) => {
    const unit = node.name === 'Body' ? indentOfBody(source, node) : null;
    if (unit !== null) units.push(unit);
    return units.length === 0;
  });
  return { newline, unit: units[0] ?? TAB };
}

function indentOfBody(source: Source, body: SyntaxNode): string | null {
  const first = childrenOf(body).find((each) => each.name !== ':' && each.name !== 'Comment');
  const outer = indentOf(source, body.parent?.from ?? body.from);
  const inner = first === undefined ? '' : indentOf(source, first.from);
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : null;
}

/** The white space that the line of an offset begins with. */
export function indentOf(source: Source, offset: number): string {
  return /^[ \t]*/.exec(source.text.slice(lineStart(source, offset)))?.[0] ?? '';
}

/** A call as text in place of a node: on one line where it fits, else an argument a line. */
export function printInPlace(source: Source, node: SyntaxNode, printed: Printed, style: Style): string {
  const lead = source.text.slice(lineStart(source, node.from), node.from);
  const trail = source.text.slice(node.to, lineEnd(source, node.to));
  return print(printed, indentOf(source, node.from), width(lead), width(trail), style);
}

function print(printed: Printed, indent: string, lead: number, trail: number, style: Style): string {
  const single = onOneLine(printed);
  if (single !== null && lead + width(single) + trail <= COLUMNS) return single;
  const inner = indent + style.unit;
  const lines = printed.items.flatMap(({ label, value, before, after }) => {
    const room = width(inner + label);
    const text = typeof value === 'string' ? value : print(value, inner, room, 1, style);
    const comment = after.length === 0 ? '' : `  ${after.join('  ')}`;
    return [...before, `${label}${text},${comment}`];
  });
  const all = [...lines, ...printed.tail].map((line) => inner + line);
  return [`${printed.callee}(`, ...all, `${indent})`].join(style.newline);
}

/** Null where a comment or a line break keeps it from standing on one line. */
function onOneLine({ callee, items, tail }: Printed): string | null {
  if (tail.length > 0) return null;
  const texts: string[] = [];
  for (const { label, value, before, after } of items) {
    const text = typeof value === 'string' ? value : onOneLine(value);
    if (text === null || /[\r\n]/.test(text) || before.length + after.length > 0) return null;
    texts.push(label + text);
  }
  return `${callee}(${texts.join(', ')})`;
}

function width(text: string): number {
  return text.replaceAll('\t', TAB).length;
}
