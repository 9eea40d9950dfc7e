import type { DeclaredTensor, Graph, Node, StoredTensor } from './graph';
import { readsOf } from './order';

/** What a rewrite changes in a graph. Whatever it does not name stays the very same object. */
export interface GraphEdit {
  /** Nodes that go, each with those that take its place; an empty list removes it. */
  readonly replaced: ReadonlyMap<Node, readonly Node[]>;
  /** Initializers that come, or take the place of those of the same name. */
  readonly stored?: readonly StoredTensor[];
  /** Tensors that are read under another name from here on. No subgraph may capture them. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** Graph inputs and outputs with another type or shape, by name. */
  readonly border?: ReadonlyMap<string, DeclaredTensor>;
  /** Initializers that go although nothing around them changes. */
  readonly droppedStored?: ReadonlySet<string>;
  /** What is declared of inner tensors from here on, in place of what was. */
  readonly declared?: ReadonlyMap<string, DeclaredTensor>;
  /** Whether what the file declares of inner tensors no longer holds anywhere. */
  readonly undeclared?: boolean;
}

/** Where a tensor that an edit brought comes from: the graph before the edit, and all tensors of the same edit. */
export interface EditOrigin {
  readonly before: Graph;
  readonly stored: readonly StoredTensor[];
}

const origins = new WeakMap<StoredTensor, EditOrigin>();

/** Undefined for tensors of the model itself. */
export function editOrigin(tensor: StoredTensor): EditOrigin | undefined {
  return origins.get(tensor);
}

function rememberOrigins(before: Graph, { stored = [], replaced }: GraphEdit): void {
  const constants = [...replaced.values()]
    .flat()
    .flatMap(({ attributes }) =>
      [...attributes.values()].flatMap((attribute) => (attribute.kind === 'tensor' ? [attribute.value] : [])),
    );
  const all = [...stored, ...constants].filter(({ recipe }) => recipe !== undefined);
  for (const tensor of all) if (!origins.has(tensor)) origins.set(tensor, { before, stored: all });
}

/** The graph behind an edit. Initializers and constants that only removed nodes read go with them. */
export function applyEdit(graph: Graph, edit: GraphEdit): Graph {
  rememberOrigins(graph, edit);
  const edited = graph.nodes.flatMap((node) => edit.replaced.get(node) ?? [node]).map(renaming(edit.renamed));
  const border = (list: readonly DeclaredTensor[]): readonly DeclaredTensor[] =>
    list.map((tensor) => edit.border?.get(tensor.name) ?? tensor);
  const outputs = border(graph.outputs);
  const unread = noLongerRead(edited, outputs, edit);
  const nodes = edited.filter((node) => !isConstant(node) || !node.outputs.some((name) => unread.has(name)));
  const initializers = initializersOf(graph, edit, unread);
  return {
    ...graph,
    nodes,
    inputs: border(graph.inputs),
    outputs,
    initializers,
    declared: declaredOf(graph, edit),
  };
}

function isConstant({ op, domain }: Node): boolean {
  return op === 'Constant' && domain === '';
}

function renaming(renamed: GraphEdit['renamed']): (node: Node) => Node {
  if (!renamed || renamed.size === 0) return (node) => node;
  return (node) =>
    node.inputs.some((name) => renamed.has(name))
      ? { ...node, inputs: node.inputs.map((name) => renamed.get(name) ?? name) }
      : node;
}

function initializersOf(
  graph: Graph,
  { stored }: GraphEdit,
  unread: ReadonlySet<string>,
): Graph['initializers'] {
  const initializers = new Map(graph.initializers);
  for (const tensor of stored ?? []) initializers.set(tensor.name, tensor);
  for (const name of unread) initializers.delete(name);
  return initializers;
}

/** What the edit took the last reader from, and what it drops outright. */
function noLongerRead(
  nodes: readonly Node[],
  outputs: Graph['outputs'],
  edit: GraphEdit,
): ReadonlySet<string> {
  const stillRead = namesRead(nodes, outputs);
  const names = [...readByRemoved(edit), ...(edit.droppedStored ?? [])];
  return new Set(names.filter((name) => !stillRead.has(name)));
}

/** What removed nodes read, and names that nothing reads any more. */
function readByRemoved({ replaced, renamed }: GraphEdit): readonly string[] {
  return [...[...replaced.keys()].flatMap((node) => readsOf(node)), ...(renamed?.keys() ?? [])];
}

function namesRead(nodes: readonly Node[], outputs: Graph['outputs']): ReadonlySet<string> {
  const names = new Set(outputs.map(({ name }) => name));
  for (const node of nodes) for (const name of readsOf(node)) names.add(name);
  return names;
}

/** Declarations of tensors that replaced nodes made are forgotten: inference finds them again. */
function declaredOf(graph: Graph, { replaced, undeclared, declared }: GraphEdit): Graph['declared'] {
  if (undeclared === true) return new Map();
  if (declared) return declared;
  const gone = new Set([...replaced.keys()].flatMap(({ outputs }) => outputs));
  if (![...gone].some((name) => graph.declared.has(name))) return graph.declared;
  return new Map([...graph.declared].filter(([name]) => !gone.has(name)));
}
