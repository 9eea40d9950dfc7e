import { formatTensor } from '../engine/report/cells';
import { plainText } from '../engine/diagnosticsText';
import { countedText, peakText } from '../engine/report/summary';
import { formatBytes, formatCount, formatEnergy, formatExact } from '../engine/units';
import { formatRange } from '../engine/view/text';
import type { Recognition, Report, ReportTotals } from '../shared/report';
import type { Fact } from '../shared/webviewProtocol';

const MAX_INPUTS = 4;

/** What a model costs in all and what was fed to it, for the panel's totals and the status bar's tooltip. */
export function totalFacts(report: Report): readonly Fact[] {
  const { totals, inputs } = report;
  const bound = (text: string): string => (report.complete ? text : `at least ${text}`);
  const { range } = totals;
  const counted = (value: number): string => exactly(formatCount(value), value, '');
  const count = (value: number): string => bound(counted(value));
  const bytes = (value: number): string => bound(exactly(formatBytes(value), value, ' B'));
  return [
    ...(report.recognized ? [{ label: 'Known as', value: knownAs(report.recognized) }] : []),
    { label: 'MACs', value: range ? formatRange(range.macs, counted) : count(totals.macs) },
    ...(totals.formulas?.macs === undefined
      ? []
      : [{ label: 'MACs by dims', value: plainText(totals.formulas.macs) }]),
    ...(report.countedAs
      ? [{ label: `As ${report.countedAs.tool}`, value: countedText(report.countedAs) }]
      : []),
    { label: 'FLOPs', value: range ? formatRange(range.flops, counted) : count(totals.flops) },
    { label: 'Params', value: count(totals.params) },
    { label: 'Weights', value: bytes(totals.weightBytes) },
    { label: 'Moved bytes', value: bytes(totals.movedBytes) },
    { label: 'Peak activations', value: bytes(totals.peakActivationBytes) },
    ...(report.peak ? [{ label: 'At the peak', value: peakText(report, false) }] : []),
    { label: 'Energy', value: `${bound(formatEnergy(totals.energy.totalPj))} (${energyParts(totals)})` },
    { label: 'Hardware', value: plainText(report.hardware) },
    ...inputs.slice(0, MAX_INPUTS).map((input) => ({ label: 'Input', value: formatTensor(input) })),
    ...(inputs.length > MAX_INPUTS ? [{ label: 'Input', value: `${inputs.length - MAX_INPUTS} more` }] : []),
  ];
}

/** Short where there is nothing to explain. */
function knownAs({ equal, name, source, text }: Recognition): string {
  return equal ? `${name} of ${source}, MACs as published` : plainText(text);
}

/** Says as well what is in an energy, and that nothing else is. */
function energyParts({ energy }: ReportTotals): string {
  return `${formatEnergy(energy.computePj)} arithmetic + ${formatEnergy(energy.memoryPj)} data movement only`;
}

function exactly(rounded: string, value: number, unit: string): string {
  return value < 1000 ? rounded : `${rounded} (${formatExact(value)}${unit})`;
}
