import { at, eachNeighbour } from './arrays';
import { cutIntoChunks, type Range } from './chunks';
import { type DraftGroup, type GroupKind, groupItem, groupOfItem, isUnit, type Item } from './groups';
import { createInterner, structureOf } from './structure';
import type { LayerGraph } from './layerGraph';
import { equalRuns, periodicRuns, type Repeat } from './repeats';

/** A group shows at most this many boxes; more are cut into runs, so that no single layout is ever large. */
export const MAX_ITEMS = 80;
const CHUNK = 40;
const MIN_REPEATS = 3;
/** Shorter stretches between groups stay as they are. */
const MIN_LOOSE = 6;

interface Context {
  readonly graph: LayerGraph;
  readonly groups: DraftGroup[];
  /** Structure of every unit, and of every group as it was before folding. */
  readonly unitKinds: Int32Array;
  readonly groupKinds: number[];
  /** Position of each unit's item in the group at hand, and the group it was last set for. */
  readonly position: Int32Array;
  readonly seenBy: Int32Array;
}

/**
 * Folds equal siblings that feed each other into one repeated group, finds repeated blocks in long flat
 * groups, and cuts what is still longer than {@link MAX_ITEMS} into runs. Works from the innermost groups
 * outwards; new groups are appended.
 */
export function foldGroups(graph: LayerGraph, groups: DraftGroup[]): void {
  const interner = createInterner();
  const unitKinds = Int32Array.from(graph.units, (unit) => interner.number(structureOf(unit)));
  const size = graph.units.length;
  const position = new Int32Array(size);
  const seenBy = new Int32Array(size).fill(-1);
  const context = { graph, groups, unitKinds, groupKinds: [], position, seenBy } satisfies Context;
  const groupKinds: number[] = context.groupKinds;
  for (let g = groups.length - 1; g >= 0; g--) {
    const { items } = at(groups, g);
    const kinds = items.map((item) => kindOf(context, item));
    groupKinds[g] = interner.number(`(${kinds.join(' ')})`);
    foldSiblings(context, g, kinds);
    if (at(groups, g).items.length > MAX_ITEMS) foldBlocks(context, g);
    if (at(groups, g).items.length > MAX_ITEMS) chunkLoose(context, g);
    while (at(groups, g).items.length > MAX_ITEMS) chunk(context, g);
  }
}

function kindOf({ unitKinds, groupKinds }: Context, item: Item): number {
  return isUnit(item) ? at(unitKinds, item) : (groupKinds[groupOfItem(item)] ?? -2 - groupOfItem(item));
}

function foldSiblings(context: Context, g: number, kinds: readonly number[]): void {
  const { groups } = context;
  const { items } = at(groups, g);
  if (items.length < MIN_REPEATS) return;
  const distinct = kinds.map((kind, i) => (isUnit(at(items, i)) ? -2 - i : kind));
  const { sources, targets } = links(context, g);
  const linked = new Uint8Array(items.length);
  sources.forEach((source, e) => {
    if (at(targets, e) === source + 1) linked[source + 1] = 1;
  });
  const runs = equalRuns(distinct, linked, MIN_REPEATS);
  if (runs[0]?.times === items.length && g > 0) {
    at(groups, g).repeat = items.length;
    return;
  }
  replaceRanges(context, g, runs.map(rangeOf), (range, index) => {
    const members = items.slice(...range);
    const titles = [members[0], members.at(-1)].map((item) => at(groups, groupOfItem(item ?? -1)).title);
    const title = rangeTitle(at(titles, 0), at(titles, 1));
    return wrap(context, g, members, 'repeat', `x${index + 1}`, title, members.length);
  });
}

/** `layers.0` and `layers.11` become `layers.0 – 11`. */
function rangeTitle(first: string, last: string): string {
  const prefix = first.slice(0, first.lastIndexOf('.') + 1);
  return `${first} – ${prefix !== '' && last.startsWith(prefix) ? last.slice(prefix.length) : last}`;
}

function foldBlocks(context: Context, g: number): void {
  const { groups } = context;
  const { items } = at(groups, g);
  const kinds = items.map((item) => kindOf(context, item));
  const { sources, targets } = links(context, g);
  const runs = periodicRuns(kinds, MIN_REPEATS).filter((run) => isChained(run, sources, targets));
  replaceRanges(context, g, runs.map(rangeOf), (_, index) => {
    const run = at(runs, index);
    const name = `=${index + 1}`;
    const title = `Block 1 – ${run.times}`;
    const blocks = Array.from({ length: run.times }, (_, time) => {
      const start = run.start + time * run.length;
      const members = items.slice(start, start + run.length);
      return wrap(context, g, members, 'block', `${name}.${time + 1}`, `Block ${time + 1}`, 1);
    });
    const fold = wrap(context, g, blocks, 'repeat', name, title, run.times);
    const made = groupOfItem(fold);
    while (at(groups, made).items.length > MAX_ITEMS) chunk(context, made);
    return fold;
  });
}

/** Whether most blocks read something from the one before them. */
function isChained(run: Repeat, sources: readonly number[], targets: readonly number[]): boolean {
  const fed = new Uint8Array(run.times);
  sources.forEach((source, e) => {
    const from = Math.floor((source - run.start) / run.length);
    const to = Math.floor((at(targets, e) - run.start) / run.length);
    if (from >= 0 && to === from + 1 && to < run.times) fed[to] = 1;
  });
  return fed.reduce((sum, flag) => sum + flag, 0) >= run.times - 1;
}

/** Cuts only the stretches of units between groups: modules stay where people look for them. */
function chunkLoose(context: Context, g: number): void {
  const { items } = at(context.groups, g);
  const { sources, targets } = links(context, g);
  const cuts = cutIntoChunks(items.length, CHUNK, sources, targets).map(([start]) => start);
  const starts = new Set(cuts);
  const ranges: Range[] = [];
  items.forEach((item, i) => {
    const last = ranges.at(-1);
    if (!isUnit(item)) return;
    if (last?.[1] === i && !starts.has(i)) ranges[ranges.length - 1] = [last[0], i + 1];
    else ranges.push([i, i + 1]);
  });
  const long = ranges.filter(([start, end]) => end - start >= MIN_LOOSE);
  replaceRanges(context, g, long, (range) => wrap(context, g, items.slice(...range), 'run', '', '', 1));
}

function chunk(context: Context, g: number): void {
  const { items, units } = at(context.groups, g);
  const { sources, targets } = links(context, g);
  const ranges = cutIntoChunks(items.length, CHUNK, sources, targets);
  if (ranges.length < 2) throw new RangeError(`a group of ${units.length} layers cannot be cut`);
  replaceRanges(context, g, ranges, (range) => {
    return wrap(context, g, items.slice(...range), 'run', '', '', 1);
  });
}

/** Flows between different items of a group, as positions of their ends. */
function links(context: Context, g: number): { sources: number[]; targets: number[] } {
  const { graph, groups, position, seenBy } = context;
  const { items, units } = at(groups, g);
  items.forEach((item, index) => {
    for (const unit of isUnit(item) ? [item] : at(groups, groupOfItem(item)).units) position[unit] = index;
  });
  const stamp = g;
  for (const unit of units) seenBy[unit] = stamp;
  const sources: number[] = [];
  const targets: number[] = [];
  for (const unit of units)
    eachNeighbour(graph.incoming, unit, (flow) => {
      const { from: source, minor } = at(graph.flows, flow);
      if (minor || at(seenBy, source) !== stamp || at(position, source) === at(position, unit)) return;
      sources.push(at(position, source));
      targets.push(at(position, unit));
    });
  return { sources, targets };
}

function rangeOf(run: Repeat): Range {
  return [run.start, run.start + run.length * run.times];
}

function replaceRanges(
  { groups }: Context,
  g: number,
  ranges: readonly Range[],
  make: (range: Range, index: number) => Item,
): void {
  if (ranges.length === 0) return;
  const group = at(groups, g);
  const items: Item[] = [];
  let done = 0;
  ranges.forEach((range, index) => {
    for (const item of group.items.slice(done, range[0])) items.push(item);
    items.push(make(range, index));
    done = range[1];
  });
  for (const item of group.items.slice(done)) items.push(item);
  group.items = items;
}

/** Puts items of a group into a new group inside it. A run is named after the layers it spans. */
function wrap(
  { groups, graph }: Context,
  parent: number,
  items: readonly Item[],
  kind: GroupKind,
  name: string,
  title: string,
  repeat: number,
): Item {
  const made = groups.length;
  const units = items.flatMap((item) => (isUnit(item) ? [item] : at(groups, groupOfItem(item)).units));
  units.sort((a, b) => a - b);
  const first = at(units, 0);
  const last = at(units, units.length - 1);
  const mark = kind === 'run' ? `~${first}-${last}` : name;
  const shown = kind === 'run' ? runTitle(graph, units) : title;
  const id = `${at(groups, parent).id}/${mark}`;
  groups.push({ id, kind, title: shown, parent, repeat, units, items });
  for (const item of items) if (!isUnit(item)) at(groups, groupOfItem(item)).parent = made;
  return groupItem(made);
}

function runTitle(graph: LayerGraph, units: readonly number[]): string {
  const indices = units.flatMap((unit) => {
    const member = at(graph.units, unit);
    return member.kind === 'layer' ? [member.layer.index] : [];
  });
  if (indices.length === 0) return `${units.length} inputs and outputs`;
  const [first, last] = [indices[0] ?? 0, indices.at(-1) ?? 0];
  return `Layers ${first} – ${last}`;
}
