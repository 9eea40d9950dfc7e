import { Cancelled } from '../../engine/diagnostics';
import type { CancelSignal } from '../../engine/host';
import type { PythonLimits } from '../../engine/hostPython';
import { Crash, crashed } from './failures';
import { FRAME, type ReadyMessage } from './frames';
import { watchJob } from './jobWatch.node';
import { PythonProcess, readyOf, type StartOptions } from './process.node';
import type { SourceFiles } from './sourceFiles.node';

export type SessionOptions = Pick<StartOptions, 'files' | 'snapshot' | 'makeSnapshot' | 'lock'>;

const START_SECONDS = 60;

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

/** A Python process from its start to its end, one job at a time. */
export class PythonSession {
  readonly #process: PythonProcess;
  #ready: ReadyMessage = { locked: false, open: [] };
  #files: SourceFiles | null = null;
  #waiting: Waiting | null = null;
  #onSnapshot: ((bytes: Uint8Array) => void) | null;
  #quiet: Promise<unknown> = Promise.resolve();
  #alive = true;
  /** Signs of life so far. */
  #frames = 0;

  private constructor(options: SessionOptions, onSnapshot: (bytes: Uint8Array) => void) {
    this.#onSnapshot = options.makeSnapshot ? onSnapshot : null;
    this.#process = new PythonProcess({
      ...options,
      onFrame: (kind, payload) => {
        this.#receive(kind, payload);
      },
      onExit: (words) => {
        this.#alive = false;
        this.#waiting?.reject(new Crash(words));
      },
    });
  }

  /** Rejects when the process does not come up; it is gone then. */
  static async start(
    options: SessionOptions,
    onSnapshot: (bytes: Uint8Array) => void,
  ): Promise<PythonSession> {
    const session = new PythonSession(options, onSnapshot);
    const late = setTimeout(() => {
      session.#waiting?.reject(new Crash(`no answer within ${START_SECONDS} s`));
    }, START_SECONDS * 1000);
    try {
      session.#ready = readyOf(await session.#next());
      return session;
    } catch (error) {
      session.kill();
      throw error;
    } finally {
      // Only what was made before any of the user's code ran is kept.
      session.#onSnapshot = null;
      clearTimeout(late);
    }
  }

  get ready(): ReadyMessage {
    return this.#ready;
  }

  /** Whether it can take another job. */
  get alive(): boolean {
    return this.#alive;
  }

  /**
   * Answers a job, with the files that it may read. Rejects with what stopped it: where that is a cancellation the
   * process goes on until {@link quiet}, else it is gone; with a {@link Crash} it was gone before it saw the job.
   */
  async run(
    job: string,
    files: SourceFiles,
    limits: PythonLimits,
    signal: CancelSignal | undefined,
  ): Promise<string> {
    this.#files = files;
    const before = this.#frames;
    const answer = this.#next();
    this.#quiet = answer.catch(() => undefined);
    const watch = watchJob(this.#process.pid, limits, signal);
    this.#process.send(FRAME.job, Buffer.from(job));
    try {
      return await Promise.race([answer, watch.stopped]);
    } catch (error) {
      if (!(error instanceof Cancelled)) this.kill();
      throw error instanceof Crash && this.#frames > before
        ? crashed(error.message, limits.memoryLimitBytes)
        : error;
    } finally {
      watch.end();
    }
  }

  /** Resolves when nothing runs any more. */
  quiet(): Promise<unknown> {
    return this.#quiet;
  }

  kill(): void {
    this.#alive = false;
    this.#process.kill();
  }

  #next(): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#alive) this.#waiting = { resolve, reject };
      else reject(new Crash('it had ended'));
    });
  }

  #receive(kind: number, payload: Uint8Array): void {
    const text = (): string => Buffer.from(payload).toString('utf8');
    this.#frames++;
    if (kind === FRAME.snapshot) this.#onSnapshot?.(payload);
    else if (kind === FRAME.ready || kind === FRAME.answer) this.#waiting?.resolve(text());
    else if (kind === FRAME.failed) this.#waiting?.reject(new Crash(text()));
    else if (kind === FRAME.last) this.#alive = false;
    else if (kind === FRAME.ask) this.#reply(this.#files?.answer(text()) ?? null);
  }

  #reply(answer: Uint8Array | null): void {
    const bytes = answer === null ? Buffer.from([0]) : Buffer.concat([Buffer.from([1]), answer]);
    this.#process.send(FRAME.reply, bytes);
  }
}
