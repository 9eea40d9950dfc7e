import type { ModelFacts } from '../facts';
import {
  FIRST_OPSET,
  GROUP,
  groupOf,
  quantizableUses,
  quantizeEdit,
  type WeightBits,
} from '../support/quantizedWeights';
import type { Proposal, Technique } from '../technique';

function propose(facts: ModelFacts, bits: WeightBits): readonly Proposal[] {
  if (facts.opset < FIRST_OPSET[bits]) return [];
  const uses = quantizableUses(facts);
  if (uses.length === 0) return [];
  const edit = quantizeEdit(facts, uses, new Map(uses.map(({ name }) => [name, bits])));
  const grouped = uses.filter((use) => groupOf(use, bits) !== null).length;
  const scales = grouped === 0 ? 'one scale per output channel' : `one scale per ${GROUP} inputs`;
  return [
    {
      target: '',
      variant: '',
      what: `${uses.length} ${uses.length === 1 ? 'weight' : 'weights'} stored as int${bits} with ${scales}`,
      edit,
      exact: false,
      needs: bits === 8 ? ['weights'] : ['weights', 'calibration'],
      receptiveField: 'kept',
      assumption:
        'Symmetric, weights only: activations and arithmetic keep their type. DequantizeLinear expands them at run time, or once where the runtime folds it; both are in the figures as the file says.',
    },
  ];
}

export const QUANTIZE_INT8: Technique = {
  id: 'int8-weights',
  title: 'int8 weights',
  stage: 'precision',
  risk: 'low',
  evidence:
    'Per-channel int8 weights after training stay within 2% of the float accuracy on a wide variety of convolutional networks.',
  source:
    'Krishnamoorthi, Quantizing deep convolutional networks for efficient inference, 2018, abstract and table 2',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts, 8) : []),
};

export const QUANTIZE_INT4: Technique = {
  id: 'int4-weights',
  title: 'int4 weights',
  stage: 'precision',
  risk: 'medium',
  evidence:
    'Large language models keep most of their quality with 4-bit weights in small groups; small convolutional networks lose several points without quantization-aware training.',
  source: 'Frantar et al., GPTQ, ICLR 2023; Krishnamoorthi, 2018, section 3.2.4',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts, 4) : []),
};
