import { refuse } from './refusal';
import { meaningsOf, type Names } from './names';
import { dottedName, parentsOf, type Source, spansLine, type SyntaxNode, textOf, walk } from './syntax';

/** A call as it stands in the file. */
export interface CallSite {
  readonly node: SyntaxNode;
  /** Its callee as written, such as `nn.Conv2d`. */
  readonly callee: string;
  readonly argumentList: SyntaxNode;
}

/** Calls of a class on a line, all with the same arguments; refuses where there is none, or which one is open. */
export function callsOfClass(
  source: Source,
  names: Names,
  line: number,
  className: string,
): readonly [CallSite, ...CallSite[]] {
  const [first, ...more] = callsOn(source, line, (name) =>
    meaningsOf(names, name).includes(`torch.nn.${className}`),
  );
  if (first === undefined) return refuse(`Line ${line} holds no call of ${className} that can be read.`);
  return sameOnly(source, line, className, [first, ...more]);
}

/** Calls that span a line and whose callee is a name that `accepts`. */
export function callsOn(
  source: Source,
  line: number,
  accepts: (name: string) => boolean,
): readonly CallSite[] {
  const sites: CallSite[] = [];
  walk(source.root, (node) => {
    if (!spansLine(source, node, line)) return false;
    const site = node.name === 'CallExpression' ? siteOf(source, node) : null;
    if (site !== null && accepts(site.callee)) sites.push(site);
    return true;
  });
  return sites;
}

function siteOf(source: Source, node: SyntaxNode): CallSite | null {
  const argumentList = node.getChild('ArgList');
  const callee = node.firstChild === null ? null : dottedName(source, node.firstChild);
  return argumentList === null || callee === null ? null : { node, callee, argumentList };
}

/** Refuses calls that differ in what they are given: which of them is meant cannot be said. */
export function sameOnly(
  source: Source,
  line: number,
  className: string,
  sites: readonly [CallSite, ...CallSite[]],
): readonly [CallSite, ...CallSite[]] {
  const given = new Set(sites.map(({ argumentList }) => tokensOf(source, argumentList)));
  if (given.size === 1) return sites;
  return refuse(
    `Line ${line} holds ${sites.length} calls of ${className} with different arguments. Put each on lines of its own.`,
  );
}

/** Strings are left whole: their leaves do not cover their text. */
const WHOLE: ReadonlySet<string> = new Set(['String', 'FormatString', 'ContinuedString']);

/** The text of a node without comments, line breaks and spaces between tokens; blocks stand in braces. */
export function tokensOf(source: Source, node: SyntaxNode): string {
  const tokens: string[] = [];
  walk(
    node,
    (each) => {
      if (each.name === 'Comment') return false;
      if (each.name === 'Body') tokens.push('{');
      const isLeaf = each.firstChild === null || WHOLE.has(each.name);
      if (isLeaf) tokens.push(textOf(source, each));
      return !isLeaf;
    },
    (each) => {
      if (each.name === 'Body') tokens.push('}');
    },
  );
  return tokens.join(' ');
}

export function isInFormatString(node: SyntaxNode): boolean {
  return parentsOf(node).some((parent) => parent.name === 'FormatString');
}
