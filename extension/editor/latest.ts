import { Cancelled } from '../host/channel';

export type LatestStatus = 'idle' | 'loading' | 'ready' | 'stale' | 'failed';

/** A result with its age: `stale` shows the last good value while a newer one is on its way, or could not be had. */
export interface LatestState<T> {
  readonly status: LatestStatus;
  /** The last good value, whatever the status. */
  readonly value: T | null;
  /** One sentence where something failed or was cancelled, else "". */
  readonly message: string;
}

/** A lazily computed value that can be asked for anew: the older run is cancelled, the last good value stays. */
export class Latest<T> {
  readonly #compute: (signal: AbortSignal) => Promise<T>;
  readonly #changed: () => void;
  #state: LatestState<T> = { status: 'idle', value: null, message: '' };
  #run: AbortController | null = null;
  #done: Promise<void> = Promise.resolve();

  constructor(compute: (signal: AbortSignal) => Promise<T>, changed: () => void) {
    this.#compute = compute;
    this.#changed = changed;
  }

  get state(): LatestState<T> {
    return this.#state;
  }

  get running(): boolean {
    return this.#run !== null;
  }

  /** Starts computing unless that has happened already. */
  ensure(): void {
    if (this.#state.status === 'idle') this.refresh();
  }

  /** Computes anew, whatever there is; a run under way is cancelled. */
  refresh(): void {
    this.#run?.abort();
    const run = new AbortController();
    this.#run = run;
    this.#set(this.#state.value === null ? 'loading' : 'stale', this.#state.value, '');
    this.#done = this.#settle(run);
  }

  /** Stops a run under way; the last good value stays, marked stale. */
  cancel(): void {
    this.#run?.abort();
  }

  /** Resolves with the state once no run is under way; starts the first one. */
  async settled(): Promise<LatestState<T>> {
    this.ensure();
    while (this.#run !== null) await this.#done;
    return this.#state;
  }

  async #settle(run: AbortController): Promise<void> {
    try {
      const value = await this.#compute(run.signal);
      this.#finish(run, 'ready', value, '');
    } catch (error) {
      this.#finish(run, ...this.#failure(error));
    }
  }

  /** A failed file has no numbers any more; a cancelled run says nothing about the file. */
  #failure(error: unknown): [LatestStatus, T | null, string] {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Cancelled && this.#state.value !== null)
      return ['stale', this.#state.value, message];
    return ['failed', null, message];
  }

  #finish(run: AbortController, status: LatestStatus, value: T | null, message: string): void {
    if (this.#run !== run) return;
    this.#run = null;
    this.#set(status, value, message);
  }

  #set(status: LatestStatus, value: T | null, message: string): void {
    this.#state = { status, value, message };
    this.#changed();
  }
}
