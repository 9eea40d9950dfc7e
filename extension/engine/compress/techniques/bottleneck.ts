import { Draft } from '../draft';
import { addConv, convLayers, convText, type ConvLayer, isSquare } from '../support/convLayer';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** ResNet's bottleneck blocks work on a quarter of the channels. */
const REDUCTION = 4;
/** Fewer channels than this are no bottleneck but a hole. */
const FEWEST = 8;

/** A 1x1 reduces the channels before the K x K, and where `expand` is asked another brings them back behind it. */
function propose(facts: ModelFacts, layer: ConvLayer, expand: boolean): Proposal {
  const { shaped, dtype, kernel, strides, dilations, padsBegin, padsEnd, inChannels, outChannels } = layer;
  const reduced = inChannels / REDUCTION;
  const draft = new Draft(facts, shaped.node);
  const thin = addConv(draft, 'reduce', dtype, { input: layer.input, from: inChannels, to: reduced });
  const part = { input: thin, from: reduced, kernel, strides, dilations, padsBegin, padsEnd };
  if (expand) {
    const inner = addConv(draft, 'conv', dtype, { ...part, to: reduced });
    const wide = { input: inner, from: reduced, to: outChannels, bias: layer.bias };
    addConv(draft, 'expand', dtype, wide, layer.output);
  } else addConv(draft, 'conv', dtype, { ...part, to: outChannels, bias: layer.bias }, layer.output);
  const steps = [
    `1x1 ${inChannels} → ${reduced}`,
    `${kernel.join('x')} ${reduced} → ${expand ? reduced : outChannels}`,
    ...(expand ? [`1x1 ${reduced} → ${outChannels}`] : []),
  ];
  return {
    target: layer.output,
    variant: `${expand ? 'expand' : 'channels'}=${reduced}`,
    what: `${convText(layer)} becomes ${steps.join(', then ')}`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['retraining'],
    receptiveField: 'kept',
    assumption: `A quarter of the ${inChannels} input channels is enough; nothing nonlinear is added.`,
    rewrite: { kind: 'bottleneck', reduced, expand },
  };
}

function applies(layer: ConvLayer): boolean {
  return isSquare(layer) && layer.inChannels % REDUCTION === 0 && layer.inChannels / REDUCTION >= FEWEST;
}

export const BOTTLENECK: Technique = {
  id: 'bottleneck',
  title: 'Bottleneck 1x1',
  stage: 'structure',
  risk: 'medium',
  evidence:
    'ResNet-50 and Inception reduce channels by 1x1 in front of every 3x3; Inception v3 warns of extreme bottlenecks early in the network.',
  source: 'He et al., Deep Residual Learning, CVPR 2016, section 4.1; Szegedy et al., CVPR 2016, section 2',
  propose: (facts, target) =>
    convLayers(facts, target)
      .filter(applies)
      .flatMap((layer) => [propose(facts, layer, false), propose(facts, layer, true)]),
};
