import { Draft } from '../draft';
import { addConv, convLayers, convText, type ConvLayer } from '../support/convLayer';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** K x K becomes a depthwise K x K and a 1x1 that mixes channels: 1/Cout + 1/K^2 of the cost. */
function propose(facts: ModelFacts, layer: ConvLayer): Proposal {
  const { shaped, dtype, kernel, strides, dilations, padsBegin, padsEnd, inChannels, outChannels } = layer;
  const draft = new Draft(facts, shaped.node);
  const depthwise = addConv(draft, 'depthwise', dtype, {
    input: layer.input,
    from: inChannels,
    to: inChannels,
    groups: inChannels,
    kernel,
    strides,
    dilations,
    padsBegin,
    padsEnd,
  });
  const pointwise = { input: depthwise, from: inChannels, to: outChannels, bias: layer.bias };
  addConv(draft, 'pointwise', dtype, pointwise, layer.output);
  return {
    target: layer.output,
    variant: '',
    what: `${convText(layer)} becomes depthwise ${kernel.join('x')} and 1x1 ${inChannels} → ${outChannels}`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['retraining'],
    receptiveField: 'kept',
    assumption: 'Space and channels can be filtered apart; an activation between the two costs no MACs.',
    rewrite: { kind: 'depthwise-separable' },
  };
}

function applies({ kernel, groups, inChannels }: ConvLayer): boolean {
  return groups === 1 && inChannels > 1 && kernel[0] * kernel[1] >= 9;
}

export const DEPTHWISE_SEPARABLE: Technique = {
  id: 'depthwise-separable',
  title: 'Depthwise separable convolution',
  stage: 'structure',
  risk: 'medium',
  evidence:
    'MobileNet v1 in full convolutions has 71.7% ImageNet accuracy at 4,866 M MACs, depthwise separable 70.6% at 569 M (trained from the start).',
  source: 'Howard et al., MobileNets, 2017, table 4',
  propose: (facts, target) =>
    convLayers(facts, target)
      .filter(applies)
      .map((layer) => propose(facts, layer)),
};
