import { CALL_ARITY, type CallName, type Engine } from '../shared/engineCalls';
import type { CallOptions } from './channel';

/** An engine somewhere else, and the end of the connection to it. */
export interface EngineConnection {
  readonly engine: Engine<AbortSignal>;
  /** Starts afresh with the next call; what is pending is rejected. */
  restart(): void;
  /** Rejects what is pending and lets go of worker and memory. */
  dispose(): void;
}

/** Sends one call, whatever it is. */
export type Forward = (name: string, args: readonly unknown[], options: CallOptions) => Promise<unknown>;

/** The typed face of a channel: every engine call as a method. */
export function createClient(forward: Forward): Engine<AbortSignal> {
  const methods = Object.entries(CALL_ARITY).map(([name, arity]) => [name, method(forward, name, arity)]);
  // The methods are made from the table of calls itself; their answers are typed by the same interface on the other side.
  return Object.fromEntries(methods) as Record<CallName, unknown> as Engine<AbortSignal>;
}

function method(forward: Forward, name: string, arity: number) {
  return (...args: readonly unknown[]): Promise<unknown> => {
    const context = args[arity] as CallOptions | undefined;
    return forward(name, args.slice(0, arity), context ?? {});
  };
}
