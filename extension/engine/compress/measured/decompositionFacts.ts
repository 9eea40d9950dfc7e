import type { WeightFact } from '../../../shared/suggestions';
import type { StoredTensor } from '../../ir/graph';
import type { WeightRecipe } from '../../ir/recipe';
import { formatShare } from '../../units';
import type { Work } from '../../weights/pace';
import { rankFor, retainedEnergy, type Spectrum } from '../../weights/spectrum';
import { inputUnfolding, outputUnfolding, spatialMatrix } from '../../weights/unfold';
import type { Matrix, Weights } from '../../weights/values';
import type { WeightStore } from './weightStore';

export type Factor = Extract<WeightRecipe, { readonly kind: 'factor' }>;

/** One matrix whose spectrum a decomposition cuts off. */
interface Cut {
  readonly label: string;
  readonly rank: number;
  readonly matrixOf: (weights: Weights) => Matrix | null;
}

/** Ranks that keep these shares of a weight's energy are what people ask for. */
const SHARES = [0.9, 0.95, 0.99] as const;

/** How much of a weight a low rank keeps, and which rank would keep more. */
export async function decompositionFacts(
  recipe: Factor,
  tensor: StoredTensor,
  store: WeightStore,
  work: Work,
): Promise<readonly WeightFact[]> {
  const facts: WeightFact[] = [];
  for (const { label, rank, matrixOf } of cutsOf(recipe)) {
    const spectrum = await store.spectrum(tensor, `${recipe.by} ${label}`, matrixOf, work);
    if (spectrum) facts.push({ label, value: spectrumText(spectrum, rank) });
  }
  return facts;
}

/** Singular values of the one matrix that a decomposition cuts off; null where it cuts several, or none is stored. */
export async function spectrumOf(
  recipe: Factor,
  tensor: StoredTensor,
  store: WeightStore,
  work: Work,
): Promise<Spectrum | null> {
  const [cut, ...others] = cutsOf(recipe);
  if (!cut || others.length > 0) return null;
  return store.spectrum(tensor, `${recipe.by} ${cut.label}`, cut.matrixOf, work);
}

function cutsOf({ by, ranks }: Factor): readonly Cut[] {
  const [first = 0, second = 0] = ranks;
  if (by === 'svd') return [{ label: 'Energy kept', rank: first, matrixOf: flatMatrix }];
  if (by === 'spatial-svd') return [{ label: 'Energy kept', rank: first, matrixOf: spatialMatrix }];
  return [
    { label: 'Energy kept, inputs', rank: first, matrixOf: inputUnfolding },
    { label: 'Energy kept, outputs', rank: second, matrixOf: outputUnfolding },
  ];
}

/** Matrices as they stand, and 1x1 convolutions as [out, in]: which side is which changes no singular value. */
function flatMatrix({ values, dims }: Weights): Matrix | null {
  const [rows = 0, cols = 0, ...kernel] = dims;
  return kernel.every((size) => size === 1) ? { data: values, rows, cols } : null;
}

function spectrumText(spectrum: Spectrum, rank: number): string {
  const kept = retainedEnergy(spectrum, rank);
  const ranks = SHARES.flatMap((share) => {
    const needed = rankFor(spectrum, share);
    return needed === null ? [] : [`${formatShare(share)} at rank ${needed}`];
  });
  const own =
    kept === null ? `rank ${rank} is beyond what was computed` : `${formatShare(kept)} at rank ${rank}`;
  return [own, ...ranks].join('; ');
}
