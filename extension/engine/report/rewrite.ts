import type { LayerLatency, OutputComparison, RewriteAnswer, Verification } from '../../shared/rewriting';
import { formatBytes, formatShare } from '../units';
import { plainText } from '../diagnosticsText';
import { padEnd, padStart } from './plainText';
import { COST_ROWS, needText, NOT_COMPARABLE, noiseText, SLOWEST, timeText } from './rewriteMarkdown';
import type { Paint } from './table';

/** What came of a rewrite, for people. Ends in a line break. */
export function formatRewrite(answer: RewriteAnswer, paint: Paint): string {
  const { applied, before, after, exact, verification } = answer;
  const lines = [
    ...sizes(answer).map((line) => paint(line, 'strong')),
    `applied ${applied.map(plainText).join(', ')}`,
    ...COST_ROWS.map(([label, key, format]) => row(label, before[key] ?? 0, after[key] ?? 0, format, paint)),
    '',
    exact ? needText(answer) : paint(needText(answer), 'warning'),
    ...(verification ? verificationLines(verification, paint) : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The new files with their sizes. */
function sizes({ path, bytes, weightsFile }: RewriteAnswer): readonly string[] {
  const files = [{ path, bytes }, ...(weightsFile ? [weightsFile] : [])];
  return files.map((file) => `${plainText(file.path)}  ${formatBytes(file.bytes)}`);
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

function verificationLines(
  { outputs, latency, layers, inputs }: Verification,
  paint: Paint,
): readonly string[] {
  const rest = layers.length - SLOWEST;
  return [
    '',
    paint(`verified on ${inputs}`, 'strong'),
    ...outputs.map((output) => `  ${plainText(output.name)}: ${comparisonText(output)}`),
    `  ${latency.before.toFixed(1)} ms before, ${latency.after.toFixed(1)} ms after (median of a run, one thread)`,
    ...layers.slice(0, SLOWEST).map(layerLine),
    ...(rest > 0
      ? [`    … not shown: ${rest} faster ${rest === 1 ? 'layer' : 'layers'} (--format json)`]
      : []),
  ];
}

function layerLine({ name, op, before, after }: LayerLatency): string {
  return `    ${padStart(timeText(before), 9)} → ${padStart(timeText(after), 9)}  ${plainText(name)} (${plainText(op)})`;
}

/** One output's comparison in a line. */
export function comparisonText(output: OutputComparison): string {
  if (output.mismatch !== null) return output.mismatch;
  if (!output.comparable) return NOT_COMPARABLE;
  const { maxAbsoluteError, maxRelativeError, cosine, signalToNoise, topOneAgreement } = output;
  return [
    `max error ${maxAbsoluteError.toExponential(1)} (${maxRelativeError.toExponential(1)} of the largest value)`,
    ...(cosine === null ? [] : [`cosine ${cosine.toFixed(6)}`]),
    Number.isFinite(signalToNoise) ? `signal to noise ${noiseText(signalToNoise)}` : noiseText(signalToNoise),
    ...(topOneAgreement === null ? [] : [`top-1 agreement ${formatShare(topOneAgreement)}`]),
  ].join(', ');
}
