import { plainText } from '../engine/diagnosticsText';
import { shortenEnd } from '../engine/report/plainText';
import type { World } from './world';

const MAX_LINE = 600;

/** One line for the user. A file's name stands in front unless the message has it; bugs get a hint for the report. */
export function failureLine(error: unknown, env: World['env'], file?: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = shortenEnd(plainText(message.replace(/\s*\n\s*/g, ' ').trim()), MAX_LINE);
  const named = file === undefined || message.includes(file) ? sentence : `${plainText(file)}: ${sentence}`;
  if (!isUnexpected(error)) return named;
  const hint = env['LAYERCOST_DEBUG'] === '1' ? '' : '; LAYERCOST_DEBUG=1 shows where';
  return `${named} (internal error${hint})`;
}

/** The stack of an unexpected error where it was asked for; else nothing. */
export function debugText(error: unknown, env: World['env']): string {
  if (env['LAYERCOST_DEBUG'] !== '1' || !(error instanceof Error)) return '';
  return `${error.stack ?? error.message}\n`;
}

/** What the engine and the host throw on purpose is an Error or a named kind of it; the language's own errors are bugs. */
function isUnexpected(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  return [TypeError, RangeError, ReferenceError, SyntaxError, EvalError].some(
    (kind) => error instanceof kind,
  );
}
