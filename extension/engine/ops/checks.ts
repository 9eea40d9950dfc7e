import type { EngineDiagnostic } from '../diagnostics';
import { bytesOf } from '../ir/dtype';
import type { Graph, StoredTensor } from '../ir/graph';
import { executionOrder } from '../ir/order';
import { describe } from './findings';

/** Findings of what a graph may not be: read nowhere-made tensors, make one twice, wait in circles, store nonsense. */
export function checkGraph(
  graph: Graph,
  path = '',
  outer: ReadonlySet<string> = new Set(),
): readonly EngineDiagnostic[] {
  const found: EngineDiagnostic[] = [];
  const named = new Set([...outer, ...graph.inputs.map(({ name }) => name), ...graph.initializers.keys()]);
  for (const tensor of graph.initializers.values()) found.push(...checkStored(tensor, graph, path));
  graph.nodes.forEach((node, index) => {
    for (const name of node.outputs) {
      if (name !== '' && named.has(name) && !outer.has(name))
        found.push(
          finding(
            'duplicate-tensor',
            `${describe(node, `${path}${index}`)} makes tensor "${name}", which something else makes, too; a tensor may be made once.`,
            `${path}${index}`,
          ),
        );
      named.add(name);
    }
  });
  found.push(...checkCycles(graph, path));
  graph.nodes.forEach((node, index) => {
    const id = `${path}${index}`;
    for (const name of node.inputs)
      if (name !== '' && !named.has(name))
        found.push(
          finding(
            'missing-tensor',
            `${describe(node, id)} reads tensor "${name}", which nothing makes; its cost cannot be told.`,
            id,
          ),
        );
    for (const [key, attribute] of node.attributes)
      if (attribute.kind === 'graph')
        found.push(...checkGraph(attribute.value, `${id}:${node.op}.${key}/`, named));
  });
  for (const { name } of graph.outputs)
    if (!named.has(name))
      found.push(
        finding(
          'missing-tensor',
          `Output "${name}" of ${path === '' ? 'the graph' : `subgraph ${path}`} is made by nothing.`,
          null,
        ),
      );
  return found;
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

function checkStored(tensor: StoredTensor, graph: Graph, path: string): readonly EngineDiagnostic[] {
  const problem = storedProblem(tensor);
  if (problem === null) return [];
  const index = graph.nodes.findIndex(({ inputs }) => inputs.includes(tensor.name));
  const reader = graph.nodes[index];
  const use = reader ? `, read by ${describe(reader, `${path}${index}`)},` : '';
  return [
    finding(
      'invalid-tensor',
      `Initializer "${tensor.name}"${use} ${problem}.`,
      reader ? `${path}${index}` : null,
    ),
  ];
}

/** What is wrong with a stored tensor, as the end of a sentence; null where nothing is. */
function storedProblem({ dims, payload, dtype, raw }: StoredTensor): string | null {
  const shape = `[${dims.join(', ')}]`;
  if (dims.some((dim) => dim < 0)) return `has the shape ${shape}; dims cannot be negative`;
  if (dtype === null || dtype === 'string' || payload === null || payload.file !== null) return null;
  const elements = dims.reduce((a, b) => a * b, 1);
  const needed = bytesOf(dtype, elements);
  // Typed fields (int64_data and the like) are varints: only a raw payload's length is telling.
  if (!raw || payload.length >= needed) return null;
  return `needs ${needed} bytes for ${shape} of ${dtype} but stores ${payload.length}`;
}

function finding(code: EngineDiagnostic['code'], message: string, origin: string | null): EngineDiagnostic {
  return { code, severity: 'error', message, origin };
}
