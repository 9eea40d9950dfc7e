import { existsSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { buildInput } from './inputs';
import type { Job, Reply, Task } from './jobs';
import { depthOf, examine, type Finding, thrown } from './oracle';
import { sharedSeeds } from './seeds';

/** A thread that examines inputs. What it is at, and since when, lies in memory that the watchdog reads. */
const { shared, seed, state, began } = workerData as Task;
const seeds = sharedSeeds(shared);
let rejected: Finding | null = null;

const OWN_THREAD = '/proc/thread-self';
if (existsSync(OWN_THREAD))
  Atomics.store(new Int32Array(state), 3, Number(path.basename(readlinkSync(OWN_THREAD))));

process.on('unhandledRejection', (error) => {
  rejected = { ...thrown(error), kind: `unhandled ${thrown(error).kind}` };
});
parentPort?.on('message', (job: Job) => {
  // What the fuzzer itself does wrong ends the thread: it is not to be taken for a rejection of the engine's.
  perform(job).catch((error: unknown) =>
    setImmediate(() => {
      throw error;
    }),
  );
});

async function perform(job: Job): Promise<void> {
  if ('bytes' in job) {
    const { finding } = await watched(0, (step) => examine(job.bytes, job.depth, step));
    answer({ findings: finding ? [{ number: 0, finding }] : [], slowest: { number: 0, milliseconds: 0 } });
    return;
  }
  const findings: { number: number; finding: Finding }[] = [];
  let slowest = { number: job.from, milliseconds: 0 };
  for (let number = job.from; number < job.from + job.count; number++) {
    const { bytes } = buildInput(seeds, seed, number);
    const { finding, milliseconds } = await watched(number, (step) => examine(bytes, depthOf(number), step));
    if (milliseconds > slowest.milliseconds) slowest = { number, milliseconds };
    if (finding) findings.push({ number, finding });
  }
  answer({ findings, slowest });
}

interface Examined {
  readonly finding: Finding | null;
  /** Of the step that took longest. */
  readonly milliseconds: number;
}

/** An examination under the watchdog's eyes. The turn of the loop brings rejections that nobody handled to light. */
async function watched(
  number: number,
  examination: (step: () => void) => Promise<Finding | null>,
): Promise<Examined> {
  const clock = new Int32Array(state);
  let since = Date.now();
  let milliseconds = 0;
  const step = (): void => {
    const now = Date.now();
    milliseconds = Math.max(milliseconds, now - since);
    since = now;
    Atomics.store(clock, 1, now - began);
  };
  step();
  Atomics.store(clock, 0, number);
  Atomics.store(clock, 2, 1);
  const finding = await examination(step);
  await new Promise((resolve) => setImmediate(resolve));
  step();
  Atomics.store(clock, 2, 0);
  const found = finding ?? rejected;
  rejected = null;
  return { finding: found, milliseconds };
}

function answer(reply: Reply): void {
  parentPort?.postMessage(reply);
}
