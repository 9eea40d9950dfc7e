import type { WeightFact } from '../../../shared/suggestions';
import type { StoredTensor } from '../../ir/graph';
import type { WeightRecipe } from '../../ir/recipe';
import { formatBytes, formatShare } from '../../units';
import { makeCodebook } from '../../weights/codebook';
import { filterNorms, keptNorm } from '../../weights/filters';
import type { Work } from '../../weights/pace';
import { quantizationDecibels } from '../../weights/quantization';
import { patternEnergy, pruneByMagnitude, zeroShare } from '../../weights/sparsity';
import type { Weights } from '../../weights/values';

/** What a recipe does to one tensor, in figures that can be summed up over many. */
export interface Measured {
  readonly tensor: string;
  /** Signal to quantization noise in decibels. */
  readonly decibels?: number;
  /** Share of the energy, or of the L1 norm, that stays. */
  readonly kept?: number;
  /** Share of exact zeros that are there already. */
  readonly zeros?: number;
  readonly codedBytes?: number;
  readonly entropyBits?: number;
  /** Whether values lie beyond what the type can hold. */
  readonly overflows?: boolean;
}

const LARGEST_HALF = 65_504;

/** Measures what becomes of a weight; null for recipes that its values say nothing about. */
export async function measure(
  recipe: WeightRecipe,
  { name: tensor }: StoredTensor,
  { values, dims }: Weights,
  work: Work,
): Promise<Measured | null> {
  switch (recipe.kind) {
    case 'quantized': {
      const scheme = { axis: recipe.axis, groupSize: recipe.group, symmetric: true };
      const decibels = (await quantizationDecibels(values, dims, scheme, work))?.get(recipe.bits);
      return decibels === undefined ? null : { tensor, decibels };
    }
    case 'codebook': {
      const book = await makeCodebook(values, recipe.bits, work);
      return book && { tensor, decibels: book.decibels, entropyBits: book.entropy, codedBytes: book.bytes };
    }
    case 'masked': {
      const { pattern } = recipe;
      const zeros = await zeroShare(values, work);
      const kept =
        'density' in pattern
          ? (await pruneByMagnitude(values, 1 - pattern.density, work))?.retainedEnergy
          : await patternEnergy(values, dims, { axis: recipe.axis, keep: pattern.n, of: pattern.m }, work);
      return typeof kept === 'number' ? { tensor, kept, zeros } : { tensor, zeros };
    }
    case 'sliced': {
      // Filters are chosen by the norms of the layers that make them; what only reads them has no say.
      const outputs = recipe.axes.find(({ makes }) => makes);
      if (!outputs) return null;
      const norms = await filterNorms(values, dims, outputs.axis, work);
      const whole = outputs.kept.reduce((sum, { size, repeat }) => sum + size * repeat, 0);
      const stay = outputs.kept.reduce((sum, { keep, repeat }) => sum + keep * repeat, 0);
      return { tensor, kept: keptNorm(norms, 1 - stay / whole) };
    }
    case 'cast':
      return { tensor, overflows: values.some((value) => Math.abs(value) > LARGEST_HALF) };
    default:
      return null;
  }
}

/** Figures of many tensors in a few lines: the worst one is named, because it decides. */
export function summary(measured: readonly Measured[]): readonly WeightFact[] {
  const facts: WeightFact[] = [];
  const worst = lowest(measured, 'decibels');
  if (worst)
    facts.push({
      label: 'Signal to noise',
      value: `${spread(measured, 'decibels', db)}; lowest in ${worst.tensor}`,
    });
  const least = lowest(measured, 'kept');
  if (least)
    facts.push({
      label: 'Kept',
      value: `${spread(measured, 'kept', formatShare)}; least in ${least.tensor}`,
    });
  const zeros = valuesOf(measured, 'zeros');
  if (zeros.length > 0)
    facts.push({ label: 'Zeros now', value: formatShare(zeros.reduce((a, b) => a + b, 0) / zeros.length) });
  const coded = valuesOf(measured, 'codedBytes');
  if (coded.length > 0)
    facts.push({
      label: 'Entropy-coded',
      value: `${formatBytes(Math.ceil(coded.reduce((a, b) => a + b, 0)))}; indices take ${spread(measured, 'entropyBits', (bits) => `${bits.toFixed(2)} bits`)}`,
    });
  const over = measured.filter(({ overflows }) => overflows === true);
  if (measured.some(({ overflows }) => overflows !== undefined))
    facts.push({
      label: 'Range',
      value:
        over.length === 0
          ? 'no weight overflows'
          : `overflows in ${over.map(({ tensor }) => tensor).join(', ')}`,
    });
  return facts;
}

type Figure = 'decibels' | 'kept' | 'zeros' | 'codedBytes' | 'entropyBits';

function valuesOf(measured: readonly Measured[], figure: Figure): readonly number[] {
  return measured.flatMap((one) => one[figure] ?? []);
}

function lowest(measured: readonly Measured[], figure: Figure): Measured | undefined {
  return measured
    .filter((one) => one[figure] !== undefined)
    .reduce<Measured | undefined>(
      (a, b) => (a === undefined || (b[figure] ?? 0) < (a[figure] ?? 0) ? b : a),
      undefined,
    );
}

/** `31.2 dB`, or `28.0 dB to 44.1 dB` over several tensors. */
function spread(measured: readonly Measured[], figure: Figure, format: (value: number) => string): string {
  const values = valuesOf(measured, figure);
  const [low, high] = [Math.min(...values), Math.max(...values)].map(format);
  return low === high ? (low ?? '') : `${low ?? ''} to ${high ?? ''}`;
}

function db(decibels: number): string {
  return Number.isFinite(decibels) ? `${decibels.toFixed(1)} dB` : 'no error';
}
