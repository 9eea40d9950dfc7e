import { PythonFailure } from '../../engine/hostPython';
import type { ReadyMessage } from './frames';

/** The process ended by itself; `message` is what it said. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

const AFRESH = 'the next analysis starts afresh';
const MAX_WORDS = 200;

export function timeLimit(seconds: number): PythonFailure {
  return new PythonFailure(
    'python-time-limit',
    `Building and running the model took longer than ${seconds} s and was stopped; raise layercost.python.timeLimitSeconds if it is meant to take so long.`,
  );
}

export function memoryLimit(bytes: number): PythonFailure {
  return new PythonFailure(
    'python-memory-limit',
    `Building and running the model took more than ${Math.round(bytes / 1024 ** 2)} MiB of memory and was stopped; raise layercost.python.memoryLimitMiB if it is meant to take so much.`,
  );
}

/** What a process that broke down in the middle of a job is taken for. */
export function crashed(words: string, memoryLimitBytes: number): PythonFailure {
  if (/call stack|stack overflow/i.test(words))
    return new PythonFailure(
      'python-memory-limit',
      `The model's code calls itself too deeply and was stopped; ${AFRESH}.`,
    );
  if (/memory|allocation|heap/i.test(words)) return memoryLimit(memoryLimitBytes);
  return new PythonFailure(
    'python-unavailable',
    `Python broke down while it ran the model (${firstLine(words)}); ${AFRESH}.`,
  );
}

/** Code of a workspace that nobody vouched for is not run in a process that is not locked. */
export function refused({ open }: ReadyMessage): PythonFailure {
  return new PythonFailure(
    'python-refused',
    `Python cannot be locked down on this machine (${open.join(', ')}), so models are run only in workspaces that you trust; trust this one to price its Python files.`,
  );
}

export function unavailable(words: string): PythonFailure {
  return new PythonFailure(
    'python-unavailable',
    `Python could not be started here (${firstLine(words)}); the log of LayerCost says more.`,
  );
}

/** The line that names the error, else the first with anything on it, cut to a length that fits into a sentence. */
export function firstLine(words: string): string {
  const lines = words.split('\n').filter((each) => each.trim() !== '');
  const line = lines.find((each) => /^\w*Error\b/.test(each)) ?? lines[0] ?? 'it ended without a word';
  return line.length > MAX_WORDS ? `${line.slice(0, MAX_WORDS)}…` : line;
}
