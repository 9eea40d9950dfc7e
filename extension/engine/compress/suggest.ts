import type { Suggestion } from '../../shared/suggestions';
import { checkCancelled } from '../diagnostics';
import type { CancelSignal, Progress } from '../host';
import type { Node } from '../ir/graph';
import { bySource, type SiteOf } from './bySource';
import { type Estimate, estimate, layerCosts, riskScore } from './estimate';
import { ModelFacts } from './facts';
import type { PricedModel, Pricer } from './pricing';
import { TECHNIQUES } from './registry';
import type { Proposal, Technique } from './technique';
import { largestSaving, TRIVIAL_SHARE } from './worth';

export interface SuggestOptions {
  /** Whether advice that saves next to nothing is wanted, too. */
  readonly trivial?: boolean;
  /** Ids of techniques; absent means all. */
  readonly techniques?: readonly string[];
  /** Where layers are constructed, for models that come from source code. */
  readonly siteOf?: SiteOf;
  readonly signal?: CancelSignal | undefined;
  readonly progress?: Progress | undefined;
}

export type Unranked = Omit<Suggestion, 'cost' | 'reward'>;

/** A suggestion before it is ranked, with what stands behind it. */
export interface Priced {
  readonly suggestion: Unranked;
  readonly estimate: Estimate;
}

/** Everything that can be proposed of a model, each priced on its own by applying it. Throws Cancelled. */
export function suggest(
  base: PricedModel,
  pricer: Pricer,
  options: SuggestOptions = {},
): { readonly found: readonly Priced[]; readonly trivial: number } {
  const facts = new ModelFacts(base);
  const wanted = TECHNIQUES.filter(({ id }) => options.techniques?.includes(id) ?? true);
  const all = wanted.flatMap((technique) =>
    technique.propose(facts).map((proposal) => ({ technique, proposal })),
  );
  const proposals = options.siteOf ? bySource(facts, all, options.siteOf) : all;
  const found: Priced[] = [];
  let trivial = 0;
  proposals.forEach(({ technique, proposal }, i) => {
    checkCancelled(options.signal);
    if (i % 16 === 0) options.progress?.('suggestions', i, proposals.length);
    const made = estimate(facts, technique, proposal, pricer);
    if (!made) return;
    const saved = largestSaving(base.totals, made.after.totals, proposal.potential);
    if (saved >= TRIVIAL_SHARE || options.trivial === true)
      found.push({ suggestion: describe(facts, made), estimate: made });
    else trivial++;
  });
  return { found, trivial };
}

/** What a front end is told of an estimate. */
export function describe(facts: ModelFacts, made: Estimate): Unranked {
  const { technique, proposal, after, gone } = made;
  const costs = layerCosts(facts.priced, made);
  const level = proposal.riskLevel ?? technique.risk;
  const layers = facts.nodes.flatMap(({ node, index }) => (gone.has(node) ? [String(index)] : []));
  const layer = proposal.target === '' ? null : (facts.maker(proposal.target)?.index ?? null);
  return {
    id: suggestionId(technique, proposal, layer),
    technique: technique.id,
    title: technique.title,
    what: proposal.what,
    layer: layer === null ? null : String(layer),
    layers,
    exact: proposal.exact,
    needs: proposal.needs,
    before: facts.priced.totals,
    after: after.totals,
    layersBefore: costs.before,
    layersAfter: costs.after,
    receptiveField: proposal.receptiveField,
    assumption: proposal.assumption,
    risk: {
      level,
      score: riskScore(facts.priced, costs.before, level),
      evidence: proposal.evidence ?? technique.evidence,
      source: technique.source,
    },
    potential: proposal.potential ?? null,
    weightFacts: [],
    source: sourceOf(facts, gone, proposal),
  };
}

/** `technique@layer:variant`; a proposal for the whole model has no layer, a lone one no variant. */
function suggestionId({ id }: Technique, { variant }: Proposal, layer: number | null): string {
  return `${id}${layer === null ? '' : `@${layer}`}${variant === '' ? '' : `:${variant}`}`;
}

function sourceOf(
  facts: ModelFacts,
  gone: ReadonlySet<Node>,
  { target, rewrite, refused }: Proposal,
): Suggestion['source'] {
  if (!facts.isSource) return null;
  const node = target === '' ? [...gone][0] : facts.maker(target)?.node;
  if (!node?.source) return null;
  const none = rewrite ? null : 'there is no rewrite of source code for it; it applies to the exported model';
  return { ...node.source, refused: refused ?? none };
}
