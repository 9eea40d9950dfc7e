import { Draft } from '../draft';
import { addConv, convLayers, convText, type ConvLayer, isSquare } from '../support/convLayer';
import { roundedRank } from '../support/ranks';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** K x K becomes 1x1 to r1, K x K to r2 and 1x1 to the output: a Tucker decomposition along both channel axes. */
function propose(facts: ModelFacts, layer: ConvLayer, inRank: number, outRank: number): Proposal {
  const { shaped, dtype, kernel, strides, dilations, padsBegin, padsEnd, inChannels, outChannels } = layer;
  const draft = new Draft(facts, shaped.node);
  const recipe = (part: number) =>
    ({ kind: 'factor', of: layer.weight, by: 'tucker-2', part, ranks: [inRank, outRank] }) as const;
  const thin = addConv(draft, 'reduce', dtype, {
    input: layer.input,
    from: inChannels,
    to: inRank,
    recipe: recipe(0),
  });
  const core = addConv(draft, 'core', dtype, {
    input: thin,
    from: inRank,
    to: outRank,
    kernel,
    strides,
    dilations,
    padsBegin,
    padsEnd,
    recipe: recipe(1),
  });
  const wide = { input: core, from: outRank, to: outChannels, bias: layer.bias, recipe: recipe(2) };
  addConv(draft, 'expand', dtype, wide, layer.output);
  return {
    target: layer.output,
    variant: `ranks=${inRank}x${outRank}`,
    what: `${convText(layer)} becomes 1x1 to ${inRank}, ${kernel.join('x')} to ${outRank}, 1x1 to ${outChannels} (Tucker-2)`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['weights', 'retraining'],
    receptiveField: 'kept',
    assumption: `Half of the channels on each side of the kernel (${inRank} of ${inChannels}, ${outRank} of ${outChannels}) keep enough of the weight.`,
    rewrite: { kind: 'tucker-2', inRank, outRank },
  };
}

export const TUCKER_2: Technique = {
  id: 'tucker-2',
  title: 'Tucker-2 decomposition',
  stage: 'structure',
  risk: 'low',
  evidence:
    'Tucker-2 with fine-tuning cut VGG-16 to 1/4.9 of its FLOPs for 0.5 points of top-5 accuracy, AlexNet to 1/2.7 for 1.7 points.',
  source:
    'Kim et al., Compression of Deep CNNs for Fast and Low Power Mobile Applications, ICLR 2016, table 1',
  propose: (facts, target) =>
    convLayers(facts, target)
      .filter(isSquare)
      .flatMap((layer) => {
        const inRank = roundedRank(layer.inChannels / 2);
        const outRank = roundedRank(layer.outChannels / 2);
        const smaller = inRank > 0 && outRank > 0 && inRank < layer.inChannels;
        return smaller ? [propose(facts, layer, inRank, outRank)] : [];
      }),
};
