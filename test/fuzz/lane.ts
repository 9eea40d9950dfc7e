import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Found, Job, Reply, Task } from './jobs';

/** Of the thread's own time where the system tells it (Linux): machines are shared. */
const LONGEST_MS = 5000;
/** Of time on the clock: something waits that nobody answers. Where the thread's own time is not told, the limit for all. */
const LONGEST_WAIT_MS = existsSync('/proc/self/task') ? 60_000 : LONGEST_MS;
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
  /** The step that was seen last, and the thread's time then. */
  #step = { since: -1, cpu: 0 };

  constructor(shared: string, seed: number) {
    this.#task = { shared, seed, state: new SharedArrayBuffer(16), began: Date.now() };
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
    const [, since = 0, busy = 0, thread = 0] = new Int32Array(this.#task.state);
    if (this.#step.since !== since) this.#step = { since, cpu: threadMilliseconds(thread) };
    const waited = Date.now() - this.#task.began - since;
    const worked = threadMilliseconds(thread) - this.#step.cpu;
    if (busy === 1 && (worked > LONGEST_MS || waited > LONGEST_WAIT_MS)) return TOO_LONG;
    return process.memoryUsage.rss() > LARGEST_RSS ? 'memory beyond bounds' : null;
  }
}

/** Time that a thread of this process has worked so far, in steps of 10 ms; 0 where the system does not tell. */
function threadMilliseconds(thread: number): number {
  const file = `/proc/self/task/${thread}/stat`;
  if (thread === 0 || !existsSync(file)) return 0;
  // Behind the name, which may hold anything: state is the first field, user and system time the 12th and 13th.
  const [, rest = ''] = readFileSync(file, 'utf8').split(') ');
  const fields = rest.split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
