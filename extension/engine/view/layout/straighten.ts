import { at } from '../arrays';
import { placeInOrder } from './isotonic';
import type { Rows } from './rows';
import { BOX_TO_BOX, type Wire } from './wires';

interface StraightenInput extends Rows {
  readonly wires: readonly Wire[];
  readonly boxes: number;
  readonly width: (vertex: number) => number;
}

/** Where a vertex would like to be, and whether a chain of boxes pulls it there. */
type Pull = { readonly x: number; readonly firm: boolean } | null;

const SWEEPS = 7;
const BETWEEN_BOXES = 28;
const BESIDE_BEND = 16;
const BETWEEN_BENDS = 12;
/** Deviations below this are removed rather than drawn as a kink. */
const SNAP = 20;
/** How firmly a vertex holds its place against its neighbours: boxes of a chain most, bends least. */
const CHAIN_HOLD = 1;
const BRANCH_HOLD = 1e-3;
const BEND_HOLD = 1e-6;
const IDLE_HOLD = 1e-2;

/**
 * Finds the x of every vertex: a fixed number of sweeps, alternately downwards and upwards, pull each vertex
 * over the end of its heaviest wires; order and distances within a row are kept. The leftmost x is 0.
 */
export function straighten(input: StraightenInput): Float64Array {
  const { rows, above, below, wires, boxes, width } = input;
  const x = new Float64Array(above.length);
  for (const row of rows) place(row, () => null);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (let r = 0; r < rows.length; r++)
      place(at(rows, down ? r : rows.length - 1 - r), down ? pullFromAbove : pullFromBelow);
  }
  for (const row of rows) snap(row, pullFromAbove);
  const left = x.reduce((least, value) => Math.min(least, value), Infinity);
  return x.map((value) => value - left);

  function place(row: readonly number[], pull: (vertex: number) => Pull): void {
    const wishes = row.map(pull);
    const placed = placeInOrder(
      row.map((v, i) => wishes[i]?.x ?? at(x, v)),
      row.map((v, i) => holdOf(v, wishes[i] ?? null)),
      row.slice(1).map((v, i) => distance(at(row, i), v)),
    );
    row.forEach((v, i) => (x[v] = at(placed, i)));
  }

  function holdOf(vertex: number, pull: Pull): number {
    if (vertex >= boxes) return BEND_HOLD;
    return pull === null ? IDLE_HOLD : pull.firm ? CHAIN_HOLD : BRANCH_HOLD;
  }

  function snap(row: readonly number[], pull: (vertex: number) => Pull): void {
    row.forEach((v, i) => {
      const wish = pull(v)?.x;
      if (wish === undefined || wish === at(x, v) || Math.abs(wish - at(x, v)) > SNAP) return;
      const before = row[i - 1];
      const after = row[i + 1];
      if (before !== undefined && wish - at(x, before) < distance(before, v)) return;
      if (after !== undefined && at(x, after) - wish < distance(v, after)) return;
      x[v] = wish;
    });
  }

  function distance(a: number, b: number): number {
    const bends = Number(a >= boxes) + Number(b >= boxes);
    return width(a) + (bends === 0 ? BETWEEN_BOXES : bends === 1 ? BESIDE_BEND : BETWEEN_BENDS);
  }

  function pullFromAbove(vertex: number): Pull {
    return heaviest(at(above, vertex), (wire) => at(x, wire.from) + wire.fromX - wire.toX);
  }

  function pullFromBelow(vertex: number): Pull {
    return heaviest(at(below, vertex), (wire) => at(x, wire.to) + wire.toX - wire.fromX);
  }

  function heaviest(indices: readonly number[], place: (wire: Wire) => number): Pull {
    let weight = 0;
    let sum = 0;
    let count = 0;
    for (const index of indices) {
      const wire = at(wires, index);
      if (wire.weight < weight) continue;
      if (wire.weight > weight) [weight, sum, count] = [wire.weight, 0, 0];
      sum += place(wire);
      count++;
    }
    return count === 0 ? null : { x: sum / count, firm: weight >= BOX_TO_BOX };
  }
}
