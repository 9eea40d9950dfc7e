import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../engine/api';
import type { HardwareProfile } from '../engine/hardware/profile';
import { createNodeHost } from './files.node';
import type { ToClient, ToServer } from './messages';
import { serve } from './serve';

/** What the thread is started with. */
export interface EngineWorkerData {
  readonly profiles: readonly HardwareProfile[];
}

if (parentPort !== null) {
  const port = parentPort;
  const { profiles } = workerData as EngineWorkerData;
  serve(
    {
      send: (message: ToClient) => {
        port.postMessage(message);
      },
      listen: (listener) => {
        port.on('message', (message: ToServer) => {
          listener(message);
        });
      },
    },
    createEngine(createNodeHost(), { profiles }),
  );
}
