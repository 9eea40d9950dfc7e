import type { Graph, Node } from './graph';
import { SmallestFirst } from './smallestFirst';

/** Positions of a graph's nodes in an order in which they can run, and those that no order can run. */
export interface ExecutionOrder {
  readonly order: readonly number[];
  /** Whether that is the stored order, as ONNX demands. */
  readonly stored: boolean;
  /** Nodes that wait for each other in a cycle, or for one that does. */
  readonly cyclic: readonly number[];
}

/** Stable topological order: among nodes that are ready, the one stored first runs first. Linear in edges where nodes are sorted. */
export function executionOrder(graph: Graph): ExecutionOrder {
  const known = orderCache.get(graph);
  if (known) return known;
  const makers = producers(graph);
  const found = isInOrder(graph, makers)
    ? { order: graph.nodes.map((_, i) => i), stored: true, cyclic: [] }
    : sortByDependencies(graph.nodes.map((node, i) => dependencies(node, makers, i)));
  orderCache.set(graph, found);
  return found;
}

const orderCache = new WeakMap<Graph, ExecutionOrder>();

function isInOrder({ nodes }: Graph, makers: ReadonlyMap<string, number>): boolean {
  for (const [i, node] of nodes.entries())
    for (const name of readsOf(node)) {
      const maker = makers.get(name) ?? -1;
      if (maker > i || (maker === i && readsItself(node))) return false;
    }
  return true;
}

function sortByDependencies(waits: readonly (readonly number[])[]): ExecutionOrder {
  const missing = waits.map((needs) => needs.length);
  const readers = new Map<number, number[]>();
  waits.forEach((needs, i) => {
    for (const maker of needs) pushTo(readers, maker, i);
  });
  const ready = new SmallestFirst();
  missing.forEach((count, i) => {
    if (count === 0) ready.push(i);
  });
  const order: number[] = [];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    order.push(node);
    for (const reader of readers.get(node) ?? [])
      if ((missing[reader] = (missing[reader] ?? 0) - 1) === 0) ready.push(reader);
  }
  const placed = new Set(order);
  return { order, stored: false, cyclic: missing.flatMap((_, i) => (placed.has(i) ? [] : [i])) };
}

/** Which node makes each tensor of a graph; the first one where several claim it. */
export function producers(graph: Graph): ReadonlyMap<string, number> {
  const makers = new Map<string, number>();
  for (const [i, { outputs }] of graph.nodes.entries())
    for (const output of outputs) if (output !== '' && !makers.has(output)) makers.set(output, i);
  return makers;
}

function dependencies(node: Node, makers: ReadonlyMap<string, number>, self: number): readonly number[] {
  const needs = new Set<number>();
  for (const name of readsOf(node)) {
    const maker = makers.get(name);
    if (maker !== undefined) needs.add(maker);
  }
  // A node that reads its own output waits for itself: a cycle of one.
  return [...needs].filter((maker) => maker !== self || readsItself(node));
}

function readsItself({ inputs, outputs }: Node): boolean {
  return inputs.some((name) => outputs.includes(name));
}

/** Names that a node reads: its inputs, and what its subgraphs take from outside. */
export function readsOf(node: Node): readonly string[] {
  const given = node.inputs.includes('') ? node.inputs.filter((name) => name !== '') : node.inputs;
  if (!hasSubgraph(node)) return given;
  const reads = [...given];
  for (const attribute of node.attributes.values())
    if (attribute.kind === 'graph') for (const name of outerReads(attribute.value)) reads.push(name);
  return reads;
}

export function hasSubgraph({ attributes }: Node): boolean {
  if (attributes.size > 0) for (const { kind } of attributes.values()) if (kind === 'graph') return true;
  return false;
}

const outerReadsCache = new WeakMap<Graph, readonly string[]>();

/** Names that a subgraph and those within it read but do not make themselves. */
export function outerReads(graph: Graph): readonly string[] {
  const known = outerReadsCache.get(graph);
  if (known) return known;
  const own = new Set([...graph.inputs.map(({ name }) => name), ...graph.initializers.keys()]);
  for (const node of graph.nodes) for (const output of node.outputs) own.add(output);
  const outer = new Set<string>();
  for (const node of graph.nodes) for (const name of readsOf(node)) if (!own.has(name)) outer.add(name);
  for (const { name } of graph.outputs) if (!own.has(name)) outer.add(name);
  const found = [...outer];
  outerReadsCache.set(graph, found);
  return found;
}

function pushTo(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
