import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isBelow, realPath } from './folders.node';

/** Longer files are no models, and every one is held in memory. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Questions that one job may ask: more than the largest package has files. */
const MAX_QUESTIONS = 100_000;
/** No path of any system is longer. */
const MAX_QUESTION_LENGTH = 8 * 1024;
/** Questions are kept with the answer: at most this many characters of them. */
const MAX_HELD = 8 * 1024 * 1024;

/** What a job may read of, all absolute. */
export interface Roots {
  /** Folders that the project's imports may come from, most specific first. */
  readonly project: readonly string[];
  readonly packages: readonly string[];
  /** What of the project may be read: a file outside of these and the packages is not handed out, whatever links say. */
  readonly readable: readonly string[];
}

/** Unsaved text by path. */
export type Overlays = ReadonlyMap<string, string>;

/** Answers the sandbox's questions for files of one job, and remembers what was asked. */
export class SourceFiles {
  readonly #folders: readonly string[];
  readonly #overlays: Overlays;
  readonly #seen = new Map<string, string>();
  #questions = 0;
  #held = 0;

  constructor({ readable, packages }: Roots, overlays: Overlays) {
    this.#folders = [...readable, ...packages].flatMap((folder) => realPath(folder) ?? []);
    this.#overlays = overlays;
  }

  /** What was asked, and a stamp of each answer. */
  get seen(): ReadonlyMap<string, string> {
    return this.#seen;
  }

  /** Paths that were asked for, as they were written. */
  asked(): readonly string[] {
    return [...this.#seen.keys()].map((question) => question.slice(question.indexOf('\n') + 1));
  }

  /** `question` is "read" or "kind", a newline and a path; null is "no such file" as well as "not for you". */
  answer(question: string): Uint8Array | null {
    this.#questions++;
    if (this.#questions > MAX_QUESTIONS || !this.#holds(question)) return null;
    const answer = this.#answer(question);
    this.#seen.set(question, stampOf(answer));
    return answer;
  }

  /** Equal as long as the answer is the same. */
  stamp(question: string): string {
    return stampOf(this.#answer(question));
  }

  /** Whether a question is kept, or there is room to keep it. */
  #holds(question: string): boolean {
    if (this.#seen.has(question)) return true;
    if (question.length > MAX_QUESTION_LENGTH || this.#held + question.length > MAX_HELD) return false;
    this.#held += question.length;
    return true;
  }

  #answer(question: string): Uint8Array | null {
    const cut = question.indexOf('\n');
    const what = question.slice(0, cut);
    const file = question.slice(cut + 1);
    if (what === 'read') return this.#read(file);
    return what === 'kind' ? this.#kind(file) : null;
  }

  #read(file: string): Uint8Array | null {
    const overlay = this.#overlays.get(path.resolve(file));
    const target = this.#allowed(file);
    if (target === null || !/\.py$/i.test(target)) return null;
    if (overlay !== undefined) return Buffer.from(overlay);
    try {
      const facts = statSync(target);
      return facts.isFile() && facts.size <= MAX_BYTES ? readFileSync(target) : null;
    } catch {
      return null;
    }
  }

  #kind(file: string): Uint8Array | null {
    const target = this.#allowed(file);
    if (target === null) return null;
    try {
      const facts = statSync(target);
      return facts.isFile() ? Buffer.from('file') : facts.isDirectory() ? Buffer.from('folder') : null;
    } catch {
      return null;
    }
  }

  /** The file behind all links, if it lies below one of the folders. */
  #allowed(file: string): string | null {
    if (file.includes('\0') || !path.isAbsolute(file)) return null;
    const target = realPath(file);
    return target !== null && this.#folders.some((folder) => isBelow(folder, target)) ? target : null;
  }
}

function stampOf(answer: Uint8Array | null): string {
  return answer === null ? '-' : createHash('sha1').update(answer).digest('base64');
}
