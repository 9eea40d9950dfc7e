import path from 'node:path';
import { Cancelled } from '../../engine/diagnostics';
import type { CancelSignal, Progress } from '../../engine/host';
import type { PythonAnswer, PythonHost, PythonJob } from '../../engine/hostPython';
import { Answers, fingerprintOf, keyOf } from './answers.node';
import { Crash, crashed } from './failures';
import { jobText, parseAnswer } from './jobPaths.node';
import { Keeper } from './keeper.node';
import { rootsOf } from './roots.node';
import { type Overlays, type Roots, SourceFiles } from './sourceFiles.node';
import { Starter, type StarterOptions } from './starter.node';

export interface PythonHostOptions extends StarterOptions {
  readonly overlays: Overlays;
}

interface Context {
  readonly signal?: CancelSignal;
  readonly progress?: Progress;
}

const POLL_MILLISECONDS = 50;

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

class Runner {
  readonly #overlays: Overlays;
  readonly #answers: Answers;
  readonly #keeper: Keeper;
  #queue: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(options: PythonHostOptions) {
    this.#overlays = options.overlays;
    this.#answers = new Answers(options.overlays);
    const starter = new Starter(options);
    this.#keeper = new Keeper((trusted) => starter.start(trusted));
  }

  run(job: PythonJob, context: Context): Promise<PythonAnswer> {
    const absolute = { ...job, path: path.resolve(job.path) };
    const turn = this.#queue.then(() => this.#run(absolute, context));
    this.#queue = turn
      .catch(() => this.#keeper.settle())
      .then(() => {
        this.#keeper.rest();
      });
    return unlessAborted(turn, context.signal);
  }

  dispose(): void {
    this.#disposed = true;
    this.#keeper.dispose();
  }

  async #run(job: PythonJob, context: Context): Promise<PythonAnswer> {
    if (context.signal?.aborted === true || this.#disposed) throw new Cancelled('cancelled');
    const roots = rootsOf(job.path, job.limits);
    const key = keyOf(job, roots);
    if (job.text !== undefined) return this.#tryOut(job, job.text, roots, key, context);
    return this.#answers.get(key) ?? (await this.#ask(job, roots, key, context));
  }

  /** Runs the file as if it held another text; nothing of that is kept. */
  async #tryOut(
    job: PythonJob,
    content: string,
    roots: Roots,
    key: string,
    context: Context,
  ): Promise<PythonAnswer> {
    const files = new SourceFiles(roots, new Map([...this.#overlays, [job.path, content]]));
    const answer = await this.#attempt(job, jobText(job, roots), files, context);
    return { payload: parseAnswer(answer, files.asked()), fingerprint: fingerprintOf(key, files.seen) };
  }

  async #ask(job: PythonJob, roots: Roots, key: string, context: Context): Promise<PythonAnswer> {
    const files = new SourceFiles(roots, this.#overlays);
    const text = await this.#attempt(job, jobText(job, roots), files, context);
    return this.#answers.keep(key, parseAnswer(text, files.asked()), files, roots);
  }

  async #attempt(
    job: PythonJob,
    text: string,
    files: SourceFiles,
    context: Context,
    again = false,
  ): Promise<string> {
    if (!this.#keeper.warm) context.progress?.('Starting Python', 0, 1);
    const session = await this.#keeper.take(job.limits.trusted);
    if (context.signal?.aborted === true) throw new Cancelled('cancelled');
    context.progress?.('Running the model', 0, 1);
    try {
      return await session.run(text, files, job.limits, context.signal);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      if (again) throw crashed(error.message, job.limits.memoryLimitBytes);
      // A process that had ended unnoticed says nothing about the job.
      return this.#attempt(job, text, files, context, true);
    }
  }
}

/** Rejects with Cancelled as soon as the signal says so, wherever the job stands. */
async function unlessAborted<T>(turn: Promise<T>, signal: CancelSignal | undefined): Promise<T> {
  if (signal === undefined) return turn;
  let timer: NodeJS.Timeout | undefined;
  const aborted = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (signal.aborted) reject(new Cancelled('cancelled'));
    }, POLL_MILLISECONDS);
  });
  try {
    return await Promise.race([turn, aborted]);
  } finally {
    clearInterval(timer);
  }
}
