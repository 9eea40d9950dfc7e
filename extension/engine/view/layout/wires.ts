import { at } from '../arrays';
import type { LayoutInput, Port } from './types';

/** A straight piece between vertices (or bends) in neighbouring rows. */
export interface Wire {
  readonly from: number;
  readonly fromX: number;
  readonly to: number;
  readonly toX: number;
  /** How much it wants to be vertical: long lines most, the main chain next, the rest least. */
  readonly weight: number;
}

/** The input with every long line cut into pieces by bends, so that all wires join neighbouring rows. */
export interface Wiring {
  /** Row of every vertex and, behind those, of every bend. */
  readonly ranks: readonly number[];
  readonly wires: readonly Wire[];
  /** Wires of each line in order, by net and end; null for a line that takes the side lane. */
  readonly lines: readonly (readonly (readonly number[] | null)[])[];
}

/** Lines beyond this many bends take a lane beside the boxes: bends are what makes layouts slow. */
const MAX_BENDS = 6000;
const BEND_TO_BEND = 8;
/** Weight of a wire between two boxes. */
export const BOX_TO_BOX = 4;
const BOX_TO_BEND = 2;
const MINOR = 1;

/** Cuts lines at every row they pass. Lines of one net share their bends. */
export function wire({ kinds, nets }: LayoutInput, vertexRanks: Int32Array): Wiring {
  const ranks = Array.from(vertexRanks);
  const wires: Wire[] = [];
  const lines = nets.map((net) => {
    const trunk: number[] = [];
    const { from } = net;
    return net.to.map((end) => {
      const first = at(ranks, from.vertex) + 1;
      const last = at(ranks, end.vertex) - 1;
      if (last < first - 1 || ranks.length + last - first > kinds.length + MAX_BENDS) return null;
      for (let rank = first + trunk.length; rank <= last; rank++) trunk.push(extend(from, trunk, rank));
      const shared = trunk.slice(0, last - first + 1);
      return [...shared, join(shared.length === 0 ? from : tip(shared), end, net.minor === true)];
    });
  });
  return { ranks, wires, lines };

  function extend(from: Port, trunk: readonly number[], rank: number): number {
    const start = trunk.length === 0 ? from : tip(trunk);
    ranks.push(rank);
    return join(start, { vertex: ranks.length - 1, x: 0 });
  }

  function tip(trunk: readonly number[]): Port {
    return { vertex: at(wires, at(trunk, trunk.length - 1)).to, x: 0 };
  }

  function join(a: Port, b: Port, minor = false): number {
    const bends = (kinds[a.vertex] === undefined ? 1 : 0) + (kinds[b.vertex] === undefined ? 1 : 0);
    const weight = minor ? MINOR : bends === 2 ? BEND_TO_BEND : bends === 0 ? BOX_TO_BOX : BOX_TO_BEND;
    return wires.push({ from: a.vertex, fromX: a.x, to: b.vertex, toX: b.x, weight }) - 1;
  }
}
