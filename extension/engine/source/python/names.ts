import { childrenOf, dottedName, type Source, type SyntaxNode, textOf, walk } from './syntax';
import { own } from '../../own';

/** A name of the file and the full path of what it stands for, such as `nn` and `torch.nn`. */
export interface Binding {
  readonly local: string;
  readonly path: string;
  /** Whether all of the file sees it. */
  readonly everywhere: boolean;
}

export interface Names {
  readonly bindings: readonly Binding[];
  /** Modules of which everything was imported. */
  readonly stars: readonly string[];
  /** Classes and functions of the file. */
  readonly defined: ReadonlySet<string>;
}

/** Usual names, for files (or cells) that take them from elsewhere. */
const USUAL: Readonly<Record<string, string>> = { torch: 'torch', nn: 'torch.nn', F: 'torch.nn.functional' };

export function readNames(source: Source): Names {
  const bindings: Binding[] = [];
  const stars: string[] = [];
  const defined = new Set<string>();
  walk(source.root, (node) => {
    if (node.name === 'ImportStatement') readImport(source, node, bindings, stars);
    if (node.name === 'ClassDefinition' || node.name === 'FunctionDefinition') {
      const name = node.getChild('VariableName');
      if (name !== null) defined.add(textOf(source, name));
    }
    return true;
  });
  return { bindings: [...bindings, ...aliases(source, bindings)], stars, defined };
}

function readImport(source: Source, node: SyntaxNode, bindings: Binding[], stars: string[]): void {
  const tokens = childrenOf(node)
    .filter((each) => each.name !== 'Comment')
    .map((each) => textOf(source, each))
    .filter((token) => token !== '(' && token !== ')');
  const everywhere = !isLocal(node);
  const at = tokens.indexOf('import');
  const module = tokens[0] === 'from' ? tokens.slice(1, at).join('') : null;
  for (const [path, alias] of importedNames(tokens.slice(at + 1))) {
    if (module === null)
      bindings.push({ local: alias ?? head(path), path: alias === null ? head(path) : path, everywhere });
    else if (path === '*') stars.push(module);
    else bindings.push({ local: alias ?? path, path: `${module}.${path}`, everywhere });
  }
}

/** Pairs of what is imported and the name it gets by `as`. */
function importedNames(tokens: readonly string[]): readonly (readonly [string, string | null])[] {
  const list = tokens.join(' ').split(',');
  return list
    .map((each) => each.trim().split(/ as /))
    .map(([path = '', alias]) => [path.replaceAll(' ', ''), alias ?? null] as const)
    .filter(([path]) => path !== '');
}

function isLocal(node: SyntaxNode): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent)
    if (parent.name === 'FunctionDefinition' || parent.name === 'ClassDefinition') return true;
  return false;
}

/** Names that the file itself gives to what it imports: `Conv = nn.Conv2d`. */
function aliases(source: Source, bindings: readonly Binding[]): readonly Binding[] {
  const statements = source.root.getChildren('AssignStatement').map(childrenOf);
  const targets = statements.map(([target]) => (target === undefined ? '' : textOf(source, target)));
  return statements.flatMap(([target, operator, value, ...more], index) => {
    if (target?.name !== 'VariableName' || operator?.name !== 'AssignOp' || more.length > 0) return [];
    const name = value === undefined ? null : dottedName(source, value);
    const local = targets[index] ?? '';
    if (name === null || targets.filter((each) => each === local).length > 1) return [];
    return expand(bindings, name).map((path) => ({ local, path, everywhere: true }));
  });
}

function expand(bindings: readonly Binding[], name: string): readonly string[] {
  const first = head(name);
  return bindings
    .filter(({ local }) => local === first)
    .map(({ path }) => normal(path + name.slice(first.length)));
}

/** Full paths that a name of the file may stand for. */
export function meaningsOf(names: Names, name: string): readonly string[] {
  const found = expand(names.bindings, name);
  const first = head(name);
  if (found.length > 0 || names.defined.has(first)) return found;
  const usual = own(USUAL, first);
  if (usual !== undefined) return [usual + name.slice(first.length)];
  return name === first && names.stars.length > 0 ? [`torch.nn.${name}`] : [];
}

function head(name: string): string {
  return name.split('.')[0] ?? name;
}

/** Layers are known by their short path, whatever file of PyTorch they were taken from. */
function normal(path: string): string {
  return path.replace(/^torch\.nn\.modules\.(?:\w+\.)?(\w+)$/, 'torch.nn.$1');
}
