import { type SymbolKind, symbolsOf } from '../ir/dim';
import type { Graph, StoredTensor } from '../ir/graph';
import { hasSubgraph } from '../ir/order';
import type { TensorFacts } from '../ir/tensor';
import { constantPayload } from './provenance';
import type { ShapedNode } from './shaped';

/** Symbols that the shapes and runs of nodes hang on, in the order in which they turn up. */
export function collectSymbols(nodes: readonly ShapedNode[], symbols: Map<string, SymbolKind>): void {
  const seen = new Set<string>();
  const told = new Set<TensorFacts>();
  for (const { outputs, calls } of nodes) {
    if (calls !== null && typeof calls !== 'number') symbolsOf(calls, symbols, seen);
    for (const { facts } of outputs) {
      if (told.has(facts)) continue;
      told.add(facts);
      symbolsOfFacts(facts, symbols, seen);
    }
  }
}

function symbolsOfFacts(
  { shape, holds }: TensorFacts,
  symbols: Map<string, SymbolKind>,
  seen: Set<string>,
): void {
  for (const dim of shape ?? []) symbolsOf(dim, symbols, seen);
  if (!holds) return;
  if (holds.count !== null) symbolsOf(holds.count, symbols, seen);
  for (const held of holds.items ?? [holds.element]) symbolsOfFacts(held, symbols, seen);
}

/** What a graph and those within it store: all tensors, and the initializers among them. */
export function collectStored(graph: Graph): { stored: StoredTensor[]; initializers: StoredTensor[] } {
  const initializers = [...graph.initializers.values()];
  const stored = [...initializers];
  for (const node of graph.nodes) {
    const payload = constantPayload(node);
    if (payload) stored.push(payload);
    if (!hasSubgraph(node)) continue;
    for (const attribute of node.attributes.values()) {
      if (attribute.kind !== 'graph') continue;
      const inner = collectStored(attribute.value);
      for (const tensor of inner.stored) stored.push(tensor);
      for (const tensor of inner.initializers) initializers.push(tensor);
    }
  }
  return { stored, initializers };
}

/** Nodes of a graph and of all graphs within it. */
export function countNodes(graph: Graph): number {
  let count = graph.nodes.length;
  for (const node of graph.nodes) {
    if (!hasSubgraph(node)) continue;
    for (const attribute of node.attributes.values())
      if (attribute.kind === 'graph') count += countNodes(attribute.value);
  }
  return count;
}
