import type { Report } from '../../shared/report';
import { at } from './arrays';
import { foldGroups } from './fold';
import { type DraftGroup, groupByScope, groupOfItem, isUnit } from './groups';
import { buildLayerGraph, type LayerGraph } from './layerGraph';
import { type Costs, sumCosts } from './sums';

/** A node of the group tree; its items are in topological order. */
export interface Group extends Readonly<DraftGroup> {
  readonly index: number;
  readonly costs: Costs;
}

/** Everything about a report that does not depend on the view: computed once per report. */
export interface LayerTree {
  readonly graph: LayerGraph;
  /** The root is group 0; a parent does not always stand before its children. */
  readonly groups: readonly Group[];
  /** Innermost group of every unit. */
  readonly groupOf: Int32Array;
  readonly unitById: ReadonlyMap<string, number>;
  readonly groupById: ReadonlyMap<string, number>;
}

const trees = new WeakMap<Report, LayerTree>();

/** The group tree of a report; the same object for the same report. */
export function layerTree(report: Report): LayerTree {
  const known = trees.get(report);
  if (known) return known;
  const tree = buildTree(report);
  trees.set(report, tree);
  return tree;
}

function buildTree(report: Report): LayerTree {
  const graph = buildLayerGraph(report);
  const drafts = groupByScope(graph);
  foldGroups(graph, drafts);
  const groups = drafts.map((draft, index) => ({ ...draft, index, costs: sumCosts(graph, draft.units) }));
  const groupOf = new Int32Array(graph.units.length);
  for (const group of groups) for (const item of group.items) if (isUnit(item)) groupOf[item] = group.index;
  return {
    graph,
    groups,
    groupOf,
    unitById: new Map(graph.units.map((unit, index) => [unit.id, index])),
    groupById: new Map(groups.map((group) => [group.id, group.index])),
  };
}

/**
 * Ids of the groups that must be open for a layer (or group) to be visible, outermost first; empty where it
 * is visible anyway or there is no such id.
 */
export function groupsAround(report: Report, id: string): readonly string[] {
  const { groups, groupOf, unitById, groupById } = layerTree(report);
  const unit = unitById.get(id);
  const group = groupById.get(id);
  const around: string[] = [];
  let inner = unit === undefined ? (group === undefined ? -1 : at(groups, group).parent) : at(groupOf, unit);
  for (; inner > 0; inner = at(groups, inner).parent) around.push(at(groups, inner).id);
  return around.reverse();
}

/** Groups from the root inwards, parents before children, siblings in reading order. */
export function* outsideIn(tree: LayerTree, open: (group: Group) => boolean): Generator<Group> {
  const stack = [at(tree.groups, 0)];
  for (let group = stack.pop(); group !== undefined; group = stack.pop()) {
    yield group;
    const inner = group.items
      .filter((item) => !isUnit(item))
      .map((item) => at(tree.groups, groupOfItem(item)));
    for (const child of inner.reverse()) if (open(child)) stack.push(child);
  }
}
