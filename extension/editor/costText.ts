import { formatTensorShape } from '../engine/report/cells';
import { plainText } from '../engine/diagnosticsText';
import type { SortKey } from '../engine/report/ranking';
import { formatBytes, formatCount, formatEnergy, formatIntensity, formatShare } from '../engine/units';
import { cacheName } from '../engine/view/attentionFigures';
import { branchRange, shortRange } from '../engine/view/ranges';
import type { Report, ReportLayer, ReportRange, ReportRanges, ReportTotals } from '../shared/report';
import type { Metric } from '../shared/scene';
import { heatKey, type LayerSums, type Sum, sumsOf } from './listingCosts';

const SEPARATOR = ' | ';

/** What a lens says of a line: `115.6 M MACs (2.8%) | 36.9 k params | 144 KiB | 0.53 mJ`, with the share beside the chosen metric. */
export function lineText(cost: LayerSums, totals: ReportTotals, metric: Metric): string {
  const shared = heatKey(metric);
  const share = (own: SortKey, sum: Sum, total: number): string =>
    own === shared && total > 0 && !sum.atLeast && !sum.atMost ? ` (${formatShare(sum.value / total)})` : '';
  const { macs, params, weightBytes, movedBytes, energyPj } = cost;
  // The few bytes of a shape operand are no weights: what such a layer moves says more.
  const showWeights = params.value > 0 || macs.value > 0;
  const ranges = rangeParts(cost.only);
  if (ranges.length > 0) return ranges.join(SEPARATOR);
  const parts = [
    shown(macs, (text) => `${text} MACs`, formatCount, share('macs', macs, totals.macs)),
    shown(params, (text) => `${text} params`, formatCount, share('params', params, totals.params)),
    showWeights ? shown(weightBytes, (text) => text, formatBytes, '') : '',
    !showWeights || metric === 'bytes'
      ? shown(
          movedBytes,
          (text) => `${text} moved`,
          formatBytes,
          share('bytes', movedBytes, totals.movedBytes),
        )
      : '',
    shown(energyPj, (text) => text, formatEnergy, share('energy', energyPj, totals.energy.totalPj)),
    metric === 'intensity' ? intensityText(cost) : '',
    ...attentionParts(cost.only),
    cost.only?.choice ? 'if its branch is taken' : '',
    cost.unknown === null ? '' : `unknown: ${iconFree(cost.unknown)}`,
  ];
  return parts.filter((part) => part !== '').join(SEPARATOR) || 'cost unknown';
}

/** Of an If whose branch only a run decides. */
function rangeParts(layer: ReportLayer | null): readonly string[] {
  const range = (metric: keyof ReportRanges): ReportRange | null => layer && branchRange(layer, metric);
  const [macs, energy] = [range('macs'), range('energyPj')];
  if (!macs || !energy) return [];
  const parts = [`${shortRange(macs, formatCount)} MACs`, shortRange(energy, formatEnergy)];
  return [...parts, 'by the branch taken'];
}

/** Of attention: what a causal mask leaves of its MACs, and what it keeps for later tokens. */
function attentionParts(layer: ReportLayer | null): readonly string[] {
  const { causalMacs = null, cache } = layer ?? {};
  const kept = cache?.presentBytes ?? null;
  return [
    causalMacs === null ? '' : `${formatCount(causalMacs)} causal`,
    layer === null || kept === null || kept === 0 ? '' : `${formatBytes(kept)} ${cacheName(layer)}`,
  ];
}

/** The same of a single layer. */
export function layerText(layer: ReportLayer, totals: ReportTotals, metric: Metric): string {
  return lineText(sumsOf([layer]), totals, metric);
}

function shown(
  sum: Sum,
  label: (text: string) => string,
  format: (value: number) => string,
  share: string,
): string {
  if (sum.value === 0) return '';
  return label(sum.atMost ? `<= ${format(sum.value)}` : bound(format(sum.value), sum.atLeast)) + share;
}

function intensityText({ macs, movedBytes }: LayerSums): string {
  if (macs.atLeast || macs.atMost || movedBytes.atLeast || movedBytes.value === 0 || macs.value === 0)
    return '';
  return formatIntensity(macs.value / movedBytes.value);
}

function bound(text: string, atLeast: boolean): string {
  return atLeast ? `>= ${text}` : text;
}

/** A model's totals in one glance: `4.09 G MACs | 25.6 M params | 97.5 MiB | 18.1 mJ`. */
export function totalsText({ totals, complete }: Pick<Report, 'totals' | 'complete'>): string {
  const { range } = totals;
  const isKnown = complete || isBounded(totals);
  return [
    `${range ? shortRange(range.macs, formatCount) : total(totals.macs, complete, formatCount)} MACs`,
    `${total(totals.params, isKnown, formatCount)} params`,
    total(totals.weightBytes, isKnown, formatBytes),
    range ? shortRange(range.energyPj, formatEnergy) : total(totals.energy.totalPj, complete, formatEnergy),
  ].join(SEPARATOR);
}

/** Whether nothing but the branches of Ifs is open: what the file stores is known then. */
export function isBounded({ range }: ReportTotals): boolean {
  return range !== undefined && range.macs.atMost !== null;
}

/** The shortest form, for lists of models: `4.09 G MACs, 25.6 M params`. */
export function shortTotalsText({ totals, complete }: Pick<Report, 'totals' | 'complete'>): string {
  const macs = totals.range
    ? shortRange(totals.range.macs, formatCount)
    : total(totals.macs, complete, formatCount);
  return `${macs} MACs, ${total(totals.params, complete || isBounded(totals), formatCount)} params`;
}

/** A lower bound of nothing says nothing. */
function total(value: number, complete: boolean, format: (value: number) => string): string {
  return value === 0 && !complete ? '?' : bound(format(value), !complete);
}

/** The totals with what they rest on: assumed input shapes and the hardware profile. */
export function headText(report: Report): string {
  const assumed = report.inputs
    .filter((input) => input.assumed)
    .map((input) => formatTensorShape(input.shape));
  const noun = assumed.length === 1 ? 'input' : 'inputs';
  const note = assumed.length === 0 ? [] : [`${noun} ${capped(assumed)} assumed`];
  return [totalsText(report), ...note, iconFree(report.hardware)].join(SEPARATOR);
}

function capped(shapes: readonly string[]): string {
  return shapes.length <= 3 ? shapes.join(', ') : `${shapes.slice(0, 3).join(', ')}, ...`;
}

/** Text from a file for places where `$(name)` would draw an icon. */
export function iconFree(text: string): string {
  return plainText(text).replaceAll('$(', '$ (');
}
