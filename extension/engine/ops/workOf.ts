import { type Dim } from '../ir/dim';
import { elementCount } from '../ir/shape';
import type { SolvedView, UnknownWork, Work } from './op';

/** One FLOP per element of output 0, counted as transcendental too where the function is one. */
export function perOutputElement(transcendental: boolean): (view: SolvedView) => Work | UnknownWork {
  return (view) => counted(elementsOf(view, 'output'), transcendental);
}

/** One FLOP per element of input 0. */
export function perInputElement(transcendental: boolean): (view: SolvedView) => Work | UnknownWork {
  return (view) => counted(elementsOf(view, 'input'), transcendental);
}

/** Elements of input or output 0; null where the shape is not known. */
export function elementsOf(view: SolvedView, side: 'input' | 'output'): Dim | null {
  const { shape } = side === 'input' ? view.input(0) : view.output(0);
  return shape === null ? null : elementCount(shape);
}

export function counted(count: Dim | null, transcendental: boolean): Work | UnknownWork {
  if (count === null) return { unknown: 'the shape is not known' };
  return transcendental ? { elementOps: count, transcendentals: count } : { elementOps: count };
}
