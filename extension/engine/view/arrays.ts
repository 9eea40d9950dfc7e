/** Element of an array by an index that is in range by construction; throws where it is not. */
export function at<T>(array: ArrayLike<T>, index: number): T {
  const value = array[index];
  if (value === undefined) throw new RangeError(`index ${index} of ${array.length}`);
  return value;
}

/** Neighbours of each of `count` vertices in one array: those of vertex v lie at `start[v]` to `start[v + 1]`. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly target: Int32Array;
}

/** Packs edges, given as two parallel arrays, by their source; neighbours keep the order of the edges. */
export function adjacency(count: number, from: ArrayLike<number>, to: ArrayLike<number>): Adjacency {
  const start = new Int32Array(count + 1);
  for (let e = 0; e < from.length; e++) start[at(from, e) + 1] = at(start, at(from, e) + 1) + 1;
  for (let v = 0; v < count; v++) start[v + 1] = at(start, v + 1) + at(start, v);
  const fill = start.slice();
  const target = new Int32Array(from.length);
  for (let e = 0; e < from.length; e++) {
    const v = at(from, e);
    const slot = at(fill, v);
    target[slot] = at(to, e);
    fill[v] = slot + 1;
  }
  return { start, target };
}

/** Calls `visit` for every neighbour of a vertex. */
export function eachNeighbour(graph: Adjacency, vertex: number, visit: (neighbour: number) => void): void {
  const end = at(graph.start, vertex + 1);
  for (let i = at(graph.start, vertex); i < end; i++) visit(at(graph.target, i));
}
