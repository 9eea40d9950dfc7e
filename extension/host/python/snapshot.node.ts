import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SUFFIX = '.python-snapshot';

/** Where memory snapshots of a started interpreter are kept: one file per version of everything in it. */
export class Snapshots {
  readonly #folder: string;
  readonly #file: string;

  /** `ingredients` are the files whose content decides whether a snapshot fits. */
  constructor(folder: string, ingredients: readonly string[]) {
    const hash = createHash('sha256').update(process.version);
    for (const file of ingredients) hash.update(readFileSync(file));
    this.#folder = folder;
    this.#file = path.join(folder, `${hash.digest('hex').slice(0, 32)}${SUFFIX}`);
  }

  /** The file to start from, or null where there is none or it is not whole. */
  find(): string | null {
    try {
      const size = statSync(this.#file).size;
      return String(size) === readFileSync(`${this.#file}.size`, 'utf8') ? this.#file : null;
    } catch {
      return null;
    }
  }

  /** Keeps a snapshot, by renaming, so that no other window ever sees half of one; older ones go. */
  keep(bytes: Uint8Array): void {
    mkdirSync(this.#folder, { recursive: true });
    const temporary = `${this.#file}.${randomUUID()}`;
    try {
      writeFileSync(temporary, bytes);
      renameSync(temporary, this.#file);
      writeFileSync(`${this.#file}.size`, String(bytes.length));
    } finally {
      rmSync(temporary, { force: true });
    }
    for (const name of readdirSync(this.#folder))
      if (name.includes(SUFFIX) && !name.startsWith(path.basename(this.#file)))
        rmSync(path.join(this.#folder, name), { force: true });
  }

  /** After a start from it failed. */
  discard(): void {
    rmSync(this.#file, { force: true });
    rmSync(`${this.#file}.size`, { force: true });
  }
}
