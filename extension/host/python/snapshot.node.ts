import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const SUFFIX = '.python-snapshot';
/** What another version may still be using stays for this long. */
const KEPT_MILLISECONDS = 24 * 60 * 60_000;

/** A file that a started interpreter can be restored from. */
export interface Snapshot {
  readonly file: string;
  /** Whether it holds what was written. */
  isWhole(): Promise<boolean>;
  discard(): void;
}

/**
 * Where memory snapshots are kept. A file's name says what it was made from and what it holds, so that it appears by
 * one renaming, and several windows can do this at once.
 */
export class Snapshots {
  readonly #folder: string;
  readonly #key: string;

  /** `ingredients` are the files whose content decides whether a snapshot fits. */
  constructor(folder: string, ingredients: readonly string[]) {
    const hash = createHash('sha256').update(process.version);
    for (const file of ingredients) hash.update(readFileSync(file));
    this.#folder = folder;
    this.#key = hash.digest('hex').slice(0, 32);
  }

  /** The newest one that fits, or null. */
  find(): Snapshot | null {
    const [newest] = this.#files()
      .filter(({ name }) => name.startsWith(this.#key) && name.endsWith(SUFFIX))
      .sort((a, b) => b.modified - a.modified);
    return newest === undefined ? null : snapshotIn(path.join(this.#folder, newest.name));
  }

  /** Keeps a new one, and lets go of what is old. */
  keep(bytes: Uint8Array): void {
    mkdirSync(this.#folder, { recursive: true });
    const digest = createHash('sha256').update(bytes).digest('hex');
    const temporary = path.join(this.#folder, `${this.#key}-${randomUUID()}${SUFFIX}.part`);
    try {
      writeFileSync(temporary, bytes);
      renameSync(temporary, path.join(this.#folder, `${this.#key}-${digest}${SUFFIX}`));
    } finally {
      remove(temporary);
    }
    const old = this.#files().filter(({ modified }) => modified < Date.now() - KEPT_MILLISECONDS);
    for (const { name } of old) remove(path.join(this.#folder, name));
  }

  #files(): readonly { readonly name: string; readonly modified: number }[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => name.includes(SUFFIX))
        .map((name) => ({ name, modified: statSync(path.join(this.#folder, name)).mtimeMs }));
    } catch {
      return []; // another window took one away, or there is no folder yet
    }
  }
}

function snapshotIn(file: string): Snapshot {
  return {
    file,
    isWhole: async () => {
      const bytes = await readFile(file).catch(() => new Uint8Array());
      const digest = Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
      return file.endsWith(`-${digest}${SUFFIX}`);
    },
    discard: () => {
      remove(file);
    },
  };
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // in use by another window
  }
}
