import { ROOT_GROUP } from '../../shared/scene';
import { type Adjacency, adjacency, at, eachNeighbour } from './arrays';
import { components } from './components';
import type { LayerGraph } from './layerGraph';
import { buildScopes, type Scopes } from './scopes';
import { topologicalOrder } from './topologicalOrder';

/** An item of a group: a unit (0 or more) or, as its complement, a group (below 0). */
export type Item = number;

export const groupItem = (group: number): Item => ~group;
export const groupOfItem = (item: Item): number => ~item;
export const isUnit = (item: Item): boolean => item >= 0;

export type GroupKind = 'root' | 'module' | 'owner' | 'branch' | 'repeat' | 'block' | 'run';

/** A group while the tree is being built. Units and items are in topological order. */
export interface DraftGroup {
  readonly id: string;
  readonly kind: GroupKind;
  title: string;
  parent: number;
  /** How many equal blocks the group stands for; 1 for all kinds but `repeat`. */
  repeat: number;
  units: readonly number[];
  items: readonly Item[];
}

interface Pending extends DraftGroup {
  scope: number;
  depth: number;
}

/**
 * Groups units by module scope. Units of one scope become one group even where others interleave, unless
 * collapsing it would close a cycle: the groups of a strongly connected component are split into the runs
 * in which their units follow each other (units outside the component do not interrupt a run). Runs are
 * intervals of a topological order, so no cycle is left. Linear in units and flows per level of depth.
 * A module with a single unit is that unit; a scope with nothing but one inner scope is merged with it.
 */
export function groupByScope(graph: LayerGraph): DraftGroup[] {
  const scopes = buildScopes(graph);
  const scratch = {
    item: new Int32Array(graph.units.length),
    group: new Int32Array(graph.units.length).fill(-1),
  };
  const all = graph.units.map((_, unit) => unit);
  const root = {
    id: ROOT_GROUP,
    kind: 'root',
    title: '',
    parent: -1,
    repeat: 1,
    units: all,
    items: [],
  } as const;
  const groups: Pending[] = [{ ...root, scope: 0, depth: 0 }];
  for (let g = 0; g < groups.length; g++) {
    const group = at(groups, g);
    let parts = partition(group, scopes);
    while (g > 0 && parts.length === 1 && parts[0] !== undefined && parts[0].scope >= 0) {
      group.scope = parts[0].scope;
      group.depth++;
      group.title += `.${at(scopes.scopes, group.scope).segment}`;
      parts = partition(group, scopes);
    }
    const free = breakCycles(graph, group.units, parts, scratch, g);
    group.items = order(graph, group.units, free, scratch, g).map((part) => addPart(part, g));
  }
  return groups;

  function addPart(part: Part, parent: number): Item {
    const [first] = part.units;
    const { segment, kind } = at(scopes.scopes, Math.max(0, part.scope));
    if (part.units.length === 1 && first !== undefined && kind !== 'branch') return first;
    const above = at(groups, parent);
    const mark = kind === 'module' ? '' : '@';
    const id = `${above.id}/${mark}${escapeSegment(segment)}${part.run > 0 ? `#${part.run + 1}` : ''}`;
    const title = titleOf(above.title, kind, segment) + (part.run > 0 ? ` (${part.run + 1})` : '');
    const { units, scope } = part;
    groups.push({ id, kind, title, parent, repeat: 1, units, items: [], scope, depth: above.depth + 1 });
    return groupItem(groups.length - 1);
  }
}

/** Units of a group that stay together: a child scope's, or a single one of the group itself (scope -1). */
interface Part {
  readonly scope: number;
  readonly units: number[];
  readonly run: number;
}

interface Scratch {
  /** Part of each unit of the group at hand, and the group it was last part of. */
  readonly item: Int32Array;
  readonly group: Int32Array;
}

function partition(group: Pending, { scopes, of }: Scopes): Part[] {
  const byScope = new Map<number, Part>();
  const parts: Part[] = [];
  for (const unit of group.units) {
    const scope = at(scopes, at(of, unit)).path[group.depth + 1] ?? -1;
    const known = byScope.get(scope);
    if (scope >= 0 && known) {
      known.units.push(unit);
      continue;
    }
    const part = { scope, units: [unit], run: 0 };
    parts.push(part);
    if (scope >= 0) byScope.set(scope, part);
  }
  return parts;
}

function breakCycles(
  graph: LayerGraph,
  units: readonly number[],
  parts: readonly Part[],
  scratch: Scratch,
  group: number,
): Part[] {
  const { of, sizes } = components(partGraph(graph, units, parts, scratch, group));
  if (sizes.length === parts.length) return [...parts];
  const whole = parts.filter((_, index) => sizes[at(of, index)] === 1);
  const current = new Map<number, { part: Part; index: number }>();
  const runs = new Map<number, number>();
  for (const unit of units) {
    const index = at(scratch.item, unit);
    const component = at(of, index);
    if (sizes[component] === 1) continue;
    const open = current.get(component);
    if (open?.index === index) {
      open.part.units.push(unit);
      continue;
    }
    const run = runs.get(index) ?? 0;
    runs.set(index, run + 1);
    const part = { scope: at(parts, index).scope, units: [unit], run };
    current.set(component, { part, index });
    whole.push(part);
  }
  return whole;
}

function order(
  graph: LayerGraph,
  units: readonly number[],
  parts: readonly Part[],
  scratch: Scratch,
  group: number,
): Part[] {
  const inOrder = [...parts].sort((a, b) => at(a.units, 0) - at(b.units, 0));
  const links = partGraph(graph, units, inOrder, scratch, group);
  return topologicalOrder(links).map((index) => at(inOrder, index));
}

/** The flows between parts; leaves each unit's part number in the scratch arrays. */
function partGraph(
  graph: LayerGraph,
  units: readonly number[],
  parts: readonly Part[],
  scratch: Scratch,
  group: number,
): Adjacency {
  parts.forEach((part, index) => {
    for (const unit of part.units) {
      scratch.item[unit] = index;
      scratch.group[unit] = group;
    }
  });
  const from: number[] = [];
  const to: number[] = [];
  for (const unit of units)
    eachNeighbour(graph.incoming, unit, (flow) => {
      const source = at(graph.flows, flow).from;
      if (at(scratch.group, source) !== group || at(scratch.item, source) === at(scratch.item, unit)) return;
      from.push(at(scratch.item, source));
      to.push(at(scratch.item, unit));
    });
  return adjacency(parts.length, from, to);
}

/** A bare number says nothing: `layers.3` rather than `3`. */
function titleOf(parent: string, kind: GroupKind, segment: string): string {
  if (kind === 'owner') return segment.slice(segment.indexOf(':') + 1);
  if (kind !== 'module' || !/^\d+$/.test(segment) || parent === '') return segment;
  return `${/[^.]*(?:\.\d+)*$/.exec(parent)?.[0] ?? parent}.${segment}`;
}

/** Keeps the signs that ids are built with out of a segment. */
function escapeSegment(segment: string): string {
  return segment.replace(/[%/#~*@=]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
