import type { OutputComparison, RewriteAnswer, Verification } from '../../shared/rewriting';
import type { Costs } from '../../shared/suggestions';
import { formatBytes, formatCount, formatEnergy, formatShare } from '../units';
import { padEnd, padStart, plainText } from './plainText';
import type { Paint } from './table';

const ROWS: readonly (readonly [string, keyof Costs, (value: number) => string])[] = [
  ['MACs', 'macs', formatCount],
  ['FLOPs', 'flops', formatCount],
  ['params', 'params', formatCount],
  ['weights', 'weightBytes', formatBytes],
  ['moved', 'movedBytes', formatBytes],
  ['peak', 'peakActivationBytes', formatBytes],
  ['energy', 'energyPj', formatEnergy],
];

/** What came of a rewrite, for people. Ends in a line break. */
export function formatRewrite(answer: RewriteAnswer, paint: Paint): string {
  const { path, applied, before, after, needs, exact, bytes, verification } = answer;
  const lines = [
    paint(`${plainText(path)}  ${formatBytes(bytes)}`, 'strong'),
    `applied ${applied.map(plainText).join(', ')}`,
    ...ROWS.map(([label, key, format]) => row(label, before[key] ?? 0, after[key] ?? 0, format, paint)),
    '',
    ...needLines(needs, exact, paint),
    ...(verification ? verificationLines(verification, paint) : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function row(
  label: string,
  before: number,
  after: number,
  format: (value: number) => string,
  paint: Paint,
): string {
  const share = before === 0 ? '' : formatShare(after / before);
  return `${paint(padEnd(label, 8), 'faint')} ${padStart(format(before), 10)} → ${padStart(format(after), 10)}  ${share}`;
}

function needLines(needs: RewriteAnswer['needs'], exact: boolean, paint: Paint): readonly string[] {
  if (exact) return ['Exact: outputs differ by rounding only.'];
  if (needs.includes('retraining'))
    return [paint('A starting point: it needs retraining before it is of use.', 'warning')];
  return [
    paint(
      needs.includes('calibration')
        ? 'Check it on calibration data before you use it.'
        : 'Outputs change: check them before you use it.',
      'warning',
    ),
  ];
}

function verificationLines({ outputs, latency, inputs }: Verification, paint: Paint): readonly string[] {
  return [
    '',
    paint(`verified on ${inputs}`, 'strong'),
    ...outputs.map((output) => `  ${plainText(output.name)}: ${comparisonText(output)}`),
    `  ${latency.before.toFixed(1)} ms before, ${latency.after.toFixed(1)} ms after (median of a run, one thread)`,
  ];
}

/** One output's comparison in a line. */
export function comparisonText(output: OutputComparison): string {
  if (output.mismatch !== null) return output.mismatch;
  const { maxAbsoluteError, maxRelativeError, cosine, signalToNoise, topOneAgreement } = output;
  return [
    `max error ${maxAbsoluteError.toExponential(1)} (${maxRelativeError.toExponential(1)} of the largest value)`,
    ...(cosine === null ? [] : [`cosine ${cosine.toFixed(6)}`]),
    Number.isFinite(signalToNoise) ? `signal to noise ${signalToNoise.toFixed(1)} dB` : 'no difference',
    ...(topOneAgreement === null ? [] : [`top-1 agreement ${formatShare(topOneAgreement)}`]),
  ].join(', ');
}
