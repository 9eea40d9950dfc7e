import { at } from '../arrays';
import type { LayoutInput } from './types';
import type { Wiring } from './wires';

interface Placed {
  readonly x: Float64Array;
  /** Upper and lower rim of every row. */
  readonly tops: readonly number[];
  readonly bottoms: readonly number[];
  /** x of the lane right of all boxes. */
  readonly lane: number;
}

/** Distance of a lane's horizontal pieces from the row they leave or enter; less than half a row gap. */
const LANE_INSET = 10;

/**
 * Turns wires into polylines. A line is vertical wherever a row of boxes is and changes its x only between
 * rows, so it crosses no box.
 */
export function drawRoutes(input: LayoutInput, wiring: Wiring, placed: Placed): number[][][] {
  const { x, tops, bottoms } = placed;
  return input.nets.map((net, n) =>
    net.to.map((end, e) => {
      const line = at(wiring.lines, n)[e];
      const [startX, startY] = [at(x, net.from.vertex) + net.from.x, lowerRim(net.from.vertex)];
      const [endX, endY] = [at(x, end.vertex) + end.x, rowTop(end.vertex)];
      const points = [startX, startY];
      if (line === null || line === undefined) {
        const below = rowBottom(net.from.vertex) + LANE_INSET;
        const above = endY - LANE_INSET;
        points.push(startX, below, placed.lane, below, placed.lane, above, endX, above);
      } else {
        push(points, startX, rowBottom(net.from.vertex));
        for (const index of line.slice(0, -1)) {
          const bend = at(wiring.wires, index).to;
          push(points, at(x, bend), rowTop(bend));
          push(points, at(x, bend), rowBottom(bend));
        }
      }
      push(points, endX, endY);
      return points;
    }),
  );

  function rowTop(vertex: number): number {
    return at(tops, at(wiring.ranks, vertex));
  }

  function rowBottom(vertex: number): number {
    return at(bottoms, at(wiring.ranks, vertex));
  }

  function lowerRim(vertex: number): number {
    const height = input.kinds[vertex] === 'entry' ? 0 : (input.heights[vertex] ?? 0);
    return rowTop(vertex) + height;
  }
}

/** Appends a point unless the line is already there. */
function push(points: number[], x: number, y: number): void {
  if (points.at(-2) === x && points.at(-1) === y) return;
  points.push(x, y);
}
