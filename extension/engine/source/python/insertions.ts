import type { Style } from './layout';
import type { TextEdit } from './rewrite';
import { childrenOf, lineEnd, lineStart, type Source, type SyntaxNode, textOf, topStatement } from './syntax';

const DEFINITIONS: ReadonlySet<string> = new Set([
  'ClassDefinition',
  'FunctionDefinition',
  'DecoratedStatement',
]);
/** Comments that belong to the file or to a cell of it. */
const FILE_COMMENT = /^#(?:!|\s*%%|.*coding[:=])/;

/** Where new statements may go: behind the imports that stand before `node`. */
function lastImport(source: Source, node: SyntaxNode): SyntaxNode | null {
  const before = childrenOf(source.root).filter((each) => each.to <= topStatement(node).from);
  const isImport = (each: SyntaxNode): boolean =>
    each.name === 'ImportStatement' ||
    (each.name === 'TryStatement' && (each.getChild('Body')?.getChild('ImportStatement') ?? null) !== null);
  return before.findLast(isImport) ?? null;
}

/** `import torch.nn` on a line of its own. */
export function importEdit(source: Source, node: SyntaxNode, { newline }: Style): TextEdit {
  const last = lastImport(source, node);
  if (last === null) {
    const start = lineStart(source, aboveComments(source, topStatement(node)));
    return { start, end: start, text: `import torch.nn${newline}` };
  }
  // A block ends behind its line break, a statement before it.
  const isBehindBreak = lineStart(source, last.to) === last.to && last.to > last.from;
  const start = isBehindBreak ? last.to : lineEnd(source, last.to);
  const text = isBehindBreak ? `import torch.nn${newline}` : `${newline}import torch.nn`;
  return { start, end: start, text };
}

/** A class above the first definition behind the imports, and above the call in any case. */
export function classEdit(source: Source, node: SyntaxNode, text: string, { newline }: Style): TextEdit {
  const statement = topStatement(node);
  const from = lastImport(source, node)?.to ?? 0;
  const first = childrenOf(source.root).find((each) => DEFINITIONS.has(each.name) && each.from >= from);
  const target = first !== undefined && first.from < statement.from ? first : statement;
  const start = aboveComments(source, target);
  const blank = newline.repeat(3);
  return { start, end: start, text: `${missingBlank(source, start, newline)}${text}${blank}` };
}

/** The start of a statement, or of the comments that stand directly above it. */
function aboveComments(source: Source, statement: SyntaxNode): number {
  let start = lineStart(source, statement.from);
  for (let line = statement.prevSibling; line?.name === 'Comment'; line = line.prevSibling) {
    const own = lineStart(source, line.from);
    const isAlone = source.text.slice(own, line.from).trim() === '';
    if (!isAlone || nextLine(source, line) !== start || FILE_COMMENT.test(textOf(source, line))) break;
    start = own;
  }
  return start;
}

function nextLine(source: Source, node: SyntaxNode): number {
  return source.lineStarts.find((start) => start > node.from) ?? source.text.length;
}

/** Line breaks that bring the blank lines before a place to two. */
function missingBlank(source: Source, start: number, newline: string): string {
  const breaks = /[\s]*$/.exec(source.text.slice(0, start))?.[0].match(/\r\n|\r|\n/g)?.length ?? 0;
  const isTop = source.text.slice(0, start).trim() === '';
  return isTop ? '' : newline.repeat(Math.max(0, 3 - breaks));
}
