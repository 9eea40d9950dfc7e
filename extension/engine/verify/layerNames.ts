import type { Graph } from '../ir/graph';

/** onnxruntime's name for a node without one: its operator and its place in the graph. */
const UNNAMED = /^(\w+)_(\d+)$/;
/** What it puts behind the name of a node that it makes of another. */
const MADE_OF = /(_[a-zA-Z]+)?_\d+$/;

/**
 * From a profile's names to those of a model's layers: a node's own name, for a node without one the name of its first
 * output. Null for names that say nothing: places of nodes that only the runtime has.
 */
export function layerNames({ nodes }: Graph): (profiled: string) => string | null {
  const names = new Set(nodes.map(({ name }) => name));
  return (profiled) => {
    if (names.has(profiled)) return profiled;
    const [, op, place] = UNNAMED.exec(profiled) ?? [];
    if (op === undefined) return profiled;
    const node = nodes[Number(place)];
    // What the runtime makes of a named node has that name in front, which stays a hint.
    if (node?.op === op && node.name === '') return node.outputs[0] ?? null;
    return names.has(profiled.replace(MADE_OF, '')) ? profiled : null;
  };
}
