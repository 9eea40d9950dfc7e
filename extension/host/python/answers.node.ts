import { createHash } from 'node:crypto';
import type { PythonAnswer, PythonJob } from '../../engine/hostPython';
import { type Overlays, type Roots, SourceFiles } from './sourceFiles.node';

const KEPT = 32;

interface Kept {
  /** Questions that were asked on the way, with stamps of the replies. */
  readonly seen: ReadonlyMap<string, string>;
  readonly roots: Roots;
  readonly answer: PythonAnswer;
}

/** Answers that hold as long as every file that was read, and every one that was missing, stays as it was. */
export class Answers {
  readonly #overlays: Overlays;
  readonly #kept = new Map<string, Kept>();

  constructor(overlays: Overlays) {
    this.#overlays = overlays;
  }

  get(key: string): PythonAnswer | null {
    const kept = this.#kept.get(key);
    if (!kept) return null;
    const files = new SourceFiles(kept.roots, this.#overlays);
    return [...kept.seen].every(([question, stamp]) => files.stamp(question) === stamp) ? kept.answer : null;
  }

  keep(key: string, payload: unknown, { seen }: SourceFiles, roots: Roots): PythonAnswer {
    const answer = { payload, fingerprint: fingerprintOf(key, seen) };
    this.#kept.delete(key);
    this.#kept.set(key, { seen, roots, answer });
    for (const old of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(old);
    return answer;
  }
}

/** Equal jobs have equal keys; whether code is trusted changes no answer. */
export function keyOf(job: PythonJob, roots: Roots): string {
  return JSON.stringify({ ...job, limits: { ...job.limits, trusted: null }, roots });
}

/** Equal for equal jobs over equal replies. */
export function fingerprintOf(key: string, seen: ReadonlyMap<string, string>): string {
  const hash = createHash('sha1').update(key);
  for (const [question, stamp] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${question}\0${stamp}\0`);
  return hash.digest('hex');
}
