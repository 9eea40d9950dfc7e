import { type Dim, mul } from '../ir/dim';
import { formatShape, resolveAxis } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { steadyState } from './support/carried';
import type { InferView, OpSpec } from './op';

/** A subgraph run over the slices of sequences. */
export const SCAN_OPS: readonly OpSpec[] = [
  {
    types: ['Scan'],
    infer: (view) => (view.opset < 9 ? inferBatched(view) : inferScan(view)),
  },
];

/** Since opset 9: states, then sequences, each cut along its own axis. */
function inferScan(view: InferView): readonly TensorFacts[] {
  const scans = view.int('num_scan_inputs', 1);
  const states = view.inputCount - scans;
  if (!(scans >= 1 && states >= 0))
    return view.conflict(`Scan: ${scans} scan inputs of ${view.inputCount} inputs`);
  const sequences = inputs(view, states, view.inputCount);
  const axes = sequences.map(({ shape }, at) => axisOf(view.ints('scan_input_axes')?.[at] ?? 0, shape));
  const problem = sequences.find(({ shape }, at) => shape !== null && axes[at] === null);
  if (problem !== undefined) return view.conflict(`Scan: no such axis in ${formatShape(problem.shape)}`);
  const slices = sequences.map((sequence, at) => withoutAxis(sequence, axes[at] ?? null));
  const length = lengthOf(sequences, axes);
  return run(view, inputs(view, 0, states), slices, length, (scan, at, trips) =>
    insertedAt(scan, view.ints('scan_output_axes')?.[at] ?? 0, trips),
  );
}

/** Opset 8: an optional vector of lengths first, and batch before time in states and sequences. */
function inferBatched(view: InferView): readonly TensorFacts[] {
  const scans = view.int('num_scan_inputs', 1);
  const states = view.inputCount - 1 - scans;
  if (!(scans >= 1 && states >= 0))
    return view.conflict(`Scan: ${scans} scan inputs of ${view.inputCount} inputs`);
  const sequences = inputs(view, 1 + states, view.inputCount);
  const batch = [...inputs(view, 1, 1 + states), ...sequences].find(({ shape }) => shape !== null)
    ?.shape?.[0];
  const length = lengthOf(
    sequences,
    sequences.map(() => 1),
  );
  const initial = inputs(view, 1, 1 + states).map((state) => withoutAxis(state, 0));
  const slices = sequences.map((sequence) => withoutAxis(withoutAxis(sequence, 1), 0));
  const whole = view.has(0) || batch === undefined || length === null ? null : mul(batch, length);
  const items = batch ?? view.dataDim(0, 'batch');
  return run(view, initial, slices, whole, (scan) =>
    insertedAt(insertedAt(scan, 0, length ?? view.dataDim(states, 'trips')), 0, items),
  ).map((facts, slot) => (slot < states ? insertedAt(facts, 0, items) : facts));
}

function run(
  view: InferView,
  initial: readonly TensorFacts[],
  slices: readonly TensorFacts[],
  calls: Dim | null,
  stack: (scan: TensorFacts, at: number, trips: Dim) => TensorFacts,
): readonly TensorFacts[] {
  const body = (carried: readonly TensorFacts[], times: Dim | null): readonly TensorFacts[] =>
    view.subgraph('body', [...carried, ...slices], times);
  const { state } = steadyState(view, initial, (carried) => body(carried, null), 0);
  const outputs = body(state, calls);
  const trips = calls ?? view.dataDim(initial.length, 'trips');
  return [...state, ...outputs.slice(initial.length).map((scan, at) => stack(scan, at, trips))];
}

function inputs(view: InferView, from: number, to: number): readonly TensorFacts[] {
  return Array.from({ length: to - from }, (_, at) => view.input(from + at));
}

function axisOf(axis: number, shape: Shape | null): number | null {
  return shape === null ? null : resolveAxis(axis, shape.length);
}

/** Length of the sequences, a number before a symbol; null where none is known. */
function lengthOf(sequences: readonly TensorFacts[], axes: readonly (number | null)[]): Dim | null {
  const lengths = sequences.flatMap(({ shape }, at) => shape?.[axes[at] ?? -1] ?? []);
  return lengths.find((length) => typeof length === 'number') ?? lengths[0] ?? null;
}

function withoutAxis({ dtype, shape }: TensorFacts, axis: number | null): TensorFacts {
  return tensor(dtype, shape === null || axis === null ? null : shape.toSpliced(axis, 1));
}

function insertedAt({ dtype, shape }: TensorFacts, axis: number, dim: Dim): TensorFacts {
  if (shape === null) return tensor(dtype, null);
  return tensor(dtype, shape.toSpliced(axis < 0 ? axis + shape.length + 1 : axis, 0, dim));
}
