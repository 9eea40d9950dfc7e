import type { WeightRecipe } from '../../ir/recipe';
import type { Work } from '../../weights/pace';
import { truncatedSvd } from '../../weights/truncate';
import { tucker2 } from '../../weights/tucker';
import { spatialMatrix, spatialWeights } from '../../weights/unfold';
import { type Matrix, transpose, type Weights } from '../../weights/values';
import type { Made } from './elements';

type Factor = Extract<WeightRecipe, { readonly kind: 'factor' }>;

/** All factors of a decomposition, from the input's side on. Null where the weight is not finite, or of another form. */
export async function factorsOf(
  recipe: Factor,
  weight: Weights,
  work: Work,
): Promise<readonly Made[] | null> {
  if (recipe.by === 'svd') return linearFactors(recipe, weight, work);
  if (recipe.by === 'spatial-svd') return spatialFactors(recipe, weight, work);
  return tuckerFactors(recipe, weight, work);
}

/** `W = U S V`: of [in, out] the first layer is U S, of [out, in] it is V. */
async function linearFactors(
  { ranks, layout }: Factor,
  { values, dims }: Weights,
  work: Work,
): Promise<readonly Made[] | null> {
  const [rows = 0, cols = 0, ...kernel] = dims;
  const svd = await truncatedSvd({ data: values, rows, cols }, ranks[0] ?? 0, work);
  if (!svd) return null;
  const left = madeOf(svd.left, kernel);
  const right = madeOf(svd.right, kernel);
  return layout === 'in-out' ? [left, right] : [right, left];
}

function madeOf({ data, rows, cols }: Matrix, kernel: readonly number[]): Made {
  return { values: data, dims: [rows, cols, ...kernel] };
}

async function spatialFactors(
  { ranks }: Factor,
  weight: Weights,
  work: Work,
): Promise<readonly Made[] | null> {
  const matrix = spatialMatrix(weight);
  const svd = matrix && (await truncatedSvd(matrix, ranks[0] ?? 0, work));
  return svd && spatialWeights(svd.left, svd.right, weight.dims);
}

async function tuckerFactors(
  { ranks }: Factor,
  weight: Weights,
  work: Work,
): Promise<readonly Made[] | null> {
  const [inRank = 0, outRank = 0] = ranks;
  const found = await tucker2(weight, outRank, inRank, work);
  if (!found) return null;
  const reduce = transpose(found.in);
  return [madeOf(reduce, [1, 1]), found.core, madeOf(found.out, [1, 1])];
}
