import type { ModelFacts } from '../facts';
import {
  type BitsByWeight,
  FIRST_OPSET,
  quantizableUses,
  quantizeEdit,
  type WeightBits,
} from '../support/quantizedWeights';
import type { Proposal, Technique } from '../technique';

/** Bit widths that ONNX can store at an operator set, without the one that the weights have. */
export function storableBits(opset: number): readonly WeightBits[] {
  return ([2, 4, 8] as const).filter((bits) => opset >= FIRST_OPSET[bits]);
}

/** Weights at the bit widths that a plan gave them. */
export function mixedPrecision(facts: ModelFacts, bits: BitsByWeight): Proposal {
  const uses = quantizableUses(facts);
  const counts = storableBits(Number.POSITIVE_INFINITY)
    .map((width) => [width, uses.filter(({ name }) => bits.get(name) === width).length] as const)
    .filter(([, count]) => count > 0)
    .map(([width, count]) => `${count} at ${width} bits`);
  const rest = uses.filter(({ name }) => !bits.has(name)).length;
  return {
    target: '',
    variant: 'planned',
    what: `weights ${[...counts, ...(rest > 0 ? [`${rest} as they are`] : [])].join(', ')}`,
    edit: quantizeEdit(facts, uses, bits),
    exact: false,
    needs: ['weights', 'calibration'],
    receptiveField: 'kept',
    assumption:
      'Bits are chosen by the quantization error of the weights, a weak proxy for accuracy: a sensitivity file (Hessian traces, measured losses) should replace it.',
  };
}

/** Without a plan: sensitive ends (first and last layer) at 8 bits, the rest at 4. */
function propose(facts: ModelFacts): readonly Proposal[] {
  const uses = quantizableUses(facts);
  if (facts.opset < FIRST_OPSET[4] || uses.length < 3) return [];
  const [first] = uses;
  const last = uses.at(-1);
  const bits = new Map(uses.map((use) => [use.name, use === first || use === last ? 8 : 4] as const));
  return [{ ...mixedPrecision(facts, bits), variant: 'inner=4' }];
}

export const MIXED_PRECISION: Technique = {
  id: 'mixed-precision',
  title: 'Mixed precision',
  stage: 'precision',
  risk: 'medium',
  evidence:
    'HAWQ-V2 chooses bits by Hessian trace times squared quantization error; its ResNet-50 at 2 to 8 bits for weights keeps 75.92% of 77.39% with fine-tuning.',
  source: 'Dong et al., HAWQ-V2, NeurIPS 2020, table 1',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
