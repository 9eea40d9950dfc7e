import { checkCancelled } from '../diagnostics';
import type { InferOptions } from './inputs';

/**
 * Loop bodies are inferred more than once, and nested ones multiply: beyond this, what is left stays unknown, unless a node
 * like it was inferred before.
 */
const VISITS_PER_NODE = 20;
const LEAST_VISITS = 10_000;

/** Counts the nodes that are inferred, tells of progress and throws where the caller has cancelled. */
export class Visits {
  readonly #options: InferOptions;
  readonly #nodes: number;
  readonly #limit: number;
  #count = 0;

  /** `nodes` are all that the model has, subgraphs included. */
  constructor(nodes: number, options: InferOptions) {
    this.#options = options;
    this.#nodes = nodes;
    this.#limit = LEAST_VISITS + VISITS_PER_NODE * nodes;
  }

  get exhausted(): boolean {
    return this.#count > this.#limit;
  }

  count(): void {
    this.#count++;
    if (this.#count % 256 !== 0) return;
    checkCancelled(this.#options.signal);
    this.#options.progress?.('shapes', this.#count, Math.max(this.#count, this.#nodes));
  }
}
