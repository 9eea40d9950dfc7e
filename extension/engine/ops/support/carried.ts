import { type TensorFacts, UNKNOWN_TENSOR } from '../../ir/tensor';
import { merged, sameFacts } from './merging';
import type { InferView } from '../op';

/** Rounds after which state that still changes is given up. Each round a dim or an element becomes open for good. */
const MAX_ROUNDS = 6;

export interface Steady {
  /** Facts of the carried tensors that hold before and after every iteration. */
  readonly state: readonly TensorFacts[];
  /** All that the body gives for this state. */
  readonly outputs: readonly TensorFacts[];
}

/**
 * Widens the facts before the first iteration by what the body makes of them until nothing changes.
 * @param body infers one iteration
 * @param first position of the carried tensors among the body's outputs
 */
export function steadyState(
  view: InferView,
  initial: readonly TensorFacts[],
  body: (state: readonly TensorFacts[]) => readonly TensorFacts[],
  first: number,
): Steady {
  let state = initial;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const outputs = body(state);
    const widened = state.map((facts, slot) =>
      widen(view, slot, facts, outputs[first + slot] ?? UNKNOWN_TENSOR),
    );
    if (widened.every((facts, slot) => sameFacts(facts, state[slot] ?? UNKNOWN_TENSOR)))
      return { state, outputs };
    state = widened;
  }
  const open = state.map(({ dtype }) => ({ dtype, shape: null, content: null }));
  return { state: open, outputs: body(open) };
}

/** The element type of a carried tensor never changes. */
function widen(view: InferView, slot: number, before: TensorFacts, after: TensorFacts): TensorFacts {
  const facts = merged(before, after, (axis) => view.dataDim(slot, axis === 'count' ? axis : `axis ${axis}`));
  return { ...facts, dtype: before.dtype ?? after.dtype };
}
