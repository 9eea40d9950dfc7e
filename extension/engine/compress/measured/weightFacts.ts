import type { WeightFact } from '../../../shared/suggestions';
import type { StoredTensor } from '../../ir/graph';
import type { WeightRecipe } from '../../ir/recipe';
import type { Work } from '../../weights/pace';
import type { ModelFacts } from '../facts';
import type { Proposal } from '../technique';
import { decompositionFacts } from './decompositionFacts';
import { measure, type Measured, summary } from './precisionFacts';
import type { WeightStore } from './weightStore';

/**
 * What the weights of this very file say of a proposal: energy that a rank keeps, noise that a bit width brings, norm of
 * the filters that stay. Empty where the file does not hold them. Throws Cancelled.
 */
export async function weightFactsOf(
  facts: ModelFacts,
  { edit }: Proposal,
  store: WeightStore,
  work: Work,
): Promise<readonly WeightFact[]> {
  const found: WeightFact[] = [];
  const measured: Measured[] = [];
  const seen = new Set<string>();
  for (const { recipe, dtype } of edit.stored ?? []) {
    const tensor = recipe && sourceOf(facts, recipe);
    if (!recipe || !tensor || seen.has(tensor.name)) continue;
    // bfloat16 has the range of float32.
    if (recipe.kind === 'cast' && dtype !== 'float16') continue;
    seen.add(tensor.name);
    if (recipe.kind === 'factor') found.push(...(await decompositionFacts(recipe, tensor, store, work)));
    else {
      const weights = await store.read(tensor, work);
      const one = weights && (await measure(recipe, tensor, weights, work));
      if (one) measured.push(one);
    }
  }
  return [...found, ...summary(measured)];
}

/** The model's tensor behind a new one. */
export function sourceOf(facts: ModelFacts, recipe: WeightRecipe): StoredTensor | null {
  if (!('of' in recipe) || recipe.kind === 'calibrated') return null;
  return facts.graph.initializers.get(recipe.of) ?? facts.use(recipe.of)?.stored ?? null;
}
