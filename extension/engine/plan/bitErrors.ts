import type { WeightStore } from '../compress/measured/weightStore';
import { groupOf, type WeightBits } from '../compress/support/quantizedWeights';
import type { WeightUse } from '../compress/support/weightUses';
import type { Work } from '../weights/pace';
import { quantizationDecibels } from '../weights/quantization';
import { sumOfSquares } from '../weights/values';
import type { Sensitivities, Sensitivity } from './sensitivity';

/** What storing a weight at some bit widths costs in error, and where the figures are from. */
export interface BitErrors {
  readonly errors: ReadonlyMap<WeightBits, number>;
  readonly from: 'sensitivity' | 'weights' | 'assumed';
}

/** Signal to noise of uniform quantization grows by 6.02 dB a bit; bell-shaped weights lose some 7 dB to their tails. */
const DECIBELS_PER_BIT = 6.02;
const TAIL_DECIBELS = 7;

/**
 * Errors by bit width: the measured ones where the sensitivity file has any (widths that it does not name are not
 * considered), else the squared quantization error of the weights (times the Hessian trace where that is given), else
 * the error that such a tensor has as a rule.
 */
export async function bitErrors(
  use: WeightUse,
  widths: readonly WeightBits[],
  sensitivities: Sensitivities,
  store: WeightStore,
  work: Work,
): Promise<BitErrors> {
  const known = sensitivityOf(use, sensitivities);
  const measured = widths.filter((bits) => known?.errors.has(bits));
  if (known && measured.length > 0)
    return {
      errors: new Map(measured.map((bits) => [bits, known.errors.get(bits) ?? 0])),
      from: 'sensitivity',
    };
  const trace = known?.trace ?? null;
  const squared = await squaredErrors(use, widths, store, work);
  const errors = new Map(
    widths.map((bits) => [bits, (trace ?? 1) * (squared?.get(bits) ?? typicalError(use, bits))]),
  );
  return { errors, from: !squared ? 'assumed' : trace === null ? 'weights' : 'sensitivity' };
}

function sensitivityOf({ name, readers }: WeightUse, sensitivities: Sensitivities): Sensitivity | undefined {
  const names = [name, ...readers.map(({ node }) => node.name)];
  return names.map((each) => sensitivities.get(each)).find((found) => found !== undefined);
}

async function squaredErrors(
  use: WeightUse,
  widths: readonly WeightBits[],
  store: WeightStore,
  work: Work,
): Promise<ReadonlyMap<WeightBits, number> | null> {
  const weights = await store.read(use.tensor, work);
  if (!weights) return null;
  const energy = await sumOfSquares(weights.values, work);
  const errors = new Map<WeightBits, number>();
  for (const bits of widths) {
    const group = groupOf(use, bits);
    const scheme = {
      axis: group === null ? use.outputAxis : use.inputAxis,
      groupSize: group,
      symmetric: true,
    };
    const decibels = (await quantizationDecibels(weights.values, weights.dims, scheme, work))?.get(bits);
    if (decibels === undefined) return null;
    errors.set(bits, energy * 10 ** (-decibels / 10));
  }
  return errors;
}

/** Weights as they are initialised: variance 2 / fan-in (He et al. 2015). */
function typicalError({ elements, tensor, outputAxis }: WeightUse, bits: WeightBits): number {
  const outputs = tensor.dims[outputAxis] ?? 1;
  const energy = 2 * outputs * (elements > 0 ? 1 : 0);
  return energy * 10 ** (-(DECIBELS_PER_BIT * bits - TAIL_DECIBELS) / 10);
}
