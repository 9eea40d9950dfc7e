import { formatTensor } from '../engine/report/cells';
import { plainText } from '../engine/diagnosticsText';
import { countedText, ENERGY_SCOPE, peakText } from '../engine/report/summary';
import { formatBytes, formatCount, formatEnergy, formatExact } from '../engine/units';
import { formatRange } from '../engine/view/text';
import { isBounded } from './costText';
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
  const sized = (value: number): string => exactly(formatBytes(value), value, ' B');
  const stored = (text: string): string => (isBounded(totals) ? text : bound(text));
  return [
    ...(report.recognized ? [{ label: 'Known as', value: knownAs(report.recognized) }] : []),
    { label: 'MACs', value: range ? formatRange(range.macs, counted) : count(totals.macs) },
    ...formula('MACs by dims', totals.formulas?.macs),
    ...(report.countedAs
      ? [{ label: `As ${report.countedAs.tool}`, value: countedText(report.countedAs) }]
      : []),
    { label: 'FLOPs', value: range ? formatRange(range.flops, counted) : count(totals.flops) },
    ...formula('FLOPs by dims', totals.formulas?.flops),
    { label: 'Params', value: stored(counted(totals.params)) },
    { label: 'Weights', value: stored(sized(totals.weightBytes)) },
    {
      label: 'Moved bytes',
      value: range ? formatRange(range.movedBytes, sized) : bound(sized(totals.movedBytes)),
    },
    { label: 'Peak activations', value: bound(sized(totals.peakActivationBytes)) },
    ...(report.peak ? [{ label: 'At the peak', value: peakText(report, false) }] : []),
    { label: 'Energy', value: energyText(totals, bound) },
    { label: 'Hardware', value: plainText(report.hardware) },
    ...inputs.slice(0, MAX_INPUTS).map((input) => ({ label: 'Input', value: formatTensor(input) })),
    ...(inputs.length > MAX_INPUTS ? [{ label: 'Input', value: `${inputs.length - MAX_INPUTS} more` }] : []),
  ];
}

/** Short where there is nothing to explain. */
function knownAs({ equal, name, source, text }: Recognition): string {
  return equal ? `${name} of ${source}, MACs as published` : plainText(text);
}

function formula(label: string, text: string | undefined): readonly Fact[] {
  return text === undefined ? [] : [{ label, value: plainText(text) }];
}

/** Says as well what is in an energy, and that nothing else is. */
function energyText({ energy, range }: ReportTotals, bound: (text: string) => string): string {
  if (range) return `${formatRange(range.energyPj, formatEnergy)} (${ENERGY_SCOPE})`;
  const parts = `${formatEnergy(energy.computePj)} arithmetic + ${formatEnergy(energy.memoryPj)} data movement only`;
  return `${bound(formatEnergy(energy.totalPj))} (${parts})`;
}

function exactly(rounded: string, value: number, unit: string): string {
  return value < 1000 ? rounded : `${rounded} (${formatExact(value)}${unit})`;
}
