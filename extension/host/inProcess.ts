import type { Engine } from '../shared/engineCalls';
import type { EngineConnection } from './client';
import type { ClientWire, ServerWire, ToClient, ToServer, Wire } from './messages';
import { serve } from './serve';
import { supervise } from './supervisor';

/**
 * An engine in this very thread, behind the same channel as a worker's: messages are copied and delivered later, so
 * that nothing works here that would not work across threads.
 */
export function connectInProcess(createEngine: () => Engine): EngineConnection {
  return supervise(() => {
    const [wire, far] = createWirePair();
    serve(far, createEngine());
    return { wire, onExit: () => undefined, stop: () => undefined };
  });
}

/** Two connected ends. */
export function createWirePair(): readonly [ClientWire, ServerWire] {
  const toServer = createQueue<ToServer>();
  const toClient = createQueue<ToClient>();
  return [join(toServer, toClient), join(toClient, toServer)];
}

function join<Out, In>(there: Queue<Out>, back: Queue<In>): Wire<Out, In> {
  return {
    send: (message) => {
      there.send(message);
    },
    listen: (listener) => {
      back.listen(listener);
    },
  };
}

type Queue<T> = Wire<T, T>;

function createQueue<T>(): Queue<T> {
  let receiver: ((message: T) => void) | null = null;
  return {
    send: (message) => {
      const copy = structuredClone(message);
      setImmediate(() => receiver?.(copy));
    },
    listen: (listener) => {
      receiver = listener;
    },
  };
}
