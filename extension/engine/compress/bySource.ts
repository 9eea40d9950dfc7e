import type { Node, StoredTensor } from '../ir/graph';
import type { GraphEdit } from '../ir/graphEdit';
import { RISK_WEIGHT } from './estimate';
import type { ModelFacts } from './facts';
import type { Proposal, Technique } from './technique';

/** A line of source code that constructs layers: one rewrite of it changes all of them. */
export interface ConstructionSite {
  readonly file: string;
  readonly line: number;
  /** Nodes that the layers built there run as, in execution order. */
  readonly nodes: readonly Node[];
}

export type SiteOf = (node: Node) => ConstructionSite | null;

export interface Proposed {
  readonly technique: Technique;
  readonly proposal: Proposal;
}

/**
 * Proposals as source code can carry them out: what is proposed for every layer that a line builds, with the same
 * rewrite, becomes one proposal; what fits only some of them keeps the reason why the line cannot be rewritten.
 */
export function bySource(
  facts: ModelFacts,
  proposed: readonly Proposed[],
  siteOf: SiteOf,
): readonly Proposed[] {
  const groups = new Map<string, Proposed[]>();
  const kept: Proposed[] = [];
  for (const one of proposed) {
    const site = siteFor(facts, one.proposal, siteOf);
    if (!one.proposal.rewrite || one.proposal.target === '') kept.push(one);
    else if (!site)
      kept.push(withRefusal(one, 'a function computes it, so there is no constructor to rewrite'));
    else push(groups, JSON.stringify([one.technique.id, site.file, site.line, one.proposal.rewrite]), one);
  }
  for (const group of groups.values()) kept.push(...together(facts, group, siteOf));
  return kept;
}

function siteFor(facts: ModelFacts, { target }: Proposal, siteOf: SiteOf): ConstructionSite | null {
  const node = facts.maker(target)?.node;
  return node ? siteOf(node) : null;
}

function withRefusal({ technique, proposal }: Proposed, refused: string): Proposed {
  return { technique, proposal: { ...proposal, refused } };
}

function push(groups: Map<string, Proposed[]>, key: string, one: Proposed): void {
  const group = groups.get(key);
  if (group) group.push(one);
  else groups.set(key, [one]);
}

function together(facts: ModelFacts, group: readonly Proposed[], siteOf: SiteOf): readonly Proposed[] {
  const [first] = group;
  const site = first && siteFor(facts, first.proposal, siteOf);
  if (!first || !site) return group;
  const covered = new Set(group.map(({ proposal }) => facts.maker(proposal.target)?.node));
  if (!site.nodes.every((node) => covered.has(node))) {
    const refused = `line ${site.line} also builds layers that this does not fit`;
    return group.map((one) => withRefusal(one, refused));
  }
  const count = group.length;
  const what =
    count === 1
      ? first.proposal.what
      : `${first.proposal.what}, and ${count - 1} more built on the same line`;
  const edit = mergedEdit(group.map(({ proposal }) => proposal.edit));
  const alsoTargets = group.slice(1).map(({ proposal }) => proposal.target);
  const { target } = first.proposal;
  const proposal = { ...riskiest(group).proposal, target, alsoTargets, what, edit };
  return [{ technique: first.technique, proposal }];
}

/** How risky a rewrite is may depend on sizes: the layer that it suits least decides. */
function riskiest(group: readonly Proposed[]): Proposed {
  const weight = ({ technique, proposal }: Proposed): number =>
    RISK_WEIGHT[proposal.riskLevel ?? technique.risk];
  return group.reduce((a, b) => (weight(b) > weight(a) ? b : a));
}

/** Edits of different nodes as one; tensors of the same name are the same tensor. */
export function mergedEdit(edits: readonly GraphEdit[]): GraphEdit {
  const stored = new Map<string, StoredTensor>();
  for (const edit of edits) for (const tensor of edit.stored ?? []) stored.set(tensor.name, tensor);
  return { replaced: new Map(edits.flatMap(({ replaced }) => [...replaced])), stored: [...stored.values()] };
}
