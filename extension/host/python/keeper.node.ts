import { PythonFailure } from '../../engine/hostPython';
import { refused } from './failures';
import type { PythonSession } from './session.node';

/** A cancelled job may still end by itself for this long; a warm process is worth more than the wait. */
const GRACE_MILLISECONDS = 250;

export interface KeeperTimes {
  /** A process that nobody asks for is ended after this time. */
  readonly idleMilliseconds: number;
  /** After a start that failed, the same answer is given for this long. */
  readonly backoffMilliseconds: number;
}

const TIMES: KeeperTimes = { idleMilliseconds: 5 * 60_000, backoffMilliseconds: 20_000 };

/** A process as the keeper sees it. */
export type KeptSession = Pick<PythonSession, 'alive' | 'ready' | 'run' | 'quiet' | 'kill'>;

interface Started {
  readonly session: Promise<KeptSession>;
  readonly trusted: boolean;
}

/** Keeps one process warm: starts it when it is needed, again when it broke, and ends it when nobody asks for long. */
export class Keeper {
  readonly #start: (trusted: boolean) => Promise<KeptSession>;
  readonly #times: KeeperTimes;
  #current: Started | null = null;
  #failure: { readonly error: Error; readonly trusted: boolean; readonly until: number } | null = null;
  #idle: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(start: (trusted: boolean) => Promise<KeptSession>, times = TIMES) {
    this.#start = start;
    this.#times = times;
  }

  /** Whether a job would find a process, or one that is on its way. */
  get warm(): boolean {
    return this.#current !== null;
  }

  /** A process that may run code of such a workspace, not ended before {@link rest}. Rejects with a PythonFailure. */
  async take(trusted: boolean): Promise<KeptSession> {
    clearTimeout(this.#idle);
    const session = await this.#living(trusted);
    if (session.ready.locked || trusted) return session;
    this.#drop();
    throw refused(session.ready);
  }

  /** Waits until a cancelled job is over, or ends it; a process that is gone is replaced in the background. */
  async settle(): Promise<void> {
    const current = this.#current;
    const session = await current?.session.catch(() => null);
    if (!session || current !== this.#current) return;
    if (session.alive && (await within(GRACE_MILLISECONDS, session.quiet()))) return;
    const { trusted } = current ?? { trusted: false };
    this.#drop();
    if (!this.#disposed) this.#sessionFor(trusted).catch(() => undefined);
  }

  /** No job runs any more: the process is ended unless another one comes soon. */
  rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#drop();
    }, this.#times.idleMilliseconds);
    this.#idle.unref();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#idle);
    this.#drop();
  }

  async #living(trusted: boolean): Promise<KeptSession> {
    const session = await this.#sessionFor(trusted);
    if (session.alive) return session;
    this.#drop();
    return this.#sessionFor(trusted);
  }

  #sessionFor(trusted: boolean): Promise<KeptSession> {
    if (this.#disposed)
      return Promise.reject(new PythonFailure('python-unavailable', 'Python has been shut down.'));
    // What code of an untrusted workspace left behind must not see another's files, nor change its figures.
    if (this.#current !== null && this.#current.trusted !== trusted) this.#drop();
    const failure = this.#current === null ? this.#knownFailure(trusted) : null;
    if (failure !== null) return Promise.reject(failure);
    this.#current ??= this.#started(trusted);
    return this.#current.session;
  }

  #knownFailure(trusted: boolean): Error | null {
    const known = this.#failure;
    return known?.trusted === trusted && performance.now() < known.until ? known.error : null;
  }

  #started(trusted: boolean): Started {
    const started = { session: this.#start(trusted), trusted };
    started.session.catch((reason: unknown) => {
      // Another one may have been started since.
      if (this.#current === started) this.#current = null;
      const error = reason instanceof Error ? reason : new Error(String(reason));
      this.#failure = { error, trusted, until: performance.now() + this.#times.backoffMilliseconds };
    });
    return started;
  }

  #drop(): void {
    const ended = this.#current;
    this.#current = null;
    ended?.session.then(
      (session) => {
        session.kill();
      },
      () => undefined,
    );
  }
}

async function within(milliseconds: number, wanted: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const done = await Promise.race([wanted.then(() => true), late]);
  clearTimeout(timer);
  return done;
}
