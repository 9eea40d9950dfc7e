import type { OutputComparison, RewriteAnswer, Verification } from '../../shared/rewriting';
import { formatBytes, formatShare } from '../units';
import { padEnd, padStart, plainText } from './plainText';
import { COST_ROWS, needText, noiseText } from './rewriteMarkdown';
import type { Paint } from './table';

/** What came of a rewrite, for people. Ends in a line break. */
export function formatRewrite(answer: RewriteAnswer, paint: Paint): string {
  const { path, applied, before, after, exact, bytes, verification } = answer;
  const lines = [
    paint(`${plainText(path)}  ${formatBytes(bytes)}`, 'strong'),
    `applied ${applied.map(plainText).join(', ')}`,
    ...COST_ROWS.map(([label, key, format]) => row(label, before[key] ?? 0, after[key] ?? 0, format, paint)),
    '',
    exact ? needText(answer) : paint(needText(answer), 'warning'),
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
    Number.isFinite(signalToNoise) ? `signal to noise ${noiseText(signalToNoise)}` : noiseText(signalToNoise),
    ...(topOneAgreement === null ? [] : [`top-1 agreement ${formatShare(topOneAgreement)}`]),
  ].join(', ');
}
