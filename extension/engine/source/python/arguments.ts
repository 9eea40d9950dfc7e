import { refuse } from './refusal';
import { childrenOf, lineOf, type Source, type SyntaxNode, textOf, walk } from './syntax';

/** One argument of a call, as the user wrote it. */
export interface Argument {
  /** Null for a positional one without a known parameter, and for `*a` and `**k`. */
  readonly param: string | null;
  readonly keyword: boolean;
  readonly star: '' | '*' | '**';
  readonly node: SyntaxNode;
  readonly text: string;
  /** Comments on lines of their own above it. */
  readonly before: readonly string[];
  /** Comments behind it, on its line. */
  readonly after: readonly string[];
  /** Comments within its expression. */
  readonly inner: readonly string[];
}

export interface Arguments {
  readonly list: readonly Argument[];
  /** Comments between the last argument and the parenthesis. */
  readonly tail: readonly string[];
}

/** An argument that is being collected: its nodes and the comments around it. */
interface Group {
  readonly nodes: SyntaxNode[];
  readonly before: string[];
  readonly after: string[];
}

/** Reads the arguments of a call; positional ones get the names of `signature`, null where it is not known. */
export function readArguments(
  source: Source,
  argumentList: SyntaxNode,
  signature: readonly string[] | null,
): Arguments {
  const { groups, tail } = collect(source, argumentList);
  let position = 0;
  const list = groups.map((group): Argument => {
    const { star, keyword, node } = shapeOf(source, group.nodes);
    if (star === '*') position = Infinity;
    const param = star !== '' ? null : (keyword ?? signature?.[position++] ?? null);
    const { before, after } = group;
    const text = textOf(source, node);
    return {
      param,
      keyword: keyword !== null,
      star,
      node,
      text,
      before,
      after,
      inner: commentsIn(source, node),
    };
  });
  return { list, tail };
}

function collect(source: Source, argumentList: SyntaxNode): { groups: readonly Group[]; tail: string[] } {
  const groups: Group[] = [];
  let open: Group | null = null;
  let waiting: string[] = [];
  let end = argumentList.from;
  for (const node of childrenOf(argumentList).slice(1, -1)) {
    if (node.name === 'Comment') {
      const owner: Group | undefined = open ?? (isBelow(source, end, node) ? undefined : groups.at(-1));
      (owner?.after ?? waiting).push(textOf(source, node).trimEnd());
      continue;
    }
    end = node.to;
    if (node.name === ',') {
      open = null;
    } else if (open === null) {
      open = { nodes: [node], before: waiting, after: [] };
      groups.push(open);
      waiting = [];
    } else {
      open.nodes.push(node);
    }
  }
  return { groups, tail: waiting };
}

function isBelow(source: Source, offset: number, node: SyntaxNode): boolean {
  return lineOf(source, node.from) > lineOf(source, offset);
}

interface Shape {
  readonly star: '' | '*' | '**';
  readonly keyword: string | null;
  readonly node: SyntaxNode;
}

function shapeOf(source: Source, [first, second, third, ...more]: readonly SyntaxNode[]): Shape {
  if (first !== undefined && second === undefined) return { star: '', keyword: null, node: first };
  if (first !== undefined && second !== undefined && more.length === 0) {
    if ((first.name === '*' || first.name === '**') && third === undefined)
      return { star: first.name, keyword: null, node: second };
    if (second.name === 'AssignOp' && textOf(source, second) === '=' && third !== undefined)
      return { star: '', keyword: textOf(source, first), node: third };
  }
  return refuse('An argument of the call is a generator or an assignment, which is not rewritten.');
}

function commentsIn(source: Source, node: SyntaxNode): readonly string[] {
  const comments: string[] = [];
  walk(node, (each) => {
    if (each.name === 'Comment') comments.push(textOf(source, each).trimEnd());
    return true;
  });
  return comments;
}
