import { at } from './arrays';
import { type GroupLayout, layoutGroup, type Size } from './groupLayout';
import { groupOfItem, isUnit } from './groups';
import { collectStrands, type Line, stretchesOf } from './lines';
import type { LayerTree } from './tree';
import type { Visible } from './visible';

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** Where everything lies: boxes by number, frames by group index (the root is the canvas), lines by number. */
export interface Placement {
  readonly boxes: readonly Rect[];
  readonly frames: ReadonlyMap<number, Rect>;
  readonly lines: readonly (readonly number[])[];
}

/**
 * Lays out nested groups from the inside outwards: an open group is a layout of its own, and where lines cross
 * its rim are the ports of its frame in the layout around it. So frames hold their members, siblings do not
 * overlap, and no line crosses a box.
 */
export function placeNested(
  tree: LayerTree,
  visible: Visible,
  lines: readonly Line[],
  sizes: readonly Size[],
): Placement {
  const stretches = lines.map((line) => stretchesOf(tree, visible, line));
  const strands = collectStrands(visible, lines, stretches);
  const boxAt = new Map<number, number>(visible.boxes.map((box, index) => [box.item, index]));
  const layouts = new Map<number, GroupLayout>();
  for (const group of [...visible.open].reverse()) {
    const frames = group.items.map((item) => (isUnit(item) ? undefined : layouts.get(groupOfItem(item))));
    const itemSizes = group.items.map((item, i) => frames[i] ?? at(sizes, boxAt.get(item) ?? -1));
    const crossing = [...(strands.get(group.index)?.values() ?? [])];
    layouts.set(group.index, layoutGroup(itemSizes, frames, crossing, group.index === 0));
  }
  const frames = placeFrames(visible, layouts);
  return {
    frames,
    boxes: visible.boxes.map((box, index) => ({
      ...corner(frames, layouts, box.group, at(visible.place, index)),
      width: at(sizes, index).width,
      height: at(sizes, index).height,
    })),
    lines: lines.map(({ from }, index) =>
      at(stretches, index).reduce<number[]>((points, stretch) => {
        const frame = need(frames, stretch.group);
        append(points, need(layouts, stretch.group).route(from, stretch), frame.x, frame.y);
        return points;
      }, []),
    ),
  };
}

function placeFrames(visible: Visible, layouts: ReadonlyMap<number, GroupLayout>): Map<number, Rect> {
  const frames = new Map<number, Rect>();
  for (const { index, parent } of visible.open) {
    const { width, height } = need(layouts, index);
    const origin =
      parent < 0 ? { x: 0, y: 0 } : corner(frames, layouts, parent, at(visible.framePlace, index));
    frames.set(index, { ...origin, width, height });
  }
  return frames;
}

function corner(
  frames: ReadonlyMap<number, Rect>,
  layouts: ReadonlyMap<number, GroupLayout>,
  group: number,
  item: number,
): { readonly x: number; readonly y: number } {
  const frame = need(frames, group);
  const [x, y] = at(need(layouts, group).items, item);
  return { x: frame.x + x, y: frame.y + y };
}

/** Joins two pieces of a line; where one goes on vertically from the other the point between them is dropped. */
function append(points: number[], more: readonly number[], dx: number, dy: number): void {
  for (let i = 0; i < more.length; i += 2) {
    const x = at(more, i) + dx;
    const y = at(more, i + 1) + dy;
    const n = points.length;
    if (n >= 2 && points[n - 2] === x && points[n - 1] === y) continue;
    if (n >= 4 && points[n - 2] === x && points[n - 4] === x) points.length = n - 2;
    points.push(x, y);
  }
}

function need<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`no entry for ${String(key)}`);
  return value;
}
