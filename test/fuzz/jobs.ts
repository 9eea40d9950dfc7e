import type { Depth, Finding } from './oracle';

/**
 * What a thread is started with. `state` holds: the number of the input, since when, whether it is at one, and the system's
 * number of the thread.
 */
export interface Task {
  readonly shared: string;
  readonly seed: number;
  readonly state: SharedArrayBuffer;
  /** What times in `state` count from. */
  readonly began: number;
}

/** A run of inputs by number, or one input as it is. */
export type Job =
  { readonly from: number; readonly count: number } | { readonly bytes: Uint8Array; readonly depth: Depth };

export interface Found {
  readonly number: number;
  readonly finding: Finding;
}

export interface Slowest {
  readonly number: number;
  readonly milliseconds: number;
}

export interface Reply {
  readonly findings: readonly Found[];
  readonly slowest: Slowest;
}
