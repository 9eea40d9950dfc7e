import { type Adjacency, at, eachNeighbour } from './arrays';

/**
 * The topological order of an acyclic graph that stays closest to the vertices' own numbering: of all that
 * are ready the lowest number comes first. Vertices on a cycle, of which there should be none, come last.
 */
export function topologicalOrder(graph: Adjacency): number[] {
  const count = graph.start.length - 1;
  const waiting = new Int32Array(count);
  for (const w of graph.target) waiting[w] = at(waiting, w) + 1;
  const ready: number[] = [];
  const order: number[] = [];
  for (let v = 0; v < count; v++) if (at(waiting, v) === 0) push(ready, v);
  while (ready.length > 0) {
    const v = pop(ready);
    order.push(v);
    eachNeighbour(graph, v, (w) => {
      waiting[w] = at(waiting, w) - 1;
      if (at(waiting, w) === 0) push(ready, w);
    });
  }
  for (let v = 0; v < count && order.length < count; v++) if (at(waiting, v) > 0) order.push(v);
  return order;
}

function push(heap: number[], value: number): void {
  let i = heap.length;
  heap.push(value);
  while (i > 0) {
    const up = (i - 1) >> 1;
    if (at(heap, up) <= value) break;
    heap[i] = at(heap, up);
    i = up;
  }
  heap[i] = value;
}

function pop(heap: number[]): number {
  const top = at(heap, 0);
  const last = heap.pop() ?? top;
  const size = heap.length;
  if (size === 0) return top;
  let i = 0;
  for (;;) {
    let down = 2 * i + 1;
    if (down >= size) break;
    if (down + 1 < size && at(heap, down + 1) < at(heap, down)) down++;
    if (at(heap, down) >= last) break;
    heap[i] = at(heap, down);
    i = down;
  }
  heap[i] = last;
  return top;
}
