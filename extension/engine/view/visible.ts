import { at } from './arrays';
import { groupOfItem, isUnit, type Item } from './groups';
import { type Group, type LayerTree, outsideIn } from './tree';

/** A box on the screen: a unit, or a closed group. */
export interface Box {
  readonly item: Item;
  /** The open group that it lies in. */
  readonly group: number;
}

/** Which boxes and frames a view shows. */
export interface Visible {
  /** Open groups, parents before children; the root comes first. */
  readonly open: readonly Group[];
  readonly boxes: readonly Box[];
  /** Box of every unit. */
  readonly boxOf: Int32Array;
  /** Nesting of every open group by its index; -1 for groups that are not open. */
  readonly depth: Int32Array;
  /** Position of every box, and of every open group, among the items of the group around it. */
  readonly place: readonly number[];
  readonly framePlace: Int32Array;
}

/** Resolves a set of open group ids; ids of groups that do not exist, or lie in a closed one, have no effect. */
export function resolveView(tree: LayerTree, openIds: readonly string[]): Visible {
  const wanted = new Set(openIds);
  const open = [...outsideIn(tree, (group) => wanted.has(group.id))];
  const depth = new Int32Array(tree.groups.length).fill(-1);
  for (const group of open) depth[group.index] = group.parent < 0 ? 0 : at(depth, group.parent) + 1;
  const boxes: Box[] = [];
  const boxOf = new Int32Array(tree.graph.units.length);
  const place: number[] = [];
  const framePlace = new Int32Array(tree.groups.length);
  for (const group of open)
    group.items.forEach((item, index) => {
      if (!isUnit(item) && at(depth, groupOfItem(item)) >= 0) {
        framePlace[groupOfItem(item)] = index;
        return;
      }
      for (const unit of unitsOf(tree, item)) boxOf[unit] = boxes.length;
      boxes.push({ item, group: group.index });
      place.push(index);
    });
  return { open, boxes, boxOf, depth, place, framePlace };
}

/** Units behind an item: itself, or all of a group. */
export function unitsOf(tree: LayerTree, item: Item): readonly number[] {
  return isUnit(item) ? [item] : at(tree.groups, groupOfItem(item)).units;
}
