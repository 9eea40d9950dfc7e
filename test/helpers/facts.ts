import type { Dim } from '../../extension/engine/ir/dim';
import { formatDim } from '../../extension/engine/ir/dimText';
import type { DType } from '../../extension/engine/ir/dtype';
import { formatShape } from '../../extension/engine/ir/shape';
import { elements, type Shape, tensor, type TensorFacts, valuesOf } from '../../extension/engine/ir/tensor';
import type { OpSpec } from '../../extension/engine/ops/op';
import { inferWith, type NodeSetup, viewOf } from './nodeView';

/** A tensor with known elements. */
export function known(dtype: DType, shape: Shape, values: readonly (Dim | null)[]): TensorFacts {
  return { dtype, shape, content: elements(values) };
}

export function ints(...values: readonly (Dim | null)[]): TensorFacts {
  return known('int64', [values.length], values);
}

export function int(value: Dim): TensorFacts {
  return known('int64', [], [value]);
}

export function floats(...values: readonly (Dim | null)[]): TensorFacts {
  return known('float32', [values.length], values);
}

export function flags(...values: readonly (Dim | null)[]): TensorFacts {
  return known('bool', [values.length], values);
}

export function f32(...shape: readonly Dim[]): TensorFacts {
  return tensor('float32', shape);
}

/** Output 0 of a node inferred on its own; throws on a conflict. */
export function solve(specs: readonly OpSpec[], op: string, setup: NodeSetup = {}): TensorFacts {
  return solveAll(specs, op, setup)[0] ?? tensor(null, null);
}

export function solveAll(
  specs: readonly OpSpec[],
  op: string,
  setup: NodeSetup = {},
): readonly TensorFacts[] {
  const view = viewOf(op, setup);
  const outputs = inferWith(specs, view);
  if (view.conflicts.length > 0) throw new Error(view.conflicts.join('; '));
  return outputs;
}

/** The one conflict of a node, or "". */
export function conflictOf(specs: readonly OpSpec[], op: string, setup: NodeSetup = {}): string {
  const view = viewOf(op, setup);
  inferWith(specs, view);
  return view.conflicts.join('; ');
}

/** `float32 2x3`, as compact to compare as facts get. */
export function shown({ dtype, shape }: TensorFacts): string {
  return `${dtype ?? '?'} ${formatShape(shape)}`;
}

/** The elements as people write them; null for a tensor whose content is not followed. */
export function listed(facts: TensorFacts): readonly (string | number | null)[] | null {
  return (
    valuesOf(facts)?.map((value) =>
      value === null || typeof value === 'number' ? value : formatDim(value),
    ) ?? null
  );
}
