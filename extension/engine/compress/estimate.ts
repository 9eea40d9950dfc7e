import type { Costs, RiskLevel } from '../../shared/suggestions';
import type { PricedNode } from '../cost/types';
import { applyEdit } from '../ir/graphEdit';
import type { Node } from '../ir/graph';
import type { ModelFacts } from './facts';
import { costsOfNodes, type PricedModel, type Pricer } from './pricing';
import type { Proposal, Technique } from './technique';

/** A proposal with what it comes to: the edited graph, priced. */
export interface Estimate {
  readonly technique: Technique;
  readonly proposal: Proposal;
  readonly after: PricedModel;
  /** Nodes of the old graph that are not in the new one or cost something else there, and the other way round. */
  readonly gone: ReadonlySet<Node>;
  readonly come: ReadonlySet<Node>;
}

/** Share of the weight of a risk level: what is certain costs nothing, what breaks a network counts whole. */
export const RISK_WEIGHT: Readonly<Record<RiskLevel, number>> = {
  none: 0,
  negligible: 0.02,
  low: 0.15,
  medium: 0.4,
  high: 0.8,
};

/**
 * Applies a proposal and prices what comes out. Null where the edited graph would say less than the old one: a node
 * whose cost is not known, or an output of another shape (unless the proposal changes the border itself).
 */
export function estimate(
  facts: ModelFacts,
  technique: Technique,
  proposal: Proposal,
  pricer: Pricer,
): Estimate | null {
  const before = facts.priced;
  const graph = applyEdit(before.model.graph, proposal.edit);
  const after = pricer.price({ ...before.model, graph }, before);
  if (after.unknown > before.unknown) return null;
  if (!proposal.edit.border && !sameOutputs(before, after)) return null;
  return { technique, proposal, after, gone: changedNodes(before, after), come: changedNodes(after, before) };
}

/** Nodes of the main graph that the other model does not have, or prices differently. */
function changedNodes(model: PricedModel, other: PricedModel): ReadonlySet<Node> {
  const others = new Map(mainNodes(other).map((priced) => [priced.shaped.node, priced]));
  const changed = mainNodes(model).filter((priced) => !isSameCost(priced, others.get(priced.shaped.node)));
  return new Set(changed.map(({ shaped }) => shaped.node));
}

function mainNodes({ nodes }: PricedModel): readonly PricedNode[] {
  return nodes.filter(({ shaped }) => shaped.path === '');
}

/** What inference took over is the same object; what it found again may still cost the same. */
function isSameCost(a: PricedNode, b: PricedNode | undefined): boolean {
  if (b === undefined || a === b) return a === b;
  const figures = ({ params, cost }: PricedNode): string =>
    [cost.macs, cost.flops, params, cost.weightBytes, cost.movedBytes, cost.computePj, cost.memoryPj].join();
  return figures(a) === figures(b);
}

function sameOutputs(before: PricedModel, after: PricedModel): boolean {
  const shapes = ({ shaped }: PricedModel): string =>
    JSON.stringify(shaped.outputs.map(({ name, facts }) => [name, facts.dtype, facts.shape]));
  return shapes(before) === shapes(after);
}

/** Costs of the changed layers, before and after. */
export function layerCosts(
  before: PricedModel,
  { after, gone, come }: Estimate,
): { before: Costs; after: Costs } {
  const within =
    (nodes: ReadonlySet<Node>) =>
    ({ shaped }: PricedNode) =>
      shaped.path === '' && nodes.has(shaped.node);
  return { before: costsOfNodes(before, within(gone)), after: costsOfNodes(after, within(come)) };
}

/** The level's weight times the share of the model that changes: of MACs or of parameters, whichever is more. */
export function riskScore(before: PricedModel, changed: Costs, level: RiskLevel): number {
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole));
  const { macs, params } = before.totals;
  return RISK_WEIGHT[level] * Math.max(share(changed.macs, macs), share(changed.params, params));
}
