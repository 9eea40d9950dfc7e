import { type Dim, isDeclared } from '../../ir/dim';
import {
  type Holding,
  holding,
  MAX_TRACKED_ITEMS,
  tensor,
  type TensorFacts,
  UNKNOWN_TENSOR,
} from '../../ir/tensor';
import type { InferView, NodeView } from '../op';
import { merged } from './merging';

/** A sequence of these; too many of them are followed as a whole. */
export function sequenceOf(view: InferView, items: readonly TensorFacts[], slot = 0): TensorFacts {
  const element = commonElement(view, items, slot);
  return holding('sequence', element, items.length, items.length > MAX_TRACKED_ITEMS ? null : items);
}

/** What is true of all of them. */
function commonElement(view: InferView, items: readonly TensorFacts[], slot: number): TensorFacts {
  const [first = UNKNOWN_TENSOR, ...rest] = items;
  const open = openDims(view, slot);
  return rest.reduce((common, item) => merged(common, item, open), { ...first, content: null });
}

/** Names for dims of an element that only a run decides. */
export function openDims(view: InferView, slot: number): (axis: number | 'count') => Dim {
  return (axis) => view.dataDim(slot, axis === 'count' ? 'elementCount' : `element${axis}`);
}

/** What an input holds where it is a sequence; null elsewhere. */
export function sequenceAt(view: NodeView, slot: number): Holding | null {
  const { holds } = view.input(slot);
  return holds?.kind === 'sequence' ? holds : null;
}

/** Some element: dims in which the elements may differ are this one's own. */
export function anyElement(view: InferView, element: TensorFacts, slot: number): TensorFacts {
  if (element.holds) return element;
  const shape = element.shape?.map((dim, axis) =>
    isDeclared(dim) ? dim : view.dataDim(slot, `axis ${axis}`),
  );
  return tensor(element.dtype, shape ?? null);
}
