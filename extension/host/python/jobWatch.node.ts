import { Cancelled } from '../../engine/diagnostics';
import type { CancelSignal } from '../../engine/host';
import type { PythonLimits } from '../../engine/hostPython';
import { memoryLimit, timeLimit } from './failures';
import { residentBytes } from './residentMemory.node';

const POLL_MILLISECONDS = 25;
/** What the interpreter and its runtime may hold beside the model's own memory. */
const RUNTIME_BYTES = 640 * 1024 * 1024;

export interface JobWatch {
  /** Rejects when the job has to be stopped, with why; never resolves. */
  readonly stopped: Promise<never>;
  end(): void;
}

/** Looks after one running job: its time, its process's memory, and whether its answer is still wanted. */
export function watchJob(
  pid: number | undefined,
  limits: PythonLimits,
  signal: CancelSignal | undefined,
): JobWatch {
  let stop: (error: Error) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  stopped.catch(() => undefined);
  const { timeLimitSeconds, memoryLimitBytes } = limits;
  const deadline = setTimeout(() => {
    // An answer that has arrived while this thread was busy is taken first.
    setImmediate(() =>
      setImmediate(() => {
        stop(timeLimit(timeLimitSeconds));
      }),
    );
  }, timeLimitSeconds * 1000);
  const poll = setInterval(() => {
    if (signal?.aborted === true) stop(new Cancelled('cancelled'));
    else if ((residentBytes(pid) ?? 0) > memoryLimitBytes + RUNTIME_BYTES)
      stop(memoryLimit(memoryLimitBytes));
  }, POLL_MILLISECONDS);
  return {
    stopped,
    end: () => {
      clearTimeout(deadline);
      clearInterval(poll);
    },
  };
}
