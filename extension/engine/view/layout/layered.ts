import { at } from '../arrays';
import { assignRanks } from './ranks';
import { drawRoutes } from './routes';
import { orderRows } from './rows';
import { straighten } from './straighten';
import type { LayoutInput, LayoutResult } from './types';
import { wire } from './wires';

/** Room between two rows, and how much of the widest sideways step in it is added, up to a limit. */
const ROW_GAP = 34;
const ENTRY_GAP = 20;
const GAP_PER_STEP = 0.05;
const MAX_EXTRA_GAP = 36;

/**
 * Layered layout in the manner of iongraph: rows by longest path, bends for long lines, program order within
 * rows, a fixed number of straightening sweeps. Time is linear in vertices, lines and bends (sorting rows
 * apart), and bends are capped. The same input gives the same picture.
 */
export function layoutLayered(input: LayoutInput): LayoutResult {
  const boxes = input.kinds.length;
  const width = (vertex: number): number => input.widths[vertex] ?? 0;
  const wiring = wire(input, assignRanks(input));
  const rows = orderRows({ ...wiring, boxes, width });
  const x = straighten({ ...rows, wires: wiring.wires, boxes, width });
  const tops: number[] = [];
  const bottoms: number[] = [];
  let y = 0;
  rows.rows.forEach((row, r) => {
    tops.push(y);
    const height = row.reduce((most, v) => Math.max(most, input.heights[v] ?? 0), 0);
    bottoms.push(y + height);
    const last = r === rows.rows.length - 1;
    const gap = row.some((v) => input.kinds[v] === 'entry') ? ENTRY_GAP : ROW_GAP;
    y += height + (last ? 0 : gap + Math.min(MAX_EXTRA_GAP, GAP_PER_STEP * widestStep(row)));
  });
  const ys = Float64Array.from({ length: boxes }, (_, v) => at(tops, at(wiring.ranks, v)));
  const right = x.reduce((most, value, v) => Math.max(most, value + width(v)), 0);
  const routes = drawRoutes(input, wiring, { x, tops, bottoms, lane: right + 16 });
  const lanes = wiring.lines.some((ends) => ends.includes(null));
  return { width: right + (lanes ? 24 : 0), height: y, x: x.slice(0, boxes), y: ys, routes };

  function widestStep(row: readonly number[]): number {
    let widest = 0;
    for (const v of row)
      for (const index of at(rows.below, v)) {
        const { from, fromX, to, toX } = at(wiring.wires, index);
        widest = Math.max(widest, Math.abs(at(x, from) + fromX - at(x, to) - toX));
      }
    return widest;
  }
}
