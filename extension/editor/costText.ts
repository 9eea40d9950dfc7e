import { formatTensorShape } from '../engine/report/cells';
import { plainText } from '../engine/diagnosticsText';
import type { SortKey } from '../engine/report/ranking';
import { formatBytes, formatCount, formatEnergy, formatIntensity, formatShare } from '../engine/units';
import type { Report, ReportLayer, ReportTotals } from '../shared/report';
import type { Metric } from '../shared/scene';
import { heatKey, type LayerSums, type Sum, sumsOf } from './listingCosts';

const SEPARATOR = ' | ';

/** What a lens says of a line: `115.6 M MACs (2.8%) | 36.9 k params | 144 KiB | 0.53 mJ`, with the share beside the chosen metric. */
export function lineText(cost: LayerSums, totals: ReportTotals, metric: Metric): string {
  const shared = heatKey(metric);
  const share = (own: SortKey, sum: Sum, total: number): string =>
    own === shared && total > 0 && !sum.atLeast ? ` (${formatShare(sum.value / total)})` : '';
  const { macs, params, weightBytes, movedBytes, energyPj } = cost;
  // The few bytes of a shape operand are no weights: what such a layer moves says more.
  const showWeights = params.value > 0 || macs.value > 0;
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
    cost.unknown === null ? '' : `unknown: ${iconFree(cost.unknown)}`,
  ];
  return parts.filter((part) => part !== '').join(SEPARATOR) || 'cost unknown';
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
  return sum.value === 0 ? '' : label(bound(format(sum.value), sum.atLeast)) + share;
}

function intensityText({ macs, movedBytes }: LayerSums): string {
  if (macs.atLeast || movedBytes.atLeast || movedBytes.value === 0 || macs.value === 0) return '';
  return formatIntensity(macs.value / movedBytes.value);
}

function bound(text: string, atLeast: boolean): string {
  return atLeast ? `>= ${text}` : text;
}

/** A model's totals in one glance: `4.09 G MACs | 25.6 M params | 97.5 MiB | 18.1 mJ`. */
export function totalsText({ totals, complete }: Pick<Report, 'totals' | 'complete'>): string {
  return [
    `${total(totals.macs, complete, formatCount)} MACs`,
    `${total(totals.params, complete, formatCount)} params`,
    total(totals.weightBytes, complete, formatBytes),
    total(totals.energy.totalPj, complete, formatEnergy),
  ].join(SEPARATOR);
}

/** The shortest form, for lists of models: `4.09 G MACs, 25.6 M params`. */
export function shortTotalsText({ totals, complete }: Pick<Report, 'totals' | 'complete'>): string {
  const macs = total(totals.macs, complete, formatCount);
  return `${macs} MACs, ${total(totals.params, complete, formatCount)} params`;
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
