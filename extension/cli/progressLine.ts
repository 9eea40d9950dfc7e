import { plainText } from '../engine/diagnosticsText';
import { shortenEnd } from '../engine/report/plainText';
import type { Progress } from '../engine/host';
import type { World } from './world';

const QUIET_MILLISECONDS = 1000;
const INTERVAL_MILLISECONDS = 100;
const CLEAR_LINE = '\r\x1b[K';

export interface ProgressLine {
  /** Progress of the work on one file. */
  of(file: string): Progress;
  /** Takes the line away; later progress draws it again. */
  clear(): void;
}

/** A single line on a terminal's stderr, drawn over and over once the work has lasted a second. */
export function createProgressLine({ err, env, now }: Pick<World, 'err' | 'env' | 'now'>): ProgressLine {
  const enabled = err.isTTY === true && env['TERM'] !== 'dumb';
  let next = now() + QUIET_MILLISECONDS;
  let drawn = false;
  return {
    of: (file) => (stage, done, total) => {
      if (!enabled || now() < next) return;
      next = now() + INTERVAL_MILLISECONDS;
      drawn = true;
      const share = total > 0 ? ` ${Math.floor((100 * Math.min(done, total)) / total)}%` : '';
      const text = plainText(`${file}: ${stage}${share}`);
      err.write(CLEAR_LINE + shortenEnd(text, (err.columns ?? 80) - 1));
    },
    clear: () => {
      if (drawn) err.write(CLEAR_LINE);
      drawn = false;
    },
  };
}
