import { type Adjacency, at } from './arrays';

/**
 * Strongly connected components by Tarjan's algorithm with an explicit stack, in linear time. Returns a
 * component number per vertex and the size of each component.
 */
export function components(graph: Adjacency): { readonly of: Int32Array; readonly sizes: readonly number[] } {
  const count = graph.start.length - 1;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const of = new Int32Array(count).fill(-1);
  const next = graph.start.slice(0, count);
  const open: number[] = [];
  const sizes: number[] = [];
  let visited = 0;

  for (let root = 0; root < count; root++) {
    if (at(order, root) >= 0) continue;
    const path = [enter(root)];
    while (path.length > 0) {
      const v = at(path, path.length - 1);
      const edge = at(next, v);
      if (edge < at(graph.start, v + 1)) {
        next[v] = edge + 1;
        const w = at(graph.target, edge);
        if (at(order, w) < 0) path.push(enter(w));
        else if (at(of, w) < 0) low[v] = Math.min(at(low, v), at(order, w));
      } else {
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) low[parent] = Math.min(at(low, parent), at(low, v));
        if (at(low, v) === at(order, v)) close(v);
      }
    }
  }
  return { of, sizes };

  function enter(v: number): number {
    order[v] = low[v] = visited++;
    open.push(v);
    return v;
  }

  function close(root: number): void {
    let size = 0;
    for (let v = -1; v !== root; size++) {
      v = open.pop() ?? root;
      of[v] = sizes.length;
    }
    sizes.push(size);
  }
}
