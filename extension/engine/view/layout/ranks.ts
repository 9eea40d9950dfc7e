import { at } from '../arrays';
import type { LayoutInput } from './types';

/**
 * Assigns every vertex a row by longest path. Entries get the first row, exits the last. What hangs on no
 * entry (without entries: on the start of the longest path) moves down to right above its first reader.
 */
export function assignRanks({ kinds, nets }: LayoutInput): Int32Array {
  const count = kinds.length;
  const ranks = new Int32Array(count);
  const anchored = new Uint8Array(count);
  const hasEntry = kinds[0] === 'entry';
  kinds.forEach((kind, v) => {
    if (kind === 'entry') anchored[v] = 1;
    else if (hasEntry) ranks[v] = 1;
  });
  const bySource = netsBySource(nets, count);
  if (!hasEntry && count > 0) anchored[longestStart(nets, bySource)] = 1;

  for (let v = 0; v < count; v++)
    for (const net of at(bySource, v))
      for (const { vertex } of at(nets, net).to) {
        ranks[vertex] = Math.max(at(ranks, vertex), at(ranks, v) + 1);
        if (anchored[v] === 1) anchored[vertex] = 1;
      }
  for (let v = count - 1; v >= 0; v--) if (anchored[v] === 0) sink(v);
  return dropExits();

  function sink(v: number): void {
    let nearest = Infinity;
    for (const net of at(bySource, v))
      for (const { vertex } of at(nets, net).to)
        if (kinds[vertex] !== 'exit') nearest = Math.min(nearest, at(ranks, vertex));
    if (nearest !== Infinity) ranks[v] = Math.max(at(ranks, v), nearest - 1);
  }

  function dropExits(): Int32Array {
    let last = 0;
    kinds.forEach((kind, v) => {
      if (kind !== 'exit') last = Math.max(last, at(ranks, v));
    });
    kinds.forEach((kind, v) => {
      if (kind === 'exit') ranks[v] = last + 1;
    });
    return ranks;
  }
}

function netsBySource(nets: LayoutInput['nets'], count: number): number[][] {
  const bySource = Array.from({ length: count }, (): number[] => []);
  nets.forEach((net, index) => at(bySource, net.from.vertex).push(index));
  return bySource;
}

/** The vertex that the longest path starts at; the first of several. */
function longestStart(nets: LayoutInput['nets'], bySource: readonly (readonly number[])[]): number {
  const length = new Int32Array(bySource.length);
  let best = 0;
  for (let v = bySource.length - 1; v >= 0; v--) {
    for (const net of at(bySource, v))
      for (const { vertex } of at(nets, net).to) length[v] = Math.max(at(length, v), at(length, vertex) + 1);
    if (at(length, v) >= at(length, best)) best = v;
  }
  return best;
}
