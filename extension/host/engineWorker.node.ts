import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../engine/api';
import type { HardwareProfile } from '../engine/hardware/profile';
import { createNodeHost } from './files.node';
import { pythonFiles } from './python/layout.node';
import { createPythonHost } from './python/runner.node';
import type { ToClient, ToServer } from './messages';
import { createModelRuntime, runtimeFiles } from './runtime/runtime.node';
import { serve } from './serve';

/** What the thread is started with. */
export interface EngineWorkerData {
  readonly profiles: readonly HardwareProfile[];
  /** Where a started Python is kept between sessions. */
  readonly cacheFolder: string;
}

if (parentPort !== null) {
  const port = parentPort;
  const { profiles, cacheFolder } = workerData as EngineWorkerData;
  const host = createNodeHost({
    python: (overlays) =>
      createPythonHost({
        files: pythonFiles(__dirname),
        cacheFolder,
        overlays,
        log: (line) => {
          console.error(line);
        },
      }),
    runtime: () => createModelRuntime(runtimeFiles(__dirname)),
  });
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
    createEngine(host, { profiles }),
  );
}
