import { Draft } from '../draft';
import { addConv, convLayers, convText, type ConvLayer, isSquare } from '../support/convLayer';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** MobileNet v2 expands by 6; MobileNet v3 searches down to 3. */
const EXPANSIONS = [6, 3] as const;
const FEWEST_CHANNELS = 16;

/** 1x1 to e times the channels, ReLU, depthwise K x K, ReLU, 1x1 back without an activation (linear bottleneck). */
function propose(facts: ModelFacts, layer: ConvLayer, expansion: number): Proposal {
  const { shaped, dtype, kernel, strides, dilations, padsBegin, padsEnd, inChannels, outChannels } = layer;
  const wide = expansion * inChannels;
  const draft = new Draft(facts, shaped.node);
  const relu = (hint: string, input: string): string => draft.node(hint, { op: 'Relu', inputs: [input] });
  const expanded = addConv(draft, 'expand', dtype, { input: layer.input, from: inChannels, to: wide });
  const depthwise = addConv(draft, 'depthwise', dtype, {
    input: relu('expand.relu', expanded),
    from: wide,
    to: wide,
    groups: wide,
    kernel,
    strides,
    dilations,
    padsBegin,
    padsEnd,
  });
  const project = { input: relu('depthwise.relu', depthwise), from: wide, to: outChannels, bias: layer.bias };
  addConv(draft, 'project', dtype, project, layer.output);
  return {
    target: layer.output,
    variant: `expansion=${expansion}`,
    what: `${convText(layer)} becomes an inverted residual of expansion ${expansion}: 1x1 to ${wide}, depthwise ${kernel.join('x')}, 1x1 to ${outChannels}`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['retraining'],
    receptiveField: 'kept',
    assumption:
      'No activation behind the last 1x1: ReLU destroys information where channels are few. A shortcut around it, which costs one addition per element, is not added.',
    rewrite: { kind: 'inverted-residual', expansion },
  };
}

function applies(layer: ConvLayer): boolean {
  return isSquare(layer) && layer.inChannels >= FEWEST_CHANNELS;
}

export const INVERTED_RESIDUAL: Technique = {
  id: 'inverted-residual',
  title: 'Inverted residual with linear bottleneck',
  stage: 'structure',
  risk: 'medium',
  evidence: 'MobileNet v2 has 72.0% ImageNet accuracy at 300 M MACs where MobileNet v1 has 70.6% at 575 M.',
  source: 'Sandler et al., MobileNetV2, CVPR 2018, table 4',
  propose: (facts, target) =>
    convLayers(facts, target)
      .filter(applies)
      .flatMap((layer) => EXPANSIONS.map((expansion) => propose(facts, layer, expansion))),
};
