import type { CancelSignal, Progress } from '../engine/host';
import { CALL_ARITY, type CallContext, type CallName, type Engine } from '../shared/engineCalls';
import type { ServerWire, ToServer } from './messages';

/** More often than this nobody can read a progress line. */
const PROGRESS_INTERVAL_MILLISECONDS = 100;

type Call = Extract<ToServer, { kind: 'call' }>;
type AnyCall = (...args: readonly unknown[]) => Promise<unknown>;

/** The answering end of a wire: runs calls on an engine and sends back results, errors and progress. */
export function serve(wire: ServerWire, engine: Engine): void {
  const cancelled = new Set<number>();
  const running = new Set<number>();
  wire.listen((message) => {
    if (message.kind === 'cancel') {
      if (running.has(message.id)) cancelled.add(message.id);
      return;
    }
    running.add(message.id);
    void answer(wire, engine, message, cancelled).finally(() => {
      running.delete(message.id);
      cancelled.delete(message.id);
    });
  });
}

async function answer(
  wire: ServerWire,
  engine: Engine,
  call: Call,
  cancelled: ReadonlySet<number>,
): Promise<void> {
  try {
    const value = await run(engine, call, {
      signal: signalOf(call, cancelled),
      ...(call.wantsProgress && { progress: throttledProgress(wire, call.id) }),
    });
    wire.send({ kind: 'result', id: call.id, value });
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    wire.send({ kind: 'error', id: call.id, name, message, stack: stack ?? '' });
  }
}

function run(engine: Engine, call: Call, context: CallContext): Promise<unknown> {
  if (!isCallName(call.name)) throw new Error(`There is no call named ${call.name}.`);
  // A call's name and arguments were paired by the typed client; the wire cannot say so.
  const method = engine[call.name] as unknown as AnyCall;
  return method(...call.args.slice(0, CALL_ARITY[call.name]), context);
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(CALL_ARITY, name);
}

function signalOf(call: Call, cancelled: ReadonlySet<number>): CancelSignal {
  return {
    get aborted() {
      return cancelled.has(call.id) || (call.cancelled !== null && Atomics.load(call.cancelled, 0) === 1);
    },
  };
}

function throttledProgress(wire: ServerWire, id: number): Progress {
  let last = Date.now();
  return (stage, done, total) => {
    const now = Date.now();
    if (now - last < PROGRESS_INTERVAL_MILLISECONDS) return;
    last = now;
    wire.send({ kind: 'progress', id, stage, done, total });
  };
}
