import { bySource, type Proposed, type SiteOf } from './bySource';
import { estimate } from './estimate';
import { ModelFacts } from './facts';
import type { PricedModel, Pricer } from './pricing';
import { techniqueOf } from './registry';
import { describe, type Priced } from './suggest';
import type { Technique } from './technique';

const VARIANT_ID = /^([a-z0-9-]+)@(\d+):(.+)$/;

/**
 * A variant that is not in the list, such as another rank: `low-rank@12:rank=100`. In source code it changes every
 * layer that the same line builds, as the listed ones do.
 */
export function variantOf(
  base: PricedModel,
  pricer: Pricer,
  id: string,
  siteOf?: SiteOf,
): Priced | undefined {
  const [, name = '', layer, variant = ''] = VARIANT_ID.exec(id) ?? [];
  const technique = techniqueOf(name);
  const facts = new ModelFacts(base);
  const node = facts.nodes.find(({ index }) => String(index) === layer)?.node;
  if (!technique?.variantAt || !node) return undefined;
  const nodes = siteOf?.(node)?.nodes ?? [node];
  const targets = nodes.flatMap(({ outputs }) => outputs[0] ?? []);
  const own = proposedFor(facts, technique, targets, variant, siteOf).find(({ proposal }) =>
    [proposal.target, ...(proposal.alsoTargets ?? [])].includes(node.outputs[0] ?? ''),
  );
  const made = own && estimate(facts, technique, own.proposal, pricer);
  return made ? { suggestion: describe(facts, made), estimate: made } : undefined;
}

function proposedFor(
  facts: ModelFacts,
  technique: Technique,
  targets: readonly string[],
  variant: string,
  siteOf?: SiteOf,
): readonly Proposed[] {
  const proposed = targets.flatMap((target) => {
    const proposal = technique.variantAt?.(facts, target, variant) ?? null;
    return proposal === null ? [] : [{ technique, proposal }];
  });
  return siteOf ? bySource(facts, proposed, siteOf) : proposed;
}
