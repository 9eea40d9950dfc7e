import type { Report } from '../../shared/report';
import { type Metric, ROOT_GROUP, type ViewState } from '../../shared/scene';
import { at } from './arrays';
import { groupOfItem, isUnit } from './groups';
import { type Group, type LayerTree, layerTree } from './tree';

/** Up to this many boxes a model opens completely, and no first view shows more. */
export const FIRST_VIEW_BOXES = 80;

/**
 * The first view: small models open completely; of larger ones groups open level by level while the number of
 * boxes stays readable, small groups before large ones, equal ones together. Of repeated blocks only the first opens.
 */
export function initialView(report: Report, metric: Metric = 'macs'): ViewState {
  const tree = layerTree(report);
  const everything = tree.graph.units.length <= FIRST_VIEW_BOXES;
  const open = everything ? tree.groups.slice(1) : openByLevel(tree);
  return { metric, open: [ROOT_GROUP, ...open.map((group) => group.id)] };
}

function openByLevel(tree: LayerTree): Group[] {
  const open: Group[] = [];
  let boxes = at(tree.groups, 0).items.length;
  let level = candidates(tree, at(tree.groups, 0));
  while (level.length > 0) {
    const opened: Group[] = [];
    for (const alike of bySize(level)) {
      const growth = alike.reduce((sum, group) => sum + group.items.length - 1, 0);
      if (boxes + growth > FIRST_VIEW_BOXES) break;
      boxes += growth;
      opened.push(...alike);
    }
    open.push(...opened);
    level = opened.flatMap((group) => candidates(tree, group));
  }
  return open;
}

function candidates(tree: LayerTree, { items, repeat }: Group): Group[] {
  const inner = items.flatMap((item) => (isUnit(item) ? [] : [at(tree.groups, groupOfItem(item))]));
  return repeat > 1 ? inner.slice(0, 1) : inner;
}

/** Groups with equally many items, fewest first. */
function bySize(groups: readonly Group[]): Group[][] {
  const sizes = new Map<number, Group[]>();
  for (const group of groups)
    sizes.set(group.items.length, [...(sizes.get(group.items.length) ?? []), group]);
  return [...sizes].sort(([a], [b]) => a - b).map(([, alike]) => alike);
}
