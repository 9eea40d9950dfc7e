import { formatTensorShape } from '../../engine/report/cells';
import { hotLayers } from '../../engine/view/ranking';
import type { Report, ReportTotals } from '../../shared/report';
import type { Metric } from '../../shared/scene';
import type { SourceCosts, SourceLine, SourceLines } from '../../shared/sourceLines';
import { lineText, totalsText } from '../costText';
import type { LayerSums, Sum } from '../listingCosts';

/** An entry's totals and what they rest on: `4.09 G MACs | 25.6 M params | 97.7 MiB | 67.7 mJ | input 1x3x224x224 assumed`. */
export function entryText({ totals, complete, inputs }: SourceLines): string {
  if (totals === null) return 'not priced: see the problem';
  const [first, ...others] = inputs;
  const shapes = [first, ...others].flatMap((input) => (input ? [formatTensorShape(input.shape)] : []));
  const assumed = inputs.some((input) => input.assumed) ? ' assumed' : '';
  const noun = shapes.length === 1 ? 'input' : 'inputs';
  const input = shapes.length === 0 ? [] : [`${noun} ${shapes.slice(0, 3).join(', ')}${assumed}`];
  return [totalsText({ totals, complete }), ...input].join(' | ');
}

/** What a line's lens says: its costs, and how many modules or calls it stands for. */
export function sourceLineText(line: SourceLine, totals: ReportTotals, metric: Metric): string {
  const costs = lineText(sums(line.costs), totals, metric);
  return line.count > 1 ? `${costs} | x${line.count}` : costs;
}

export function sums({ macs, params, weightBytes, movedBytes, energyPj, atLeast }: SourceCosts): LayerSums {
  const sum = (value: number | null, isBound = atLeast || value === null): Sum => ({
    value: value ?? 0,
    atLeast: isBound,
    atMost: false,
  });
  return {
    macs: sum(macs),
    params: sum(params, false),
    weightBytes: sum(weightBytes, false),
    movedBytes: sum(movedBytes),
    energyPj: sum(energyPj),
    unknown: null,
    only: null,
  };
}

/** Lines that build or call what makes up the first half of the metric; lines that only gather others are not among them. */
export function hotLines(
  lines: readonly SourceLine[],
  report: Report | null,
  metric: Metric,
): ReadonlySet<SourceLine> {
  if (report === null) return new Set();
  const hot = hotLayers(report, metric);
  return new Set(lines.filter((line) => isDirect(line) && line.layers.some((id) => hot.has(id))));
}

/** Whether each thing on the line does its work itself. */
function isDirect({ kind, count, items, itemsLeftOut }: SourceLine): boolean {
  return kind !== 'class' && (kind === 'operation' || items.length + itemsLeftOut === count);
}

/** The layer whose figures are the line's; null where it stands for several, or for parameters that others read. */
export function onlyLayer({ kind, count, costs, layers }: SourceLine, report: Report | null): string | null {
  const isDirect = (kind === 'layer' || kind === 'operation') && count === 1 && layers.length === 1;
  const layer = isDirect ? report?.layers.find(({ id }) => id === layers[0]) : undefined;
  return layer?.macs === costs.macs && layer.params === (costs.params ?? 0) ? layer.id : null;
}
