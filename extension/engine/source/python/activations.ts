import { refuse } from './refusal';
import { Namer } from './namer';
import { meaningsOf, type Names } from './names';
import type { TextEdit } from './rewrite';
import { dottedName, type Source, spansLine, type SyntaxNode, walk } from './syntax';
import { own } from '../../own';

/** What each activation becomes, by full path. */
const HARD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  silu: {
    'torch.nn.SiLU': 'torch.nn.Hardswish',
    'torch.nn.functional.silu': 'torch.nn.functional.hardswish',
  },
  sigmoid: {
    'torch.nn.Sigmoid': 'torch.nn.Hardsigmoid',
    'torch.nn.functional.sigmoid': 'torch.nn.functional.hardsigmoid',
    'torch.sigmoid': 'torch.nn.functional.hardsigmoid',
  },
};

interface Reference {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly replacement: string;
}

/** Exchanges every mention of an activation on a line, called or passed on. */
export function hardActivation(
  source: Source,
  names: Names,
  line: number,
  className: string,
): { readonly edits: readonly TextEdit[]; readonly needsImport: SyntaxNode | null } {
  const family = className.toLowerCase();
  const paths = own(HARD, family);
  if (paths === undefined)
    return refuse(`There is no hard variant of ${className}: it takes SiLU or Sigmoid.`);
  const found = referencesIn(source, names, paths);
  const exact = found.filter(({ node }) => spansLine(source, node, line));
  const chosen = exact.length > 0 ? exact : found.filter(({ node }) => isOfCallOn(source, node, line));
  if (chosen.length === 0) refuse(`Line ${line} does not name ${className}.`);
  let needsImport: SyntaxNode | null = null;
  const edits = chosen.map(({ node, name, replacement }) => {
    const namer = new Namer(names, name);
    const text = namer.at(replacement);
    if (namer.needsImport) needsImport = node;
    return { start: node.from, end: node.to, text };
  });
  return { edits, needsImport };
}

function referencesIn(
  source: Source,
  names: Names,
  paths: Readonly<Record<string, string>>,
): readonly Reference[] {
  const found: Reference[] = [];
  walk(source.root, (node) => {
    if (node.name === 'ImportStatement') return false;
    const name = isExpression(node) ? dottedName(source, node) : null;
    if (name === null) return true;
    const path = meaningsOf(names, name).find((each) => Object.hasOwn(paths, each));
    const replacement = path === undefined ? undefined : own(paths, path);
    if (replacement !== undefined) found.push({ node, name, replacement });
    return replacement === undefined;
  });
  return found;
}

/** Not the name of a keyword or parameter, what is assigned to, or a type. */
function isExpression(node: SyntaxNode): boolean {
  if (node.name !== 'VariableName' && node.name !== 'MemberExpression') return false;
  if (node.nextSibling?.name === 'AssignOp' || node.parent?.name === 'TypeDef') return false;
  return node.parent?.name !== 'ParamList' || node.prevSibling?.name === 'AssignOp';
}

/** Whether the node is called, or given as an argument, in a call that spans the line. */
function isOfCallOn(source: Source, node: SyntaxNode, line: number): boolean {
  const call = node.parent?.name === 'ArgList' ? node.parent.parent : node.parent;
  return call?.name === 'CallExpression' && spansLine(source, call, line);
}
