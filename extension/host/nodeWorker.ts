import { Worker } from 'node:worker_threads';
import type { EngineConnection } from './client';
import type { ToClient, ToServer } from './messages';
import { type Link, supervise, type SupervisorOptions } from './supervisor';

export interface NodeWorkerOptions extends SupervisorOptions {
  /** Path of the bundled worker entry. */
  readonly entry: string;
  /** Called at each start; handed to the worker as its `workerData`. */
  readonly data: () => unknown;
  /** Receives what the worker prints and why it ended. */
  readonly log: (line: string) => void;
}

/** A model that needs more than this is refused with a sentence instead of taking the editor down with it. */
const MAX_HEAP_MEGABYTES = 2048;

/** An engine in a worker thread. */
export function connectNodeWorker(options: NodeWorkerOptions): EngineConnection {
  return supervise(() => startWorker(options), options);
}

function startWorker({ entry, data, log }: NodeWorkerOptions): Link {
  const worker = new Worker(entry, {
    workerData: data(),
    name: 'LayerCost engine',
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MEGABYTES },
  });
  worker.unref();
  let reason = 'The analysis stopped unexpectedly; the next one starts afresh.';
  worker.on('error', (error: Error) => {
    log(error.stack ?? error.message);
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') reason = OUT_OF_MEMORY;
  });
  return {
    wire: {
      send: (message: ToServer) => {
        worker.postMessage(message);
      },
      listen: (listener) => {
        worker.on('message', (message: ToClient) => {
          listener(message);
        });
      },
    },
    onExit: (listener) => {
      worker.on('exit', () => {
        listener(reason);
      });
    },
    stop: () => {
      void worker.terminate();
    },
  };
}

const OUT_OF_MEMORY = `The analysis needed more than ${MAX_HEAP_MEGABYTES / 1024} GiB of memory and was stopped; "layercost inspect" on the command line may take more.`;
