import { Worker } from 'node:worker_threads';
import { Cancelled } from '../../engine/diagnostics';
import type { CancelSignal } from '../../engine/host';
import type { FromRuntime, RuntimeWorkerData, ToRuntime } from './messages';
import { failureSentence } from './sentences';

/** How often a waiting request looks whether it is still wanted. */
const LOOK_MILLISECONDS = 50;

interface Waiting {
  readonly resolve: (answer: FromRuntime) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that is asked one thing at a time. Ending it is the one way to stop a run, and always works. */
export class RuntimeThread {
  readonly #worker: Worker;
  readonly #signal: CancelSignal | undefined;
  #waiting: Waiting | null = null;
  #ended: Error | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(entry: string, data: RuntimeWorkerData, signal: CancelSignal | undefined) {
    this.#signal = signal;
    this.#worker = new Worker(entry, { workerData: data, name: 'LayerCost runtime' });
    this.#worker.unref();
    this.#worker.on('message', (answer: FromRuntime) => {
      this.#settle(({ resolve }) => {
        resolve(answer);
      });
    });
    this.#worker.on('error', (error) => {
      this.#end(new Error(failureSentence(error, 'run')));
    });
    this.#worker.on('exit', () => {
      this.#end(new Error('the model cannot be run: its thread has ended'));
    });
  }

  /** Rejects with the sentence of a failed answer, and with Cancelled once the signal is given. */
  async ask<K extends FromRuntime['kind']>(
    kind: K,
    request: ToRuntime,
  ): Promise<Extract<FromRuntime, { kind: K }>> {
    const answer = await this.#inTurn(() => this.#send(request));
    if (answer.kind === 'failed') throw new Error(answer.message);
    if (!isOf(kind, answer)) throw new Error('the model cannot be run: its thread answers something else');
    return answer;
  }

  async close(): Promise<void> {
    this.#end(new Error('the model was closed'));
    await this.#worker.terminate();
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const next = this.#last.then(action, action);
    this.#last = next.catch(() => undefined);
    return next;
  }

  #send(request: ToRuntime): Promise<FromRuntime> {
    if (this.#signal?.aborted === true) this.#cancel();
    if (this.#ended) return Promise.reject(this.#ended);
    const timer = setInterval(() => {
      if (this.#signal?.aborted === true) this.#cancel();
    }, LOOK_MILLISECONDS);
    this.#worker.ref();
    return new Promise<FromRuntime>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(request);
    }).finally(() => {
      clearInterval(timer);
      this.#worker.unref();
    });
  }

  #cancel(): void {
    this.#end(new Cancelled('cancelled'));
    void this.#worker.terminate();
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#settle(({ reject }) => {
      reject(error);
    });
  }

  #settle(action: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) action(waiting);
  }
}

function isOf<K extends FromRuntime['kind']>(
  kind: K,
  answer: FromRuntime,
): answer is Extract<FromRuntime, { kind: K }> {
  return answer.kind === kind;
}
