import type { CountedAs, Report } from '../../shared/report';
import { formatBytes, formatCount, formatEnergy, formatExact } from '../units';
import { formatRange } from '../view/text';
import { formatTensor } from './cells';
import { plainText } from '../diagnosticsText';

/** Label and value of a line. */
export type Line = readonly [label: string, value: string];

/** Every energy figure is followed by this: control, leakage and instruction fetch are not in it. */
export const ENERGY_SCOPE = 'arithmetic and data movement only';

const MAX_TENSORS = 8;
const MAX_DIMS = 6;

/** What was analyzed: inputs with their shapes, outputs, dims in use. */
export function headLines(report: Report): readonly Line[] {
  const inputs = capped(report.inputs.map((tensor): Line => ['input', formatTensor(tensor)]));
  const outputs = capped(report.outputs.map((tensor): Line => ['output', formatTensor(tensor)]));
  const dims = formatDims(report);
  const known = report.recognized ? [['known as', plainText(report.recognized.text)] as const] : [];
  return [...known, ...inputs, ...outputs, ...(dims === '' ? [] : [['dims', dims] as const])];
}

/** `batch=1 (assumed), seq=128`: symbolic dims and the values in use. */
export function formatDims(report: Report): string {
  const symbols =
    report.symbols ??
    Object.entries(report.dims).map(([name, value]) => ({ name, value, assumed: false }) as const);
  const texts = symbols.map(({ name, value, assumed }) => {
    const known = value === null ? `${plainText(name)} decided at run time` : `${plainText(name)}=${value}`;
    return assumed ? `${known} (assumed)` : known;
  });
  const rest = texts.length - MAX_DIMS;
  return [...texts.slice(0, MAX_DIMS), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

/** Totals, each with the words "at least" where a layer's cost is missing. */
export function totalLines(report: Report): readonly Line[] {
  const { totals } = report;
  const { energy } = totals;
  const bound = (text: string): string => (report.complete ? text : `at least ${text}`);
  const { range } = totals;
  const counted = (value: number): string => withExact(formatCount(value), value);
  const sized = (value: number): string => withExact(formatBytes(value), value);
  const count = (value: number): string => bound(counted(value));
  const bytes = (value: number): string => bound(sized(value));
  const energyBound = range
    ? `${formatRange(range.energyPj, formatEnergy)}, without branches ${formatEnergy(energy.totalPj)}`
    : bound(formatEnergy(energy.totalPj));
  return [
    ['MACs', range ? formatRange(range.macs, counted) : count(totals.macs)],
    ...formulaLines(report),
    ...(report.countedAs ? [[report.countedAs.tool, countedText(report.countedAs)] as const] : []),
    ['FLOPs', range ? formatRange(range.flops, counted) : count(totals.flops)],
    ['params', count(totals.params)],
    ['weights', bytes(totals.weightBytes)],
    ['moved', range ? formatRange(range.movedBytes, sized) : bytes(totals.movedBytes)],
    ['peak activations', bytes(totals.peakActivationBytes)],
    ...(report.peak ? [['at the peak', peakText(report)] as const] : []),
    [
      'energy',
      `${energyBound} = ${formatEnergy(energy.computePj)} arithmetic + ` +
        `${formatEnergy(energy.memoryPj)} data movement (${plainText(report.hardware)}; ${ENERGY_SCOPE})`,
    ],
  ];
}

/** MACs at any size, in the dims that the model leaves open. */
function formulaLines({ totals }: Report): readonly Line[] {
  const macs = totals.formulas?.macs;
  return macs === undefined ? [] : [['MACs by dims', plainText(macs)]];
}

/** `4.13 G MACs (4,133,742,592): 44,455,936 more in 53 layers, for a normalization counts 4 an element; ...`. */
export function countedText({ total, unit, complete, differences }: CountedAs): string {
  const reasons = differences.map(({ why, layers, more }) => {
    const where = `in ${layers} ${layers === 1 ? 'layer' : 'layers'}`;
    return `${formatExact(Math.abs(more))} ${more > 0 ? 'more' : 'fewer'} ${where}, for ${why}`;
  });
  const figure = `${complete ? '' : 'at least '}${withExact(formatCount(total), total, unit)}`;
  if (reasons.length > 0) return `${figure}: ${reasons.join('; ')}`;
  return complete ? `${figure}, as here` : figure;
}

const MOST_AT_PEAK = 3;

/** `conv1: x 3.0 MiB, y 3.0 MiB and 2 more; 5.9 MiB where views share memory`; without names where room is short. */
export function peakText({ peak, layers, totals }: Report, withNames = true): string {
  if (!peak) return '';
  const { layer, tensors, others, sharedBytes } = peak;
  const at = layers.find(({ id }) => id === layer);
  const named = tensors
    .slice(0, MOST_AT_PEAK)
    .map(({ name, bytes }) => `${withNames ? `${plainText(name)} ` : ''}${formatBytes(bytes)}`);
  const rest = tensors.length + others - named.length;
  const all = [named.join(', '), ...(rest > 0 ? [`and ${rest} more`] : [])].join(' ');
  const shared =
    sharedBytes < totals.peakActivationBytes ? `; ${formatBytes(sharedBytes)} where views share memory` : '';
  return `${at ? `${plainText(at.name === '' ? at.op : at.name)}: ` : ''}${all}${shared}`;
}

function withExact(rounded: string, value: number, unit = ''): string {
  const text = unit === '' ? rounded : `${rounded} ${unit}`;
  return value < 1000 ? text : `${text} (${formatExact(value)})`;
}

function capped(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= MAX_TENSORS) return lines;
  return [...lines.slice(0, MAX_TENSORS), ['', `and ${lines.length - MAX_TENSORS} more`]];
}
