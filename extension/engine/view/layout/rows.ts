import { at } from '../arrays';

/** The vertices and bends of every row, from left to right, and the wires that touch each of them. */
export interface Rows {
  readonly rows: readonly (readonly number[])[];
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
}

interface RowsInput {
  readonly ranks: readonly number[];
  readonly wires: readonly { readonly from: number; readonly fromX: number; readonly to: number }[];
  readonly boxes: number;
  readonly width: (vertex: number) => number;
}

const APART = 24;

/**
 * Orders each row by where its wires come from, in one pass downwards; ties keep program order, with boxes
 * before bends. There is no crossing minimization: the picture stays that of the program and does not
 * change when something far away does.
 */
export function orderRows({ ranks, wires, boxes, width }: RowsInput): Rows {
  const above = ranks.map((): number[] => []);
  const below = ranks.map((): number[] => []);
  wires.forEach((wire, index) => {
    at(above, wire.to).push(index);
    at(below, wire.from).push(index);
  });
  const rows: number[][] = [];
  ranks.forEach((rank, vertex) => (rows[rank] ??= []).push(vertex));
  const x = new Float64Array(ranks.length);
  const wish = new Float64Array(ranks.length);
  for (let r = 0; r < rows.length; r++) {
    const row = (rows[r] ??= []);
    for (const v of row) wish[v] = source(v);
    row.sort((a, b) => at(wish, a) - at(wish, b) || Number(a >= boxes) - Number(b >= boxes) || a - b);
    pack(row);
  }
  return { rows, above, below };

  /** Mean place that a vertex's wires come from; without any it stays left, where program order puts it. */
  function source(vertex: number): number {
    const wiresIn = at(above, vertex);
    if (wiresIn.length === 0) return 0;
    const sum = wiresIn.reduce(
      (total, wire) => total + at(x, at(wires, wire).from) + at(wires, wire).fromX,
      0,
    );
    return sum / wiresIn.length;
  }

  function pack(row: readonly number[]): void {
    let left = -row.reduce((sum, v) => sum + width(v) + APART, -APART) / 2;
    for (const v of row) {
      x[v] = left;
      left += width(v) + APART;
    }
  }
}
