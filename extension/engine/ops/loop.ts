import { add, call, type Dim, isIntegral, mul, sub } from '../ir/dim';
import { fill, scalarOf, tensor, type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import { steadyState } from './support/carried';
import type { InferView, OpSpec } from './op';
import type { Value } from './support/scalars';

/** A subgraph run again and again on carried tensors. */
export const LOOP_OPS: readonly OpSpec[] = [{ types: ['Loop'], infer: inferLoop }];

/** Inputs: trip count, condition, carried tensors. The body maps (iteration, condition, carried) to (condition, carried, scans). */
function inferLoop(view: InferView): readonly TensorFacts[] {
  const initial = Array.from({ length: Math.max(view.inputCount - 2, 0) }, (_, at) => view.input(at + 2));
  const start: Value = view.has(1) ? scalarOf(view.input(1)) : 1;
  const body = (state: readonly TensorFacts[], calls: Dim | null): readonly TensorFacts[] =>
    view.subgraph('body', bodyInputs(start, state), calls);
  const { state, outputs } = steadyState(view, initial, (carried) => body(carried, null), 1);
  const trips = tripsOf(view, start, scalarOf(outputs[0] ?? UNKNOWN_TENSOR));
  // The inference that counts is the last one: it tells the driver how often the body runs.
  const scans = (trips === null ? outputs : body(state, trips)).slice(1 + initial.length);
  const length = trips ?? view.dataDim(initial.length, 'trips');
  const final = trips === 0 ? initial : counted(initial, state, outputs, trips);
  return [...final, ...scans.map((scan) => stacked(scan, length))];
}

/** A sequence that grows by as many elements in every iteration is that much longer behind the last. */
function counted(
  initial: readonly TensorFacts[],
  state: readonly TensorFacts[],
  outputs: readonly TensorFacts[],
  trips: Dim | null,
): readonly TensorFacts[] {
  return state.map((carried, slot) => {
    const facts = unwrapped(carried, outputs[1 + slot]);
    const [start = null, before = null, after = null] = [initial[slot], facts, outputs[1 + slot]].map(
      (at) => at?.holds?.count,
    );
    if (!facts.holds || trips === null || start === null || before === null || after === null) return facts;
    const growth = sub(after, before);
    if (typeof growth !== 'number') return facts;
    return { ...facts, holds: { ...facts.holds, count: add(start, mul(trips, growth)) } };
  });
}

/** An optional that the body gives back without its wrapping; the loop gives what its body gives. */
function unwrapped(carried: TensorFacts, given: TensorFacts | undefined): TensorFacts {
  const kind = given?.holds?.kind;
  if (carried.holds?.kind !== 'optional' || kind === undefined || kind === 'optional') return carried;
  return carried.holds.element;
}

/** Within the body the condition was true; the iteration's number varies. */
function bodyInputs(start: Value, state: readonly TensorFacts[]): readonly TensorFacts[] {
  const condition: TensorFacts = { dtype: 'bool', shape: [], content: start === 0 ? null : fill(1) };
  return [tensor('int64', []), condition, ...state];
}

/** Trips where the condition is constant and the count given; null where only a run decides. */
function tripsOf(view: InferView, start: Value, goesOn: Value): Dim | null {
  if (start === 0) return 0;
  if (start !== 1) return null;
  const limit = view.has(0) ? scalarOf(view.input(0)) : Infinity;
  if (goesOn === 0)
    return limit === null || !(limit === Infinity || isIntegral(limit))
      ? null
      : call('max', [call('min', [limit, 1]), 0]);
  if (goesOn !== 1 || limit === null || limit === Infinity || !isIntegral(limit)) return null;
  return call('max', [limit, 0]);
}

function stacked({ dtype, shape }: TensorFacts, length: Dim): TensorFacts {
  return tensor(dtype, shape === null ? null : [length, ...shape]);
}
