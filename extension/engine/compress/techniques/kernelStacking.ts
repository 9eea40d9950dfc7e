import { Draft } from '../draft';
import {
  addConv,
  convLayers,
  convText,
  type ConvLayer,
  type ConvPart,
  isCentred,
  isSquare,
} from '../support/convLayer';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** K x K becomes (K-1)/2 kernels of 3x3: the first takes the stride and widens to the output's channels. */
function propose(facts: ModelFacts, layer: ConvLayer): Proposal {
  const { shaped, dtype, kernel, strides, inChannels, outChannels } = layer;
  const count = (kernel[0] - 1) / 2;
  const draft = new Draft(facts, shaped.node);
  let input = layer.input;
  for (let i = 1; i <= count; i++) {
    const part: ConvPart = {
      input,
      from: i === 1 ? inChannels : outChannels,
      to: outChannels,
      kernel: [3, 3],
      strides: i === 1 ? strides : [1, 1],
      padsBegin: [1, 1],
      padsEnd: [1, 1],
      bias: i === count ? layer.bias : null,
    };
    input = addConv(draft, `conv${i}`, dtype, part, i === count ? layer.output : undefined);
  }
  return {
    target: layer.output,
    variant: '',
    what: `${convText(layer)} becomes ${count} stacked 3x3`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['retraining'],
    receptiveField: receptiveField(layer, count),
    assumption: `${outChannels} channels between the kernels; an activation between them, which costs no MACs, adds to what they can express.`,
    rewrite: { kind: 'kernel-stacking', count },
  };
}

/** Behind a stride s each further 3x3 sees 2s more of the input. */
function receptiveField({ strides, kernel }: ConvLayer, count: number): string {
  const [stride] = strides;
  const reach = 3 + 2 * stride * (count - 1);
  return reach === kernel[0] ? 'kept' : `grows from ${kernel[0]} to ${reach}`;
}

function applies(layer: ConvLayer): boolean {
  const { kernel, dilations, strides } = layer;
  const plain = dilations.every((dilation) => dilation === 1) && strides[0] === strides[1];
  return isSquare(layer) && isCentred(layer) && plain && (kernel[0] === 5 || kernel[0] === 7);
}

export const KERNEL_STACKING: Technique = {
  id: 'kernel-stacking',
  title: 'Kernel stacking',
  stage: 'structure',
  risk: 'low',
  evidence:
    'Inception v3 replaces 5x5 by two 3x3 at 18/25 of the cost and gains accuracy with an activation between them (77.2% against 76.2% without).',
  source: 'Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 3.1',
  propose: (facts, target) =>
    convLayers(facts, target)
      .filter(applies)
      .map((layer) => propose(facts, layer)),
};
