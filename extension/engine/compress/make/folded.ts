import type { WeightRecipe } from '../../ir/recipe';
import type { Weights } from '../../weights/values';
import type { Made } from './elements';

type Folded = Extract<WeightRecipe, { readonly kind: 'folded' }>;

/** Vectors of a batch normalization, one number per channel. */
export interface Normalization {
  readonly scale: Weights;
  readonly shift: Weights;
  readonly mean: Weights;
  readonly variance: Weights;
}

/** `W' = W s / sqrt(v + e)` along the output channels, `b' = (b - m) s / sqrt(v + e) + t` (Jacob et al. 2018, section 3.2). */
export function foldedTensor(
  { part, epsilon, axis }: Folded,
  weight: Weights,
  bias: Weights | null,
  { scale, shift, mean, variance }: Normalization,
): Made {
  const channels = scale.values.length;
  const factors = Float64Array.from(
    { length: channels },
    (_, c) => (scale.values[c] ?? 0) / Math.sqrt((variance.values[c] ?? 0) + epsilon),
  );
  if (part === 'bias') {
    const values = Float64Array.from(
      { length: channels },
      (_, c) => ((bias?.values[c] ?? 0) - (mean.values[c] ?? 0)) * (factors[c] ?? 0) + (shift.values[c] ?? 0),
    );
    return { values, dims: [channels] };
  }
  const { dims } = weight;
  const inner = dims.slice(axis + 1).reduce((a, b) => a * b, 1);
  const width = dims[axis] ?? 1;
  const values = Float64Array.from(
    weight.values,
    (value, i) => value * (factors[Math.floor(i / inner) % width] ?? 0),
  );
  return { values, dims };
}
