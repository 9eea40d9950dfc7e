import type { LayerLatency, OutputComparison, RewriteAnswer, Verification } from '../../shared/rewriting';
import type { Costs } from '../../shared/suggestions';
import { formatBytes, formatCount, formatEnergy, formatExact, formatShare } from '../units';
import { markdownTable } from './markdownTable';
import { codeCell, codeSpan, escapeMarkdown } from './markdownText';

/** Costs as people compare them, with their names and formats. */
export const COST_ROWS: readonly (readonly [string, keyof Costs, (value: number) => string])[] = [
  ['MACs', 'macs', formatCount],
  ['FLOPs', 'flops', formatCount],
  ['params', 'params', formatCount],
  ['weights', 'weightBytes', formatBytes],
  ['moved', 'movedBytes', formatBytes],
  ['peak', 'peakActivationBytes', formatBytes],
  ['energy', 'energyPj', formatEnergy],
];

/** What came of a rewrite, as Markdown: costs before and after, what it needs, how outputs compare. Ends in a line break. */
export function formatRewriteMarkdown(answer: RewriteAnswer): string {
  const { path, applied, before, after, verification } = answer;
  return [
    `# ${codeSpan(nameOf(path))}`,
    '',
    `${sizeText(answer)}. Applied: ${applied.map(codeSpan).join(', ')}.`,
    '',
    `**${needText(answer)}**`,
    '',
    ...markdownTable(
      ['', 'before', 'after', 'left'],
      COST_ROWS.map(([label, key, format]) => costRow(label, before[key] ?? 0, after[key] ?? 0, format)),
    ),
    ...(verification ? verificationTable(verification) : []),
    '',
  ].join('\n');
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function sizeText({ bytes, weightsFile }: RewriteAnswer): string {
  if (!weightsFile) return formatBytes(bytes);
  return `${formatBytes(bytes)}, and ${formatBytes(weightsFile.bytes)} of weights in ${codeSpan(nameOf(weightsFile.path))}`;
}

/** What has to be done before a rewritten model is of use, in a sentence. */
export function needText({ needs, exact }: Pick<RewriteAnswer, 'needs' | 'exact'>): string {
  if (exact) return 'Exact: outputs differ by rounding only.';
  if (needs.includes('retraining')) return 'A starting point: it needs retraining before it is of use.';
  return needs.includes('calibration')
    ? 'Check it on calibration data before you use it.'
    : 'Outputs change: check them before you use it.';
}

function costRow(
  label: string,
  before: number,
  after: number,
  format: (value: number) => string,
): readonly string[] {
  const share = before === 0 ? '' : formatShare(after / before);
  const exact = label === 'energy' ? '' : ` (${formatExact(after)})`;
  return [label, format(before), `${format(after)}${exact}`, share];
}

/** Layers whose times are told: the rest is a small part of a run. */
export const SLOWEST = 10;

function verificationTable({ outputs, latency, layers, inputs }: Verification): readonly string[] {
  return [
    '',
    `## Verified on ${escapeMarkdown(inputs)}`,
    '',
    ...markdownTable(
      ['output', 'max error', 'relative', 'cosine', 'signal to noise', 'top-1 agreement'],
      outputs.map(outputRow),
    ),
    '',
    `A run takes ${latency.before.toFixed(1)} ms before and ${latency.after.toFixed(1)} ms after (median, one thread, WebAssembly).`,
    ...layerTable(layers),
  ];
}

function layerTable(layers: readonly LayerLatency[]): readonly string[] {
  if (layers.length === 0) return [];
  const rest = layers.length - SLOWEST;
  return [
    '',
    ...markdownTable(
      ['layer', 'runs as', 'before', 'after'],
      layers
        .slice(0, SLOWEST)
        .map(({ name, op, before, after }) => [
          codeCell(name),
          codeCell(op),
          timeText(before),
          timeText(after),
        ]),
    ),
    ...(rest > 0 ? ['', `Not shown: ${rest} faster ${rest === 1 ? 'layer' : 'layers'}.`] : []),
  ];
}

/** A layer's time; nothing where the model does not have it. */
export function timeText(milliseconds: number | null): string {
  return milliseconds === null ? '' : `${milliseconds.toFixed(2)} ms`;
}

/** Of an output that is no finite number anywhere in the old model. */
export const NOT_COMPARABLE = 'no finite number to compare';

function outputRow(output: OutputComparison): readonly string[] {
  const { name, mismatch, maxAbsoluteError, maxRelativeError, cosine, signalToNoise, topOneAgreement } =
    output;
  if (mismatch !== null) return [codeCell(name), escapeMarkdown(mismatch)];
  if (!output.comparable) return [codeCell(name), NOT_COMPARABLE];
  return [
    codeCell(name),
    maxAbsoluteError.toExponential(2),
    maxRelativeError.toExponential(2),
    cosine === null ? '' : cosine.toFixed(6),
    noiseText(signalToNoise),
    topOneAgreement === null ? '' : formatShare(topOneAgreement),
  ];
}

/** Decibels; a value that is not finite on one side only, or all noise, is not "no difference". */
export function noiseText(signalToNoise: number): string {
  if (signalToNoise === Infinity) return 'no difference';
  return Number.isFinite(signalToNoise) ? `${signalToNoise.toFixed(1)} dB` : 'nothing alike';
}
