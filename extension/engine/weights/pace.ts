import { checkCancelled } from '../diagnostics';
import type { CancelSignal, Progress } from '../host';

/** How the caller wants long work to behave. */
export interface Work {
  /** Gives other work a turn, messages that cancel included; it is awaited about every 50 ms. */
  readonly pause: () => Promise<void>;
  readonly signal?: CancelSignal;
  readonly progress?: Progress;
}

/** Never pauses, is never cancelled: for small tensors and for tests. */
export const AT_ONCE: Work = { pause: () => Promise.resolve() };

const MILLISECONDS_BETWEEN_PAUSES = 50;

/** Steps between two looks at the clock: tens of microseconds of multiplications, half a millisecond at worst. */
const STEPS_BETWEEN_LOOKS = 2 ** 16;

/** Elements of one span of {@link eachSpan}. */
const SPAN = 2 ** 17;

/**
 * Counts the steps of a stage and says when it is time to pause:
 * `if (pacer.due(steps)) await pacer.rest();`. Throws `Cancelled` when it is made and when it rests.
 */
export class Pacer {
  readonly #work: Work;
  readonly #stage: string;
  readonly #total: number;
  #done = 0;
  #nextLook = STEPS_BETWEEN_LOOKS;
  #rested = Date.now();

  /** `total` is how many steps the stage takes, as far as that can be foreseen. */
  constructor(work: Work, stage: string, total: number) {
    checkCancelled(work.signal);
    this.#work = work;
    this.#stage = stage;
    this.#total = total;
  }

  /** Whether to rest now that `steps` more are done. */
  due(steps: number): boolean {
    this.#done += steps;
    if (this.#done < this.#nextLook) return false;
    this.#nextLook = this.#done + STEPS_BETWEEN_LOOKS;
    // A clock that was set back must not put the next pause off.
    return Math.abs(Date.now() - this.#rested) >= MILLISECONDS_BETWEEN_PAUSES;
  }

  /** Pauses and reports how far the stage has come. Throws `Cancelled` once nobody waits for the answer. */
  async rest(): Promise<void> {
    this.#work.progress?.(this.#stage, Math.min(this.#done, this.#total), this.#total);
    await this.#work.pause();
    checkCancelled(this.#work.signal);
    this.#rested = Date.now();
  }
}

/** Visits 0 to `length` in spans short enough to pause between them; one step an element. */
export async function eachSpan(
  length: number,
  pacer: Pacer,
  visit: (start: number, end: number) => void,
): Promise<void> {
  for (let start = 0; start < length; start += SPAN) {
    const end = Math.min(length, start + SPAN);
    visit(start, end);
    if (pacer.due(end - start)) await pacer.rest();
  }
}
