import { type Dim, equal } from '../ir/dim';
import type { Graph } from '../ir/graph';
import { outerReads } from '../ir/order';
import { type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { Environment } from './environment';
import { isSameFacts, isSameUse } from './previous';
import type { BranchChoice, ShapedNode, TensorUse } from './shaped';

/** What the inference of a body hangs on. */
export interface BodyInput {
  readonly body: Graph;
  readonly path: string;
  /** Facts of its inputs. */
  readonly given: readonly TensorFacts[];
  readonly calls: Dim | null;
  readonly choice: BranchChoice | null;
}

/** What came of it. */
export interface BodyResult {
  readonly shaped: readonly ShapedNode[];
  readonly outputs: readonly TensorFacts[];
}

interface Known extends BodyInput, BodyResult {
  readonly outer: readonly TensorUse[];
}

/** Rounds of a loop come to an end within a few states; older ones are not asked for again. */
const MOST_STATES = 4;

/**
 * Bodies that were inferred before, with the same inputs and the same of the graphs around them: loops in loops would infer
 * the innermost as often as the product of all their rounds.
 */
export class Bodies {
  readonly #known = new Map<Graph, Known[]>();

  find(input: BodyInput, around: Environment): BodyResult | undefined {
    const states = this.#known.get(input.body);
    if (!states) return undefined;
    const outer = usesOf(input.body, around);
    return states.find((known) => isSameInput(known, input) && isSameOuter(known.outer, outer));
  }

  keep(input: BodyInput, around: Environment, result: BodyResult): void {
    const states = this.#known.get(input.body) ?? [];
    states.unshift({ ...input, ...result, outer: usesOf(input.body, around) });
    states.length = Math.min(states.length, MOST_STATES);
    this.#known.set(input.body, states);
  }
}

function usesOf(body: Graph, around: Environment): readonly TensorUse[] {
  return outerReads(body).map((name) => around.use(name));
}

function isSameInput(a: BodyInput, b: BodyInput): boolean {
  return (
    a.path === b.path &&
    isSameCount(a.calls, b.calls) &&
    a.choice?.owner === b.choice?.owner &&
    a.choice?.branch === b.choice?.branch &&
    isSameCount(a.choice?.calls ?? null, b.choice?.calls ?? null) &&
    a.given.length === b.given.length &&
    a.given.every((facts, i) => isSameFacts(facts, b.given[i] ?? UNKNOWN_TENSOR))
  );
}

function isSameCount(a: Dim | null, b: Dim | null): boolean {
  return a === null || b === null ? a === b : equal(a, b);
}

function isSameOuter(a: readonly TensorUse[], b: readonly TensorUse[]): boolean {
  return a.every((use, i) => {
    const other = b[i];
    return other !== undefined && (use === other || isSameUse(use, other));
  });
}
