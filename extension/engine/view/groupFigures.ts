import type { CountedAs, Report } from '../../shared/report';
import type { DocSection } from '../../shared/documentation';
import type { Fact, Figure } from '../../shared/webviewProtocol';
import { formatEnergy, formatExact, formatIntensity, formatShare } from '../units';
import { recountedSum } from './derivation/recounted';
import { intensityDerivation } from './derivation/sizes';
import { exactBytes, type Format } from './figure';
import { ADDITIVE, METRIC_LABELS, shareOf, totalOf } from './metrics';
import { boundText } from './ranges';
import type { Costs } from './sums';
import { plural } from './text';

type Metric = keyof Costs['sums'];

/** Sums over the layers of a group; `ids` are its members. */
export function groupFigures(
  costs: Costs,
  counted: CountedAs | undefined,
  ids: readonly string[],
): readonly Figure[] {
  const { sums, missing } = costs;
  const line = (metric: Metric, format: Format, section: DocSection): Figure => ({
    label: METRIC_LABELS[metric],
    value: sumValue(costs, metric, format),
    derivation: { formula: [], brief: '', convention: [sumText(costs, metric)], section },
  });
  const hasIntensity = sums.bytes > 0 && sums.macs > 0 && missing.macs + missing.bytes === 0;
  return [
    line('macs', formatExact, 'macs'),
    ...(counted ? [recountedSum(counted, ids)] : []),
    line('params', formatExact, 'params'),
    line('bytes', exactBytes, 'bytes'),
    line('energy', formatEnergy, 'energy'),
    ...(hasIntensity ? [intensity(sums)] : []),
  ];
}

/** What a box of the graph says in short: a sum, its bounds, or that it is not known. */
function sumValue({ bounds }: Costs, metric: Metric, format: Format): string {
  const { atLeast, atMost } = bounds[metric];
  if (atMost === null) return atLeast === 0 ? 'unknown' : `>= ${format(atLeast)}`;
  return atMost === atLeast ? format(atLeast) : boundText({ atLeast, atMost }, format);
}

function sumText({ layers, missing, undecided }: Costs, metric: Metric): string {
  const unpriced = missing[metric] - undecided[metric];
  const shared = metric === 'params' ? ' A tensor that several of them share is counted in each.' : '';
  const without = unpriced > 0 ? `, of which ${unpriced} could not be priced` : '';
  const branches = undecided[metric] > 0 ? ' Only a run decides which branches are taken.' : '';
  return `Sum over ${plural(layers, 'layer')}${without}.${shared}${branches}`;
}

function intensity({ macs, bytes }: Costs['sums']): Figure {
  return {
    label: METRIC_LABELS.intensity,
    value: formatIntensity(macs / bytes),
    derivation: intensityDerivation({ macs, movedBytes: bytes }),
  };
}

/** Shares of the totals, of what does not hang on a branch that only a run takes; `>= ` where a member's cost is not known. */
export function groupShares(report: Report, { sums, bounds }: Costs): readonly Fact[] {
  return ADDITIVE.flatMap((metric) => {
    const { atLeast, atMost } = bounds[metric];
    const total = totalOf(report, metric);
    const isKnown = atMost === null ? atLeast > 0 : atMost === sums[metric];
    if (total === 0 || !isKnown) return [];
    const value = `${atMost === null ? '>= ' : ''}${formatShare(shareOf(sums[metric], total))}`;
    return [{ label: METRIC_LABELS[metric], value }];
  });
}

/** Which members the sums are without, and which hang on a branch. */
export function groupNotes({ missing, undecided }: Costs): readonly string[] {
  const unpriced = Math.max(...ADDITIVE.map((metric) => missing[metric] - undecided[metric]));
  const open = Math.max(...ADDITIVE.map((metric) => undecided[metric]));
  return [
    ...(unpriced > 0 ? [`${plural(unpriced, 'layer')} could not be priced: sums are lower bounds.`] : []),
    ...(open > 0 ? [`In branches that only a run takes: ${plural(open, 'layer')}.`] : []),
  ];
}
