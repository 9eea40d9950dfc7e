import type { RankCurve, RankPoint } from '../../../shared/compression';
import { checkCancelled } from '../../diagnostics';
import type { Work } from '../../weights/pace';
import { retainedEnergy, type Spectrum } from '../../weights/spectrum';
import { proposedAgain } from '../combine';
import { estimate } from '../estimate';
import { ModelFacts } from '../facts';
import type { PricedModel, Pricer } from '../pricing';
import type { Priced } from '../suggest';
import { exploredRanks } from '../support/ranks';
import type { Proposal, RankRange } from '../technique';
import { spectrumOf } from './decompositionFacts';
import { sourceOf } from './weightFacts';
import type { WeightStore } from './weightStore';

/** The model that a curve is about, and what reads its weights. */
export interface RankSubject {
  readonly base: PricedModel;
  readonly pricer: Pricer;
  readonly store: WeightStore;
  readonly work: Work;
}

/**
 * What the ranks of a suggested factorization come to: each is applied and priced as every suggestion is, and the
 * weight's spectrum tells what it keeps. Null for techniques without a rank of one's choice. Throws Cancelled.
 */
export async function rankCurveOf(
  on: RankSubject,
  { suggestion, estimate: asked }: Priced,
): Promise<RankCurve | null> {
  const facts = new ModelFacts(on.base);
  const { technique, proposal } = asked;
  const range = technique.ranks ? rangeOf(facts, asked) : null;
  if (!range) return null;
  const spectra = await spectraOf(facts, proposal, on);
  const points: RankPoint[] = [];
  const ranks = exploredRanks(range.full, range.breakEven, asRank(proposal));
  for (const [i, rank] of ranks.entries()) {
    on.work.progress?.('ranks', i, ranks.length);
    await on.work.pause();
    checkCancelled(on.work.signal);
    const same = proposedAgain(facts, technique, { ...proposal, variant: `rank=${rank}` });
    const made = same && estimate(facts, technique, same, on.pricer);
    const id = `${suggestion.id.replace(/:.*/, '')}:rank=${rank}`;
    if (made) points.push({ rank, id, energy: keptBy(spectra, rank), ...costsOf(made.after.totals) });
  }
  return {
    id: suggestion.id,
    ...range,
    before: costsOf(on.base.totals),
    layerMacs: suggestion.layersBefore.macs,
    points,
  };
}

/** Where a line of source code builds several layers, what holds for all of them. */
function rangeOf(facts: ModelFacts, { technique, proposal }: Priced['estimate']): RankRange | null {
  const ranges = [proposal.target, ...(proposal.alsoTargets ?? [])].flatMap(
    (target) => technique.ranks?.(facts, target) ?? [],
  );
  if (ranges.length === 0) return null;
  return {
    full: Math.min(...ranges.map(({ full }) => full)),
    breakEven: Math.min(...ranges.map(({ breakEven }) => breakEven)),
  };
}

function asRank({ variant }: Proposal): number {
  return Number(variant.replace('rank=', ''));
}

/** Null where a weight is not in the file. */
async function spectraOf(
  facts: ModelFacts,
  { edit }: Proposal,
  { store, work }: RankSubject,
): Promise<readonly Spectrum[] | null> {
  const found = new Map<string, Spectrum>();
  for (const { recipe } of edit.stored ?? []) {
    if (recipe?.kind !== 'factor' || found.has(recipe.of)) continue;
    const tensor = sourceOf(facts, recipe);
    const spectrum = tensor && (await spectrumOf(recipe, tensor, store, work));
    if (!spectrum) return null;
    found.set(recipe.of, spectrum);
  }
  return found.size === 0 ? null : [...found.values()];
}

/** Of several weights the one that loses most. */
function keptBy(spectra: readonly Spectrum[] | null, rank: number): number | null {
  const kept = spectra?.map((spectrum) => retainedEnergy(spectrum, rank)) ?? [null];
  return kept.reduce((least, one) => (least === null || one === null ? null : Math.min(least, one)));
}

function costsOf({ macs, params, weightBytes }: RankCurve['before']): RankCurve['before'] {
  return { macs, params, weightBytes };
}
