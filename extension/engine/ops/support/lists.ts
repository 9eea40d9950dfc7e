import type { Dim } from '../../ir/dim';
import { formatShape, resolveAxis } from '../../ir/shape';
import { MAX_RANK, scalarOf, type Shape, valuesOf } from '../../ir/tensor';
import type { InferView, NodeView } from '../op';
import type { Value } from './scalars';

/**
 * Numbers that an operator takes as an input (newer opsets) or as an attribute (older ones): undefined where neither
 * is given, null where they are not known; single ones may be null or symbolic.
 */
export function listOf(view: NodeView, slot: number, attribute: string): readonly Value[] | null | undefined {
  if (view.has(slot)) return valuesOf(view.input(slot));
  return view.ints(attribute);
}

/** {@link listOf} where only plain numbers serve. */
export function intsOf(
  view: NodeView,
  slot: number,
  attribute: string,
): readonly number[] | null | undefined {
  const list = listOf(view, slot, attribute);
  if (list === null || list === undefined) return list;
  const numbers = list.filter((value) => typeof value === 'number');
  return numbers.length === list.length ? numbers : null;
}

/** A single number given as an input or as an attribute; undefined where neither, null where not known. */
export function scalarArgument(view: NodeView, slot: number, attribute: string): Value | undefined {
  return view.has(slot) ? scalarOf(view.input(slot)) : view.int(attribute);
}

/** Axes made non-negative; a sentence where one lies outside the rank or comes twice. */
export function resolveAxes(axes: readonly number[], rank: number, op: string): readonly number[] | string {
  const resolved = axes.map((axis) => resolveAxis(axis, rank));
  const outside = resolved.indexOf(null);
  if (outside >= 0) return `${op}: axis ${axes[outside] ?? '?'} lies outside rank ${rank}`;
  if (new Set(resolved).size < axes.length) return `${op}: axes ${axes.join(', ')} name an axis twice`;
  return resolved as readonly number[];
}

/** A shape of `rank` dims that only a run decides; null for an unreasonable rank. */
export function undecidedShape(view: InferView, slot: number, rank: number): Shape | null {
  if (!Number.isInteger(rank) || rank < 0 || rank > MAX_RANK) return null;
  return Array.from({ length: rank }, (_, axis) => view.dataDim(slot, `axis ${axis}`));
}

/** Values as dims, unknown ones decided by a run; a sentence where one is no size. */
export function dimsFrom(view: InferView, values: readonly Value[], slot = 0): Shape | string | null {
  const bad = values.find((value) => typeof value === 'number' && !(Number.isInteger(value) && value >= 0));
  if (bad !== undefined) return `${view.node.op}: ${formatValues(values)} is not a shape`;
  if (values.length > MAX_RANK) return null;
  return values.map((value, axis): Dim => value ?? view.dataDim(slot, `axis ${axis}`));
}

export function formatValues(values: readonly Value[]): string {
  return `[${values.map((value) => (value === null ? '?' : formatShape([value]))).join(', ')}]`;
}
