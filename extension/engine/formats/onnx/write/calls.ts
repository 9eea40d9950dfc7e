import type { Graph, Node } from '../../../ir/graph';
import { readsOf } from '../../../ir/order';

/**
 * Calls of model-local functions, by index of the node in the file, that an edit reaches into: a node of theirs is
 * gone or changed, or something outside reads a tensor from within that was no output of the call.
 */
export function callsToOpen(before: Graph, after: Graph): ReadonlySet<number> {
  const opened = new Set<number>();
  const alive = new Set(after.nodes);
  for (const node of before.nodes) if (isInner(node) && !alive.has(node)) opened.add(callOf(node));
  const outputs = seenFromOutside(before);
  for (const name of seenFromOutside(after)) {
    if (outputs.has(name)) continue;
    const maker = before.nodes.find((node) => node.outputs.includes(name));
    if (maker && isInner(maker)) opened.add(callOf(maker));
  }
  return opened;
}

function isInner({ origins }: Node): boolean {
  return origins.length > 1;
}

function callOf({ origins }: Node): number {
  return Number(origins[0] ?? -1);
}

/** Tensors made within a call that something outside it reads. */
function seenFromOutside(graph: Graph): ReadonlySet<string> {
  const makers = new Map<string, Node>();
  for (const node of graph.nodes) if (isInner(node)) for (const name of node.outputs) makers.set(name, node);
  const seen = new Set<string>();
  for (const { name } of graph.outputs) if (makers.has(name)) seen.add(name);
  for (const node of graph.nodes)
    for (const name of readsOf(node)) {
      const maker = makers.get(name);
      if (maker && (!isInner(node) || callOf(node) !== callOf(maker))) seen.add(name);
    }
  return seen;
}
