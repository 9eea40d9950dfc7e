import { add, call, type Dim, isDeclared, mul } from '../ir/dim';
import { formatShape, resolveAxis } from '../ir/shape';
import {
  type Holding,
  holding,
  MAX_TRACKED_ITEMS,
  scalarOf,
  tensor,
  type TensorFacts,
  UNKNOWN_TENSOR,
  valuesOf,
} from '../ir/tensor';
import type { InferView } from './op';
import { anyElement, sequenceAt, sequenceOf } from './support/sequences';

/**
 * Pieces of `split` elements each (a scalar, 1 by default; the last may be smaller), or of the sizes listed. Only without
 * `split` does `keepdims` 0 take the axis away.
 */
export function inferSplit(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  if (shape === null) return [holding('sequence', tensor(dtype, null))];
  const axis = resolveAxis(view.int('axis', 0), shape.length);
  if (axis === null) return view.conflict(`SplitToSequence: no axis in ${formatShape(shape)}`);
  const length = shape[axis] ?? 1;
  const piece = (size: Dim): TensorFacts => tensor(dtype, shape.with(axis, size));
  if (!view.has(1)) {
    const whole = view.int('keepdims', 1) === 0 ? tensor(dtype, shape.toSpliced(axis, 1)) : piece(1);
    return [repeated(whole, length)];
  }
  const sizes = view.input(1);
  const values = valuesOf(sizes);
  if (sizes.shape?.length === 0) return [chunks(view, scalarOf(sizes), length, piece)];
  if (values?.every((value) => value !== null) === true)
    return [
      sequenceOf(
        view,
        values.map((value) => piece(value)),
      ),
    ];
  return [holding('sequence', piece(view.dataDim(0, 'size')), sizes.shape?.[0] ?? null)];
}

function repeated(item: TensorFacts, count: Dim): TensorFacts {
  const few = typeof count === 'number' && count >= 0 && count <= MAX_TRACKED_ITEMS;
  return holding('sequence', item, count, few ? new Array<TensorFacts>(count).fill(item) : null);
}

/** Pieces of one size, the last of what is left. */
function chunks(
  view: InferView,
  size: Dim | null,
  length: Dim,
  piece: (size: Dim) => TensorFacts,
): TensorFacts {
  const open = piece(view.dataDim(0, 'size'));
  if (size === null) return holding('sequence', open);
  if (typeof size === 'number' && !(size >= 1)) return holding('sequence', open);
  const count = call('ceilDiv', [length, size]);
  if (typeof count !== 'number' || typeof size !== 'number' || typeof length !== 'number')
    return holding('sequence', open, count);
  if (length % size === 0) return repeated(piece(size), count);
  if (count > MAX_TRACKED_ITEMS) return holding('sequence', open, count);
  return sequenceOf(
    view,
    Array.from({ length: count }, (_, at) => piece(Math.min(size, length - at * size))),
  );
}

/** Joins all elements along an axis, a new one with `new_axis`. */
export function inferConcat(view: InferView): readonly TensorFacts[] {
  const sequence = sequenceAt(view, 0);
  const element = sequence?.element ?? UNKNOWN_TENSOR;
  const { dtype, shape } = element;
  if (sequence === null || shape === null) return [tensor(dtype, null)];
  const isNew = view.int('new_axis', 0) === 1;
  const axis = resolveAxis(view.int('axis', 0), shape.length + Number(isNew));
  if (axis === null) return view.conflict(`ConcatFromSequence: no axis in ${formatShape(shape)}`);
  const others = anyElement(view, element, 0).shape ?? shape;
  const count = sequence.count ?? view.dataDim(0, 'count');
  if (isNew) return [tensor(dtype, others.toSpliced(axis, 0, count))];
  const joined = lengthOfAll(sequence, axis) ?? view.dataDim(0, `axis ${axis}`);
  return [tensor(dtype, others.with(axis, joined))];
}

function lengthOfAll({ element, count, items }: Holding, axis: number): Dim | null {
  if (items === null) {
    const each = element.shape?.[axis];
    return each === undefined || count === null || !isDeclared(each) ? null : mul(each, count);
  }
  return items.reduce<Dim | null>((total, { shape }) => {
    const dim = shape?.[axis];
    return total === null || dim === undefined ? null : add(total, dim);
  }, 0);
}
