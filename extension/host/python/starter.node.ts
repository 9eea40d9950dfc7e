import path from 'node:path';
import { Crash, firstLine, refused, unavailable } from './failures';
import type { PythonFiles } from './process.node';
import { PythonSession, type SessionOptions } from './session.node';
import { type Snapshot, Snapshots } from './snapshot.node';

export interface StarterOptions {
  readonly files: PythonFiles;
  /** Where snapshots are kept; null keeps none. */
  readonly cacheFolder: string | null;
  readonly log: (line: string) => void;
}

/** Starts processes: from a snapshot if there is one that works, else plainly, making one on the way. */
export class Starter {
  readonly #options: StarterOptions;
  #snapshots: Snapshots | null = null;

  constructor(options: StarterOptions) {
    this.#options = options;
  }

  /** A process without the runtime's locks is started for `trusted` code alone. Rejects with a PythonFailure. */
  async start(trusted: boolean): Promise<PythonSession> {
    const { cacheFolder, files } = this.#options;
    // Only now: what is in a snapshot takes reading, and most command lines never start Python.
    if (cacheFolder !== null) this.#snapshots ??= new Snapshots(cacheFolder, ingredients(files));
    const known = this.#snapshots?.find() ?? null;
    const locked = (known && (await this.#fromSnapshot(known))) ?? (await this.#plainly());
    if (locked instanceof PythonSession) return locked;
    if (!trusted) throw refused({ locked: false, open: [`locked, it does not start: ${firstLine(locked)}`] });
    const open = await this.#try({ makeSnapshot: false, lock: false });
    if (open instanceof PythonSession) return open;
    throw unavailable(open);
  }

  /** Null where the snapshot is no good; it is deleted then. The process starts while the file is checked. */
  async #fromSnapshot(snapshot: Snapshot): Promise<PythonSession | null> {
    const [session, whole] = await Promise.all([
      this.#try({ snapshot: snapshot.file, makeSnapshot: false, lock: true }),
      snapshot.isWhole(),
    ]);
    if (session instanceof PythonSession && whole) return session;
    if (session instanceof PythonSession) session.kill();
    this.#options.log(`The Python snapshot ${snapshot.file} is of no use and makes room for another.`);
    snapshot.discard();
    return null;
  }

  async #plainly(): Promise<PythonSession | string> {
    const making = this.#snapshots !== null;
    const session = await this.#try({ makeSnapshot: making, lock: true });
    return making && !(session instanceof PythonSession)
      ? this.#try({ makeSnapshot: false, lock: true })
      : session;
  }

  /** A session, or why there is none. */
  async #try(
    how: Partial<SessionOptions> & Pick<SessionOptions, 'makeSnapshot' | 'lock'>,
  ): Promise<PythonSession | string> {
    const { files, log } = this.#options;
    try {
      return await PythonSession.start({ files, snapshot: null, ...how }, (bytes) => {
        this.#keep(bytes);
      });
    } catch (error) {
      const words = error instanceof Crash ? error.message : String(error);
      log(`Python did not start (${JSON.stringify(how)}): ${words}`);
      return words;
    }
  }

  #keep(bytes: Uint8Array): void {
    try {
      this.#snapshots?.keep(bytes);
    } catch (error) {
      this.#options.log(`The Python snapshot could not be kept: ${String(error)}`);
    }
  }
}

/** Files whose content decides whether a snapshot fits; the lock file names Pyodide's version. */
function ingredients({ child, pyodideFolder, sources }: PythonFiles): readonly string[] {
  return [child, sources, path.join(pyodideFolder, 'pyodide-lock.json')];
}
