import type { ReportRange, ReportRanges } from '../../shared/report';
import type { NodeCost, PricedNode } from './types';

/** What a range is told of. */
const METRICS = ['macs', 'flops', 'movedBytes', 'energyPj'] as const;
export type RangeMetric = (typeof METRICS)[number];
export type RangeCosts = Readonly<Record<RangeMetric, number | null>>;

/** Ranges of a model in which only a run takes branches. */
export interface Ranges {
  readonly total: ReportRanges;
  /** Costs of both branches, by id of the If and name of the branch. */
  readonly branches: ReadonlyMap<string, ReportRanges>;
}

/**
 * Bounds of the totals where the branches of an If are taken by data: the cheaper one at least, the dearer one at most,
 * of each metric on its own. Null where no If is undecided. It takes every layer, in any order.
 */
export function rangesOf(nodes: readonly PricedNode[]): Ranges | null {
  if (!nodes.some(({ shaped }) => shaped.choice)) return null;
  const members = new Map<string, PricedNode[]>();
  for (const node of nodes) {
    const { choice } = node.shaped;
    const key = choice ? branchKey(choice.owner, choice.branch) : '';
    const known = members.get(key);
    if (known) known.push(node);
    else members.set(key, [node]);
  }
  const branches = new Map<string, ReportRanges>();
  const total = rangeOfMembers('', members, branches);
  return { total, branches };
}

export function branchKey(owner: string, branch: string): string {
  return `${owner}:${branch}`;
}

const NOTHING: ReportRange = { atLeast: 0, atMost: 0 };

function rangeOfMembers(
  key: string,
  members: ReadonlyMap<string, readonly PricedNode[]>,
  branches: Map<string, ReportRanges>,
): ReportRanges {
  const sums = { macs: NOTHING, flops: NOTHING, movedBytes: NOTHING, energyPj: NOTHING };
  for (const node of members.get(key) ?? []) {
    const own = key === '' ? costsOf(node.cost) : node.cost.ifTaken;
    const inner = choiceOf(node, members, branches);
    for (const metric of METRICS) {
      const value = own?.[metric] ?? null;
      sums[metric] = plus(sums[metric], { atLeast: value ?? 0, atMost: value });
      if (inner) sums[metric] = plus(sums[metric], inner[metric]);
    }
  }
  if (key !== '') branches.set(key, sums);
  return sums;
}

/** What an undecided If comes to beside its own cost; null for all other nodes. */
function choiceOf(
  { shaped }: PricedNode,
  members: ReadonlyMap<string, readonly PricedNode[]>,
  branches: Map<string, ReportRanges>,
): ReportRanges | null {
  const id = `${shaped.path}${shaped.index}`;
  const keys = [...shaped.node.attributes.keys()].map((name) => branchKey(id, name));
  if (!keys.some((key) => members.has(key))) return null;
  const both = ['then_branch', 'else_branch'].map((name) =>
    rangeOfMembers(branchKey(id, name), members, branches),
  );
  const either = (metric: RangeMetric): ReportRange => {
    const ranges = both.map((range) => range[metric]);
    const most = ranges.map(({ atMost }) => atMost);
    return {
      atLeast: Math.min(...ranges.map(({ atLeast }) => atLeast)),
      atMost: most.some((bound) => bound === null) ? null : Math.max(...most.map((bound) => bound ?? 0)),
    };
  };
  return {
    macs: either('macs'),
    flops: either('flops'),
    movedBytes: either('movedBytes'),
    energyPj: either('energyPj'),
  };
}

function costsOf({ macs, flops, movedBytes, computePj, memoryPj }: NodeCost): RangeCosts {
  return {
    macs,
    flops,
    movedBytes,
    energyPj: computePj === null || memoryPj === null ? null : computePj + memoryPj,
  };
}

function plus(a: ReportRange, b: ReportRange): ReportRange {
  return {
    atLeast: a.atLeast + b.atLeast,
    atMost: a.atMost === null || b.atMost === null ? null : a.atMost + b.atMost,
  };
}
