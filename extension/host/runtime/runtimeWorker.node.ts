import { parentPort, workerData } from 'node:worker_threads';
import type { FromRuntime, RuntimeWorkerData, ToRuntime } from './messages';
import { OrtModel } from './ortModel.node';

/** Entry of the thread that a model is run in: one model, one request after the other. */
if (parentPort !== null) {
  const port = parentPort;
  const model = new OrtModel((workerData as RuntimeWorkerData).folder);
  port.on('message', (request: ToRuntime) => {
    void model.answer(request).then((answer) => {
      port.postMessage(answer, buffersOf(answer));
    });
  });
}

/** Outputs move to the other side rather than being copied; each buffer once. */
function buffersOf(answer: FromRuntime): ArrayBuffer[] {
  if (answer.kind !== 'ran') return [];
  const buffers = answer.outputs.map(([, { data }]) => data.buffer);
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
