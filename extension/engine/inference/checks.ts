import type { EngineDiagnostic } from '../diagnostics';
import { bytesOf } from '../ir/dtype';
import type { Graph, Node, StoredTensor } from '../ir/graph';
import { executionOrder } from '../ir/order';
import { describe } from './findings';

/** Names that can be read in a graph; those of the graphs around it are looked up there, not copied. */
interface Scope {
  readonly names: Set<string>;
  readonly outer: Scope | null;
}

/** Findings of what a graph may not be: read nowhere-made tensors, make one twice, wait in circles, store nonsense. */
export function checkGraph(graph: Graph, path = '', outer: Scope | null = null): readonly EngineDiagnostic[] {
  const scope: Scope = {
    names: new Set([...graph.inputs.map(({ name }) => name), ...graph.initializers.keys()]),
    outer,
  };
  return [
    ...checkInitializers(graph, path),
    ...checkInputs(graph, path),
    ...graph.nodes.flatMap((node, index) => checkOutputs(node, `${path}${index}`, scope)),
    ...checkCycles(graph, path),
    ...graph.nodes.flatMap((node, index) => checkReads(node, `${path}${index}`, scope)),
    ...graph.outputs.filter(({ name }) => !isNamed(name, scope)).map(({ name }) => unmade(name, path)),
  ];
}

function isNamed(name: string, scope: Scope): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

/** Findings of stored tensors alone. */
export function checkInitializers(graph: Graph, path: string): readonly EngineDiagnostic[] {
  const problems = new Map<string, string>();
  for (const tensor of graph.initializers.values()) {
    const problem = storedProblem(tensor);
    if (problem !== null) problems.set(tensor.name, problem);
  }
  if (problems.size === 0) return [];
  const readers = new Map<string, number>();
  for (const [index, { inputs }] of graph.nodes.entries())
    for (const name of inputs) if (problems.has(name) && !readers.has(name)) readers.set(name, index);
  return [...problems].map(([name, problem]) => {
    const index = readers.get(name) ?? -1;
    const reader = graph.nodes[index];
    const id = `${path}${index}`;
    const use = reader ? `, read by ${describe(reader, id)},` : '';
    return finding('invalid-tensor', `Initializer "${name}"${use} ${problem}.`, reader ? id : null);
  });
}

/** Findings of tensors that nodes hold themselves. */
export function checkConstants({ stored, initializers }: Kept): readonly EngineDiagnostic[] {
  const damaged = stored.filter(({ damage }) => damage !== undefined);
  if (damaged.length === 0) return [];
  const found = new Set(initializers);
  return damaged
    .filter((tensor) => !found.has(tensor))
    .map(({ name, damage = '' }) => finding('invalid-tensor', `Constant "${name}" ${damage}.`, null));
}

/** What a model stores, and the initializers among it. */
interface Kept {
  readonly stored: readonly StoredTensor[];
  readonly initializers: readonly StoredTensor[];
}

/** Findings of inputs that have one name. */
function checkInputs({ inputs }: Graph, path: string): readonly EngineDiagnostic[] {
  const names = inputs.map(({ name }) => name);
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) (seen.has(name) ? repeated : seen).add(name);
  return [...repeated].map((name) =>
    finding(
      'duplicate-tensor',
      `${path === '' ? 'The graph' : `Subgraph ${path}`} has input "${name}" more than once; a tensor may be made once.`,
      null,
    ),
  );
}

/** Adds a node's outputs to the names of its graph. */
function checkOutputs(node: Node, id: string, { names, outer }: Scope): readonly EngineDiagnostic[] {
  const found: EngineDiagnostic[] = [];
  for (const name of node.outputs) {
    if (name !== '' && names.has(name) && !(outer && isNamed(name, outer)))
      found.push(
        finding(
          'duplicate-tensor',
          `${describe(node, id)} makes tensor "${name}", which something else makes, too; a tensor may be made once.`,
          id,
        ),
      );
    names.add(name);
  }
  return found;
}

function checkReads(node: Node, id: string, scope: Scope): readonly EngineDiagnostic[] {
  const found = node.inputs
    .filter((name) => name !== '' && !isNamed(name, scope))
    .map((name) =>
      finding(
        'missing-tensor',
        `${describe(node, id)} reads tensor "${name}", which nothing makes; its cost cannot be told.`,
        id,
      ),
    );
  for (const [key, attribute] of node.attributes)
    if (attribute.kind === 'graph')
      for (const inner of checkGraph(attribute.value, `${id}:${node.op}.${key}/`, scope)) found.push(inner);
  return found;
}

function unmade(name: string, path: string): EngineDiagnostic {
  return finding(
    'missing-tensor',
    `Output "${name}" of ${path === '' ? 'the graph' : `subgraph ${path}`} is made by nothing.`,
    null,
  );
}

function checkCycles(graph: Graph, path: string): readonly EngineDiagnostic[] {
  const { cyclic } = executionOrder(graph);
  const [first] = cyclic;
  if (first === undefined) return [];
  const names = cyclic.slice(0, 5).map((index) => {
    const node = graph.nodes[index];
    return node ? describe(node, `${path}${index}`) : String(index);
  });
  const more = cyclic.length > 5 ? ` and ${cyclic.length - 5} more` : '';
  return [
    finding(
      'cyclic-graph',
      `Nodes wait for each other in a cycle and can never run: ${names.join(', ')}${more}.`,
      `${path}${first}`,
    ),
  ];
}

/** What is wrong with a stored tensor, as the end of a sentence; null where nothing is. */
function storedProblem({ dims, payload, dtype, raw, damage }: StoredTensor): string | null {
  if (damage !== undefined) return damage;
  const shape = `[${dims.join(', ')}]`;
  if (dims.some((dim) => dim < 0)) return `has the shape ${shape}; dims cannot be negative`;
  if (dtype === null || dtype === 'string' || payload?.file !== null) return null;
  const elements = dims.reduce((a, b) => a * b, 1);
  const needed = bytesOf(dtype, elements);
  // Typed fields (int64_data and the like) are varints: only a raw payload's length is telling.
  if (!raw || payload.length >= needed) return null;
  return `needs ${needed} bytes for ${shape} of ${dtype} but stores ${payload.length}`;
}

function finding(code: EngineDiagnostic['code'], message: string, origin: string | null): EngineDiagnostic {
  return { code, severity: 'error', message, origin };
}
