import type { WeightRecipe } from '../../ir/recipe';
import type { Work } from '../../weights/pace';
import { pruneByMagnitude } from '../../weights/sparsity';
import type { Weights } from '../../weights/values';
import type { Made } from './elements';

type Masked = Extract<WeightRecipe, { readonly kind: 'masked' }>;

/** The weight with its smallest elements 0: of the whole tensor, or of each group of neighbours along the inputs. */
export async function maskedTensor(weight: Weights, { pattern, axis }: Masked, work: Work): Promise<Made> {
  if ('density' in pattern) return byMagnitude(weight, 1 - pattern.density, work);
  return byGroup(weight, axis, pattern.n, pattern.m);
}

async function byMagnitude({ values, dims }: Weights, sparsity: number, work: Work): Promise<Made> {
  const pruned = await pruneByMagnitude(values, sparsity, work);
  const out = Float64Array.from(values);
  if (!pruned) return { values: out, dims };
  let left = pruned.removed;
  // Below the threshold all go; of those equal to it as many as are left, in order.
  for (let i = 0; i < out.length; i++)
    if (Math.abs(out[i] ?? 0) < pruned.threshold) {
      out[i] = 0;
      left--;
    }
  for (let i = 0; i < out.length && left > 0; i++)
    if (out[i] !== 0 && Math.abs(out[i] ?? 0) === pruned.threshold) {
      out[i] = 0;
      left--;
    }
  return { values: out, dims };
}

function byGroup({ values, dims }: Weights, axis: number, keep: number, of: number): Made {
  const out = Float64Array.from(values);
  const inner = dims.slice(axis + 1).reduce((a, b) => a * b, 1);
  const width = dims[axis] ?? 1;
  const outer = dims.slice(0, axis).reduce((a, b) => a * b, 1);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++)
      for (let start = 0; start < width; start += of) {
        const places = Array.from(
          { length: Math.min(of, width - start) },
          (_, k) => (o * width + start + k) * inner + i,
        );
        places.sort((a, b) => Math.abs(out[b] ?? 0) - Math.abs(out[a] ?? 0) || a - b);
        for (const place of places.slice(keep)) out[place] = 0;
      }
  return { values: out, dims };
}
