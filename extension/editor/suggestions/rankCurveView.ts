import { formatBytes, formatCount, formatShare } from '../../engine/units';
import type { OutputError, RankCurve, RankPoint } from '../../shared/compression';
import { isSamePlace, readRankId } from '../../shared/ranks';
import type { RankCurveView, RankPointView, SuggestionsView } from '../../shared/suggestionsView';
import type { ModelSuggestions } from './modelSuggestions';
import { own } from '../../engine/own';

/** What is known of a curve besides itself. */
export type RankState = Pick<ModelSuggestions, 'chosen' | 'rankErrors' | 'measuring'>;

/** The page's picture of a factorization's ranks. */
export function rankCurveView(curve: RankCurve, { chosen, rankErrors, measuring }: RankState): RankCurveView {
  const { id, full, breakEven, points } = curve;
  const used = chosen.find((other) => isSamePlace(other, id));
  return {
    id,
    rank: readRankId(id)?.rank ?? breakEven,
    full,
    breakEven,
    points: points.map((point) => pointView(point, curve, own(rankErrors, point.id) ?? null)),
    chosen: (used === undefined ? null : readRankId(used)?.rank) ?? null,
    // Without weights in reach there is nothing to run.
    canMeasure: points.some(({ energy }) => energy !== null),
    measuring,
  };
}

function pointView(
  point: RankPoint,
  { before, layerMacs }: RankCurve,
  measured: OutputError | null,
): RankPointView {
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
    error: measured && Number.isFinite(measured.rms) ? measured.rms : null,
    errorText: errorText(measured),
    macs: of(formatCount(macs), macs, before.macs),
    params: of(formatCount(params), params, before.params),
    weights: of(formatBytes(weightBytes), weightBytes, before.weightBytes),
  };
}

function errorText(measured: OutputError | null): string {
  if (measured === null) return 'not measured';
  if (Number.isNaN(measured.rms)) return 'the outputs hold no finite number to compare';
  if (!Number.isFinite(measured.rms)) return 'the outputs have nothing in common';
  return `${formatShare(measured.rms)} of the output (root mean square)`;
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
