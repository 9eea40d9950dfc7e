import { createHash } from 'node:crypto';
import path from 'node:path';
import { Cancelled } from '../../engine/diagnostics';
import type { CancelSignal, Progress } from '../../engine/host';
import { type PythonAnswer, PythonFailure, type PythonHost, type PythonJob } from '../../engine/hostPython';
import { FRAME, type ReadyMessage } from './frames';
import { type PythonFiles, PythonProcess, readyOf } from './process.node';
import { rootsOf } from './roots.node';
import { Snapshots } from './snapshot.node';
import { type Overlays, type Roots, SourceFiles, stillHolds } from './sourceFiles.node';

export interface PythonHostOptions {
  readonly files: PythonFiles;
  /** Where snapshots are kept; null keeps none. */
  readonly cacheFolder: string | null;
  readonly overlays: Overlays;
  readonly log: (line: string) => void;
}

interface Context {
  readonly signal?: CancelSignal;
  readonly progress?: Progress;
}

const START_SECONDS = 60;
const IDLE_MILLISECONDS = 5 * 60_000;
const POLL_MILLISECONDS = 50;
const KEPT_ANSWERS = 32;

/** Jobs one after the other in one warm process; what exceeds its limits is killed, and the next job starts afresh. */
export function createPythonHost(options: PythonHostOptions): PythonHost & { dispose(): void } {
  const runner = new Runner(options);
  return {
    run: (job, context) => runner.run(job, context),
    dispose: () => {
      runner.dispose();
    },
  };
}

interface Kept {
  readonly seen: ReadonlyMap<string, string>;
  readonly answer: PythonAnswer;
}

class Runner {
  readonly #options: PythonHostOptions;
  readonly #answers = new Map<string, Kept>();
  #queue: Promise<unknown> = Promise.resolve();
  #process: Promise<Warm> | null = null;
  #idle: NodeJS.Timeout | null = null;
  #disposed = false;

  constructor(options: PythonHostOptions) {
    this.#options = options;
  }

  run(job: PythonJob, context: Context): Promise<PythonAnswer> {
    const absolute = { ...job, path: path.resolve(job.path) };
    const turn = this.#queue.then(() => this.#run(absolute, context));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  dispose(): void {
    this.#disposed = true;
    this.#drop();
  }

  async #run(job: PythonJob, context: Context): Promise<PythonAnswer> {
    if (context.signal?.aborted === true || this.#disposed) throw new Cancelled('cancelled');
    const roots = rootsOf(job.path, job.limits);
    const key = JSON.stringify({ ...job, limits: { ...job.limits, trusted: null }, roots });
    const kept = this.#answers.get(key);
    if (kept && stillHolds(kept.seen, roots, this.#options.overlays)) return kept.answer;
    const files = new SourceFiles(roots, this.#options.overlays);
    const text = await this.#ask(job, roots, files, context);
    const answer = { payload: parsed(text, files.seen), fingerprint: fingerprintOf(key, files.seen) };
    this.#answers.delete(key);
    this.#answers.set(key, { seen: files.seen, answer });
    for (const old of [...this.#answers.keys()].slice(0, -KEPT_ANSWERS)) this.#answers.delete(old);
    return answer;
  }

  async #ask(job: PythonJob, roots: Roots, files: SourceFiles, context: Context): Promise<string> {
    this.#stayAwake();
    if (this.#process === null) context.progress?.('Starting Python', 0, 1);
    this.#process ??= this.#start();
    const warm = await this.#process.catch((error: unknown) => {
      this.#process = null;
      throw error;
    });
    if (!warm.ready.locked && !job.limits.trusted) throw refused(warm.ready);
    context.progress?.('Running the model', 0, 1);
    try {
      return await warm.ask(JSON.stringify({ ...job, ...posixPaths(job, roots) }), files, job, context);
    } catch (error) {
      this.#drop();
      // The next file should not wait for a start.
      if (!this.#disposed) this.#warmUp();
      throw error;
    }
  }

  #warmUp(): void {
    const started = this.#start();
    this.#process = started;
    started.catch(() => {
      if (this.#process === started) this.#process = null;
    });
  }

  /** From a snapshot if there is one that works, else plainly, making one on the way; without locks as a last resort. */
  async #start(): Promise<Warm> {
    const { files, cacheFolder, log } = this.#options;
    const snapshots = cacheFolder === null ? null : new Snapshots(cacheFolder, ingredients(files));
    const snapshot = snapshots?.find() ?? null;
    const attempts = [
      ...(snapshot === null ? [] : [{ snapshot, makeSnapshot: false, lock: true }]),
      { snapshot: null, makeSnapshot: snapshots !== null, lock: true },
      { snapshot: null, makeSnapshot: false, lock: true },
      { snapshot: null, makeSnapshot: false, lock: false },
    ];
    let last = '';
    for (const attempt of attempts) {
      const warm = new Warm();
      try {
        await warm.start({ files, ...attempt }, (bytes) => {
          keep(snapshots, bytes, log);
        });
        return warm;
      } catch (error) {
        warm.kill();
        last = error instanceof Error ? error.message : String(error);
        log(`Python did not start (${JSON.stringify(attempt)}): ${last}`);
        if (attempt.snapshot !== null) snapshots?.discard();
      }
    }
    throw new PythonFailure('python-unavailable', `Python could not be started here (${firstLine(last)}).`);
  }

  #stayAwake(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#drop();
    }, IDLE_MILLISECONDS);
    this.#idle.unref();
  }

  #drop(): void {
    const ended = this.#process;
    this.#process = null;
    ended?.then(
      (warm) => {
        warm.kill();
      },
      () => undefined,
    );
  }
}

/** A started process, and the job that it runs. */
class Warm {
  #process: PythonProcess | null = null;
  #ready: ReadyMessage = { locked: false, open: [] };
  #files: SourceFiles | null = null;
  #settle: { readonly resolve: (text: string) => void; readonly reject: (error: Error) => void } | null =
    null;

  get ready(): ReadyMessage {
    return this.#ready;
  }

  async start(
    options: {
      readonly files: PythonFiles;
      readonly snapshot: string | null;
      readonly makeSnapshot: boolean;
      readonly lock: boolean;
    },
    onSnapshot: (bytes: Uint8Array) => void,
  ): Promise<void> {
    const said = this.#next(START_SECONDS, () => new Error(`no answer within ${START_SECONDS} s`));
    this.#process = new PythonProcess({
      ...options,
      onFrame: (kind, payload) => {
        this.#receive(kind, payload, onSnapshot);
      },
      onExit: (words) => {
        this.#settle?.reject(new Crash(firstLine(words)));
      },
    });
    this.#ready = readyOf(Buffer.from(await said));
  }

  /** Rejects with what stopped it; the process is then of no use any more. */
  async ask(text: string, files: SourceFiles, job: PythonJob, { signal }: Context): Promise<string> {
    this.#files = files;
    const { timeLimitSeconds: seconds } = job.limits;
    const answer = this.#next(seconds, () => timeLimit(seconds));
    const poll = setInterval(() => {
      if (signal?.aborted === true) this.#settle?.reject(new Cancelled('cancelled'));
    }, POLL_MILLISECONDS);
    this.#process?.send(FRAME.job, Buffer.from(text));
    try {
      return await answer;
    } catch (error) {
      throw error instanceof Crash ? crashed(error.message) : error;
    } finally {
      clearInterval(poll);
    }
  }

  kill(): void {
    this.#process?.kill();
  }

  #next(seconds: number, late: () => Error): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(late());
      }, seconds * 1000);
      this.#settle = {
        resolve: (text) => {
          clearTimeout(timer);
          resolve(text);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
    });
  }

  #receive(kind: number, payload: Uint8Array, onSnapshot: (bytes: Uint8Array) => void): void {
    const text = (): string => Buffer.from(payload).toString('utf8');
    if (kind === FRAME.snapshot) onSnapshot(payload);
    else if (kind === FRAME.ready || kind === FRAME.answer) this.#settle?.resolve(text());
    else if (kind === FRAME.failed) this.#settle?.reject(new Crash(text()));
    else if (kind === FRAME.ask) {
      const reply = this.#files?.answer(text()) ?? null;
      const bytes = reply === null ? Buffer.from([0]) : Buffer.concat([Buffer.from([1]), reply]);
      this.#process?.send(FRAME.reply, bytes);
    }
  }
}

/** The process ended by itself. */
class Crash extends Error {}

function keep(snapshots: Snapshots | null, bytes: Uint8Array, log: (line: string) => void): void {
  try {
    snapshots?.keep(bytes);
  } catch (error) {
    log(`The Python snapshot could not be kept: ${String(error)}`);
  }
}

function ingredients({ child, pyodideFolder, sources }: PythonFiles): readonly string[] {
  return [child, sources, path.join(pyodideFolder, 'pyodide.asm.wasm')];
}

/** Python joins paths with slashes on every platform. */
function posixPaths(job: PythonJob, { project, packages }: Roots): object {
  const posix = (file: string): string => file.split(path.sep).join('/');
  return { path: posix(job.path), roots: { project: project.map(posix), packages: packages.map(posix) } };
}

/** File names come back with slashes; on Windows they get their own separators again. */
function parsed(text: string, seen: ReadonlyMap<string, string>): unknown {
  if (path.sep === '/') return JSON.parse(text) as unknown;
  const native = new Map(
    [...seen.keys()].map((question) => {
      const file = question.slice(question.indexOf('\n') + 1);
      return [file, path.normalize(file)];
    }),
  );
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? (native.get(value) ?? value) : value,
  ) as unknown;
}

function fingerprintOf(key: string, seen: ReadonlyMap<string, string>): string {
  const hash = createHash('sha1').update(key);
  for (const [question, stamp] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${question}\0${stamp}\0`);
  return hash.digest('hex');
}

function firstLine(words: string): string {
  return words.split('\n').find((line) => line.trim() !== '') ?? 'it ended without a word';
}

function timeLimit(seconds: number): PythonFailure {
  return new PythonFailure(
    'python-time-limit',
    `Building and running the model took longer than ${seconds} s and was stopped; raise layercost.python.timeLimitSeconds if it is meant to.`,
  );
}

function crashed(words: string): PythonFailure {
  return new PythonFailure(
    'python-memory-limit',
    `Python broke down while it ran the model, out of memory or too deep in calls (${words}); the next analysis starts afresh.`,
  );
}

function refused({ open }: ReadyMessage): PythonFailure {
  return new PythonFailure(
    'python-refused',
    `Python cannot be locked down on this machine (${open.join(', ')}), so models are run only in workspaces that you trust; trust this one to price its Python files.`,
  );
}
