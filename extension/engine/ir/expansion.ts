import { BadInput } from '../diagnostics';
import type { Graph, LocalFunction, Node } from './graph';

/** A model whose functions expand to more nodes than this is refused. */
const MOST_INLINED_NODES = 250_000;

/** Functions that call functions deeper than this are refused, because inlining follows the calls. */
const DEEPEST_CALL = 100;

type Functions = ReadonlyMap<string, LocalFunction>;

/** What a call and a function have in common: domain, name and overload. */
export function functionKey(item: { domain: string; overload: string }, name: string): string {
  return `${item.domain}::${name}:${item.overload}`;
}

/**
 * Makes sure, before anything is inlined, that a model's functions do not call themselves and do not multiply
 * beyond reason. Throws {@link BadInput}.
 */
export function checkExpansion(graph: Graph, functions: Functions): void {
  const sizes = new Map<LocalFunction, number>();
  if (nodesIn(graph.nodes, functions, sizes, []) - graph.nodes.length > MOST_INLINED_NODES)
    throw new BadInput(`its functions expand to more than ${MOST_INLINED_NODES} nodes`);
}

/** Nodes that these come to when every call is replaced by its function's body. */
function nodesIn(
  nodes: readonly Node[],
  functions: Functions,
  sizes: Map<LocalFunction, number>,
  callers: readonly LocalFunction[],
): number {
  let count = 0;
  for (const node of nodes) {
    const called = functions.get(functionKey(node, node.op));
    count += called ? sizeOf(called, functions, sizes, callers) : 1;
    for (const attribute of node.attributes.values())
      if (attribute.kind === 'graph') count += nodesIn(attribute.value.nodes, functions, sizes, callers);
  }
  return count;
}

function sizeOf(
  called: LocalFunction,
  functions: Functions,
  sizes: Map<LocalFunction, number>,
  callers: readonly LocalFunction[],
): number {
  const known = sizes.get(called);
  if (known !== undefined) return known;
  const name = `${called.domain}::${called.name}`;
  if (callers.includes(called))
    throw new BadInput(`function ${name} calls itself, directly or through others`);
  if (callers.length >= DEEPEST_CALL)
    throw new BadInput(`its functions call each other more than ${DEEPEST_CALL} levels deep`);
  const size = nodesIn(called.nodes, functions, sizes, [...callers, called]);
  sizes.set(called, size);
  return size;
}
