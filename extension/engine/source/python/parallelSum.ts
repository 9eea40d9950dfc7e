import { tokensOf } from './calls';
import { classEdit } from './insertions';
import type { Style } from './layout';
import type { Namer } from './namer';
import type { Names } from './names';
import type { TextEdit } from './rewrite';
import { parentsOf, parseSource, type Source, type SyntaxNode, textOf, walk } from './syntax';

const SUM = 'ParallelSum';

/** The module that adds its branches: its name, and the edit that brings it where the file has none. */
export function parallelSum(
  source: Source,
  names: Names,
  node: SyntaxNode,
  namer: Namer,
  style: Style,
): { readonly name: string; readonly edit: TextEdit | null } {
  const used = usedNames(source, names);
  for (let number = 1; ; number++) {
    const name = number === 1 ? SUM : `${SUM}${number}`;
    const lines = sumLines(
      name,
      namer.everywhere('torch.nn.Module'),
      namer.everywhere('torch.nn.ModuleList'),
    );
    if (!used.has(name)) return { name, edit: classEdit(source, node, inStyle(lines, style), style) };
    if (hasClass(source, node, name, lines.join('\n'))) return { name, edit: null };
  }
}

function sumLines(name: string, module: string, list: string): readonly string[] {
  return [
    `class ${name}(${module}):`,
    '    """Adds what its branches make of the same input."""',
    '',
    '    def __init__(self, *branches):',
    '        super().__init__()',
    `        self.branches = ${list}(branches)`,
    '',
    '    def forward(self, x):',
    '        total = self.branches[0](x)',
    '        for branch in self.branches[1:]:',
    '            total = total + branch(x)',
    '        return total',
  ];
}

function inStyle(lines: readonly string[], { unit, newline }: Style): string {
  return lines
    .map((line) => line.replace(/^(?: {4})+/, (lead) => unit.repeat(lead.length / 4)))
    .join(newline);
}

function usedNames(source: Source, names: Names): ReadonlySet<string> {
  const used = new Set([...names.defined, ...names.bindings.map(({ local }) => local)]);
  walk(source.root, (node) => {
    if (node.name === 'VariableName') used.add(textOf(source, node));
    return true;
  });
  return used;
}

/** Whether the file has this very class, where the call sees it. */
function hasClass(source: Source, node: SyntaxNode, name: string, text: string): boolean {
  const isLater = parentsOf(node).some((parent) => parent.name === 'FunctionDefinition');
  const template = parseSource(`${text}\n`);
  const wanted = meaning(template, template.root.firstChild);
  return source.root.getChildren('ClassDefinition').some((each) => {
    const own = each.getChild('VariableName');
    if (own === null || textOf(source, own) !== name || (each.from > node.from && !isLater)) return false;
    return meaning(source, each) === wanted;
  });
}

function meaning(source: Source, node: SyntaxNode | null): string {
  return node === null ? '' : tokensOf(source, node).replace(/(?<=\{ : )("""|'''|"|')[^"']*\1 /, '');
}
