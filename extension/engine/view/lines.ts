import type { ReportTensor } from '../../shared/report';
import { at } from './arrays';
import { isUnit } from './groups';
import type { LayerTree } from './tree';
import type { Visible } from './visible';

/** A line between two boxes: everything that flows from one to the other. */
export interface Line {
  readonly from: number;
  readonly to: number;
  /** The first tensor that flows; null for control. */
  readonly tensor: ReportTensor | null;
  readonly minor: boolean;
}

/** What flows through an open group from one source box: to items in it, and perhaps out of it. */
export interface Strand {
  readonly source: number;
  /** Item that it starts at, by position in the group; null where it enters at the rim. */
  readonly start: number | null;
  /** Items by their position in the group; a frame for whatever lies in it. */
  readonly ends: Set<number>;
  leaves: boolean;
  readonly minor: boolean;
}

/** Strands of an open group by source box. */
export type Strands = ReadonlyMap<number, Strand>;

/** A stretch of a line inside one open group; `end` null leaves at the rim. */
export interface Stretch {
  readonly group: number;
  readonly start: number | null;
  readonly end: number | null;
}

/** Distinct lines between visible boxes, ordered by receiving unit. Constants are joined to their neighbours only. */
export function visibleLines({ graph }: LayerTree, { boxOf, boxes }: Visible): Line[] {
  const lines: Line[] = [];
  const seen = new Set<number>();
  graph.incoming.target.forEach((index) => {
    const flow = at(graph.flows, index);
    const from = at(boxOf, flow.from);
    const to = at(boxOf, flow.to);
    const key = from * boxes.length + to;
    if (from === to || seen.has(key)) return;
    const apart = at(boxes, from).group !== at(boxes, to).group || !isUnit(at(boxes, from).item);
    if (flow.minor && apart) return;
    seen.add(key);
    lines.push({ from, to, tensor: flow.tensor, minor: flow.minor });
  });
  return lines;
}

/** Cuts a line at the rims of the open groups that it leaves and enters, in the order of its way. */
export function stretchesOf(tree: LayerTree, visible: Visible, { from, to }: Line): Stretch[] {
  const out: Stretch[] = [];
  const into: Stretch[] = [];
  let outer = at(visible.boxes, from).group;
  let inner = at(visible.boxes, to).group;
  let start = at(visible.place, from);
  let end = at(visible.place, to);
  while (outer !== inner) {
    if (at(visible.depth, outer) >= at(visible.depth, inner)) {
      out.push({ group: outer, start, end: null });
      start = at(visible.framePlace, outer);
      outer = at(tree.groups, outer).parent;
    } else {
      into.push({ group: inner, start: null, end });
      end = at(visible.framePlace, inner);
      inner = at(tree.groups, inner).parent;
    }
  }
  return [...out, { group: outer, start, end }, ...into.reverse()];
}

/** Collects the stretches of all lines by group and source: what has one source shares its way. */
export function collectStrands(
  visible: Visible,
  lines: readonly Line[],
  stretches: readonly (readonly Stretch[])[],
): ReadonlyMap<number, Strands> {
  const byGroup = new Map<number, Map<number, Strand>>(visible.open.map(({ index }) => [index, new Map()]));
  lines.forEach(({ from, minor }, index) => {
    for (const { group, start, end } of at(stretches, index)) {
      const strands = byGroup.get(group);
      const known = strands?.get(from);
      const strand = known ?? { source: from, start, ends: new Set(), leaves: false, minor };
      if (!known) strands?.set(from, strand);
      if (end === null) strand.leaves = true;
      else strand.ends.add(end);
    }
  });
  return byGroup;
}
