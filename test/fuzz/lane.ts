import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Found, Job, Reply, Task } from './jobs';

const LONGEST_MS = 5000;
export const TOO_LONG = `more than ${LONGEST_MS} ms`;
/** Starting a thread and reading the seeds is not an input's fault. */
const LOOK_MS = 100;
const HEAP_MIB = 1024;
/** Of the process as a whole: buffers are not in a thread's heap. */
const LARGEST_RSS = 3 * 2 ** 30;

/** What became of a job; `stopped` is the input at which the thread ended or had to be ended. */
export interface Ended extends Reply {
  readonly stopped: Found | null;
}

/** One thread at a time, with a watchdog that ends it where an input takes too long or too much, and starts another. */
export class Lane {
  readonly #task: Task;
  #worker: Worker | null = null;

  constructor(shared: string, seed: number) {
    this.#task = { shared, seed, state: new SharedArrayBuffer(12), began: Date.now() };
  }

  async perform(job: Job): Promise<Ended> {
    const worker = (this.#worker ??= this.#start());
    const reply = await this.#answer(worker, job);
    if ('slowest' in reply) return { ...reply, stopped: null };
    this.#worker = null;
    await worker.terminate();
    const [number = 0, since = 0] = new Int32Array(this.#task.state);
    const milliseconds = Date.now() - this.#task.began - since;
    return { findings: [], slowest: { number, milliseconds }, stopped: { number, finding: reply } };
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    Atomics.store(new Int32Array(this.#task.state), 2, 0);
    return new Worker(path.join(__dirname, 'worker.js'), {
      workerData: this.#task,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
  }

  #answer(worker: Worker, job: Job): Promise<Reply | Found['finding']> {
    return new Promise((resolve) => {
      const settle = (answer: Reply | Found['finding']): void => {
        clearInterval(watchdog);
        // By name: Node has listeners of its own on a worker, without which no further message comes.
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
        worker.on('error', () => undefined);
        resolve(answer);
      };
      const watchdog = setInterval(() => {
        const problem = this.#problem();
        if (problem !== null) settle({ kind: problem, detail: problem });
      }, LOOK_MS);
      worker.once('message', settle);
      worker.once('error', (error) => {
        settle({ kind: `died of ${error.name}`, detail: error.stack ?? error.message });
      });
      worker.once('exit', (code) => {
        settle({ kind: 'died', detail: `exit code ${code}` });
      });
      worker.postMessage(job);
    });
  }

  #problem(): string | null {
    const [, since = 0, busy = 0] = new Int32Array(this.#task.state);
    if (busy === 1 && Date.now() - this.#task.began - since > LONGEST_MS) return TOO_LONG;
    return process.memoryUsage.rss() > LARGEST_RSS ? 'memory beyond bounds' : null;
  }
}
