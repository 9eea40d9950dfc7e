import { PythonFailure } from '../../engine/hostPython';
import { refused } from './failures';
import type { PythonSession } from './session.node';
import { Starter, type StarterOptions } from './starter.node';

const IDLE_MILLISECONDS = 5 * 60_000;
/** A cancelled job may still end by itself for this long; a warm process is worth more than the wait. */
const GRACE_MILLISECONDS = 250;
/** After a start that failed, the same answer is given for this long. */
const BACKOFF_MILLISECONDS = 20_000;

/** Keeps one process warm: starts it when it is needed, again when it broke, and ends it when nobody asks for long. */
export class Keeper {
  readonly #starter: Starter;
  #current: { readonly session: Promise<PythonSession>; readonly trusted: boolean } | null = null;
  #failure: { readonly error: Error; readonly trusted: boolean; readonly until: number } | null = null;
  #idle: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: StarterOptions) {
    this.#starter = new Starter(options);
  }

  /** Whether a job would find a process, or one that is on its way. */
  get warm(): boolean {
    return this.#current !== null;
  }

  /** A process that may run code of such a workspace. Rejects with a PythonFailure. */
  async take(trusted: boolean): Promise<PythonSession> {
    this.#stayAwake();
    const session = await this.#sessionFor(trusted);
    if (!session.alive) {
      this.#drop();
      return this.#sessionFor(trusted);
    }
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

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#idle);
    this.#drop();
  }

  #sessionFor(trusted: boolean): Promise<PythonSession> {
    if (this.#disposed)
      return Promise.reject(new PythonFailure('python-unavailable', 'Python has been shut down.'));
    // What code of an untrusted workspace left behind must not see another's files, nor change its figures.
    if (this.#current !== null && this.#current.trusted !== trusted) this.#drop();
    this.#current ??= { session: this.#start(trusted), trusted };
    return this.#current.session;
  }

  async #start(trusted: boolean): Promise<PythonSession> {
    const known = this.#failure;
    if (known !== null && known.trusted === trusted && performance.now() < known.until) {
      this.#current = null;
      throw known.error;
    }
    try {
      const session = await this.#starter.start(trusted);
      if (this.#disposed) session.kill();
      return session;
    } catch (error) {
      this.#current = null;
      const until = performance.now() + BACKOFF_MILLISECONDS;
      this.#failure = { error: error instanceof Error ? error : new Error(String(error)), trusted, until };
      throw error;
    }
  }

  #stayAwake(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#drop();
    }, IDLE_MILLISECONDS);
    this.#idle.unref();
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
