import type { Combination } from '../../shared/suggestions';
import type { Node } from '../ir/graph';
import { estimate, layerCosts, riskScore } from './estimate';
import { ModelFacts } from './facts';
import type { PricedModel, Pricer } from './pricing';
import { TECHNIQUES } from './registry';
import type { Priced } from './suggest';
import type { Stage } from './technique';

const STAGES: readonly Stage[] = ['clean', 'structure', 'fold', 'width', 'precision'];

/** A model with some suggestions applied one after the other. */
export interface Combined {
  readonly priced: PricedModel;
  readonly combination: Combination;
}

/**
 * Applies suggestions together: exact clean-ups first, then structure, folding, width and precision, each proposed
 * anew on the graph that the earlier ones left. Two that give one layer another structure exclude each other; the
 * others adapt to what they find. The result is priced as one model, never summed up.
 */
export function combine(base: PricedModel, chosen: readonly Priced[], pricer: Pricer): Combined {
  let priced = base;
  let score = 0;
  const applied: string[] = [];
  const conflicts: { id: string; why: string }[] = [];
  const changed = new Map<Node, string>();
  for (const one of inOrder(chosen)) {
    const { id } = one.suggestion;
    const rival = rivalOf(one, changed);
    const next = rival === null ? applyTo(priced, one, pricer) : null;
    if (next === null) {
      conflicts.push({
        id,
        why: rival === null ? 'what it changes is no longer there' : `${rival} changes the same layer`,
      });
      continue;
    }
    score += next.score;
    priced = next.priced;
    applied.push(id);
    if (isStructural(one)) for (const node of one.estimate.gone) changed.set(node, id);
  }
  const combination = { applied, conflicts, before: base.totals, after: priced.totals, riskScore: score };
  return { priced, combination };
}

/** The same however they were chosen. */
function inOrder(chosen: readonly Priced[]): readonly Priced[] {
  const place = ({ estimate: { technique } }: Priced): number =>
    STAGES.indexOf(technique.stage) * TECHNIQUES.length + TECHNIQUES.indexOf(technique);
  return [...chosen].sort(
    (a, b) => place(a) - place(b) || layerOf(a) - layerOf(b) || (a.suggestion.id < b.suggestion.id ? -1 : 1),
  );
}

function layerOf({ suggestion: { layer } }: Priced): number {
  return layer === null ? -1 : Number(layer);
}

function isStructural({ estimate: { technique } }: Priced): boolean {
  return technique.stage === 'structure';
}

function rivalOf(one: Priced, changed: ReadonlyMap<Node, string>): string | null {
  if (!isStructural(one)) return null;
  for (const node of one.estimate.gone) {
    const rival = changed.get(node);
    if (rival !== undefined) return rival;
  }
  return null;
}

/** The same technique at the same place and in the same variant, on the graph as it has become. */
function applyTo(
  current: PricedModel,
  { estimate: { technique, proposal } }: Priced,
  pricer: Pricer,
): { readonly priced: PricedModel; readonly score: number } | null {
  const facts = new ModelFacts(current);
  // A proposal for all layers of a line is one edit, which holds as long as its nodes are there.
  const isThere = [...proposal.edit.replaced.keys()].every((node) => facts.graph.nodes.includes(node));
  const again = technique.propose(facts, proposal.target).find(({ variant }) => variant === proposal.variant);
  const same = facts.isSource && isThere && technique.stage === 'structure' ? proposal : again;
  const made = same && estimate(facts, technique, same, pricer);
  if (!made) return null;
  const level = same.riskLevel ?? technique.risk;
  return { priced: made.after, score: riskScore(current, layerCosts(current, made).before, level) };
}
