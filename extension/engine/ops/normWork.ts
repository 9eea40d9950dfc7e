import { type Dim, mul } from '../ir/dim';
import { elementCount } from '../ir/shape';
import type { Shape } from '../ir/tensor';
import { unknownInput } from './support/measure';
import type { SolvedView, UnknownWork, Work } from './op';

/** Operations per element of a normalization: subtract, square, sum, scale, shift. */
export const NORM_OPERATIONS = 5;

/** A normalization that takes one root (or power) per group of elements. */
export function normalizationWork(
  groupsOf: (view: SolvedView, shape: Shape) => Dim,
): (view: SolvedView) => Work | UnknownWork {
  return (view) => {
    const { shape } = view.input(0);
    if (shape === null) return unknownInput(view, 0);
    return { elementOps: mul(elementCount(shape), NORM_OPERATIONS), transcendentals: groupsOf(view, shape) };
  };
}
