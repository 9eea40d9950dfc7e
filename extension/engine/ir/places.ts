import { BadInput } from '../diagnostics';
import type { Graph } from './graph';
import { hasSubgraph } from './order';

/** A report names every node by its place, and a place is as long as its nesting: JSON of more is no string. */
const MOST_PLACE_CHARACTERS = 50_000_000;

/**
 * Throws {@link BadInput} where so many nodes lie so deep that naming their places alone would fill the memory: a
 * file of a few megabytes can hold nodes whose places take gigabytes.
 */
export function checkPlaces(graph: Graph): void {
  const open = [{ graph, characters: 0 }];
  let total = 0;
  for (let top = open.pop(); top; top = open.pop()) {
    total += top.characters * top.graph.nodes.length;
    if (total > MOST_PLACE_CHARACTERS)
      throw new BadInput('too many nodes lie too deep in subgraphs for their places to be named');
    for (const [index, node] of top.graph.nodes.entries()) {
      if (!hasSubgraph(node)) continue;
      for (const [name, attribute] of node.attributes) {
        if (attribute.kind !== 'graph') continue;
        const step = `${index}:${node.op}.${name}/`.length;
        open.push({ graph: attribute.value, characters: top.characters + step });
      }
    }
  }
}
