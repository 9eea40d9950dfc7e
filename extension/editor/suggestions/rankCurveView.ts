import { formatBytes, formatCount, formatShare } from '../../engine/units';
import type { RankCurve, RankPoint } from '../../shared/compression';
import { isSamePlace, readRankId } from '../../shared/ranks';
import type { RankCurveView, RankPointView, SuggestionsView } from '../../shared/suggestionsView';
import type { ModelSuggestions } from './modelSuggestions';

/** The page's picture of a factorization's ranks. */
export function rankCurveView(curve: RankCurve, chosen: readonly string[]): RankCurveView {
  const { id, full, breakEven, points } = curve;
  const used = chosen.find((other) => isSamePlace(other, id));
  return {
    id,
    rank: readRankId(id)?.rank ?? breakEven,
    full,
    breakEven,
    points: points.map((point) => pointView(point, curve)),
    chosen: (used === undefined ? null : readRankId(used)?.rank) ?? null,
  };
}

function pointView(point: RankPoint, { before, layerMacs }: RankCurve): RankPointView {
  const { rank, id, energy, macs, params, weightBytes } = point;
  const share = layerMacs === 0 ? 1 : (layerMacs + macs - before.macs) / layerMacs;
  const of = (text: string, after: number, now: number): string =>
    now === 0 ? text : `${text} (${formatShare(after / now)} of now)`;
  return {
    rank,
    id,
    energy,
    share,
    energyText: energy === null ? 'not known' : formatShare(energy),
    shareText: formatShare(share),
    macs: of(formatCount(macs), macs, before.macs),
    params: of(formatCount(params), params, before.params),
    weights: of(formatBytes(weightBytes), weightBytes, before.weightBytes),
  };
}

/** Ranks that are chosen and have no card of their own. */
export function chosenRanks(
  suggestions: ModelSuggestions,
  nameOf: (layer: string) => string,
): SuggestionsView['chosenRanks'] {
  return suggestions.chosen.flatMap((id) => {
    const one = suggestions.isListed(id) ? undefined : suggestions.find(id);
    if (!one) return [];
    const where = one.layer === null ? '' : `, ${nameOf(one.layer)}`;
    return [{ id, text: `${one.title}, rank ${readRankId(id)?.rank ?? '?'}${where}` }];
  });
}
