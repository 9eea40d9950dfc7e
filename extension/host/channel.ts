import type { Progress } from '../engine/host';
import type { ClientWire, ToClient } from './messages';

/** The answer is no longer wanted: the caller's signal was aborted. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('The analysis was cancelled.');
  }
}

/** A call failed on the other side. `kind` is the name of the error's class there. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly kind: string;
  readonly remoteStack: string;

  constructor(kind: string, message: string, remoteStack: string) {
    super(message);
    this.kind = kind;
    this.remoteStack = remoteStack;
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: Progress | undefined;
}

export interface ChannelOptions {
  /** After this time without an answer a call rejects; by default it waits for ever. */
  readonly timeoutMilliseconds?: number;
  /** How long the other side may take to notice a cancellation before {@link onUnresponsive} is told. */
  readonly cancelGraceMilliseconds?: number;
  readonly onUnresponsive?: () => void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly progress: Progress | undefined;
}

/** The asking end of a wire: request ids, errors, cancellation, progress, and nothing left pending at the end. */
export class Channel {
  readonly #wire: ClientWire;
  readonly #options: ChannelOptions;
  readonly #pending = new Map<number, Pending>();
  /** Cancelled calls that the other side has not answered yet. */
  readonly #abandoned = new Map<number, NodeJS.Timeout>();
  #nextId = 1;
  #closed: Error | null = null;

  constructor(wire: ClientWire, options: ChannelOptions = {}) {
    this.#wire = wire;
    this.#options = options;
    wire.listen((message) => {
      this.#receive(message);
    });
  }

  /** Resolves with the other side's answer; rejects with {@link Cancelled}, {@link RemoteError} or the reason of {@link close}. */
  call(name: string, args: readonly unknown[], { signal, progress }: CallOptions = {}): Promise<unknown> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    if (signal?.aborted === true) return Promise.reject(new Cancelled());
    const id = this.#nextId++;
    const cancelled = signal === undefined ? null : new Int32Array(new SharedArrayBuffer(4));
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        if (cancelled !== null) Atomics.store(cancelled, 0, 1);
        this.#abandon(id);
      };
      const timer = this.#startTimeout(id);
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
      };
      this.#pending.set(id, settling({ resolve, reject, progress }, done));
      signal?.addEventListener('abort', cancel);
      this.#post(id, name, args, progress !== undefined, cancelled);
    });
  }

  /** Rejects everything that is pending and every later call. */
  close(reason: Error): void {
    if (this.#closed !== null) return;
    this.#closed = reason;
    for (const timer of this.#abandoned.values()) clearTimeout(timer);
    this.#abandoned.clear();
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(reason);
  }

  #post(
    id: number,
    name: string,
    args: readonly unknown[],
    wantsProgress: boolean,
    cancelled: Int32Array | null,
  ): void {
    try {
      this.#wire.send({ kind: 'call', id, name, args, wantsProgress, cancelled });
    } catch (error) {
      this.#settle(id)?.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #receive(message: ToClient): void {
    if (message.kind === 'progress') {
      this.#pending.get(message.id)?.progress?.(message.stage, message.done, message.total);
      return;
    }
    clearTimeout(this.#abandoned.get(message.id));
    this.#abandoned.delete(message.id);
    const pending = this.#settle(message.id);
    if (message.kind === 'result') pending?.resolve(message.value);
    else pending?.reject(new RemoteError(message.name, message.message, message.stack));
  }

  #abandon(id: number): void {
    const pending = this.#settle(id);
    if (pending === undefined) return;
    this.#wire.send({ kind: 'cancel', id });
    const { cancelGraceMilliseconds, onUnresponsive } = this.#options;
    if (cancelGraceMilliseconds !== undefined && onUnresponsive !== undefined) {
      this.#abandoned.set(id, setTimeout(onUnresponsive, cancelGraceMilliseconds).unref());
    }
    pending.reject(new Cancelled());
  }

  #startTimeout(id: number): NodeJS.Timeout | undefined {
    const { timeoutMilliseconds } = this.#options;
    if (timeoutMilliseconds === undefined) return undefined;
    return setTimeout(() => {
      const seconds = Math.round(timeoutMilliseconds / 100) / 10;
      this.#settle(id)?.reject(new Error(`The analysis gave no answer within ${seconds} seconds.`));
    }, timeoutMilliseconds);
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}

/** The same settling functions, with clean-up before them. */
function settling(pending: Pending, done: () => void): Pending {
  return {
    progress: pending.progress,
    resolve: (value) => {
      done();
      pending.resolve(value);
    },
    reject: (error) => {
      done();
      pending.reject(error);
    },
  };
}
