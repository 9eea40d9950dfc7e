import { Draft } from '../draft';
import { addConv, convLayers, convText, type ConvLayer } from '../support/convLayer';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

const GROUPS = [2, 4, 8] as const;
/** Channels per group below which a 1x1 hardly mixes anything. */
const FEWEST_PER_GROUP = 16;

/** A 1x1 in g groups costs 1/g of it; a channel shuffle behind it lets the groups exchange what they know. */
function propose(facts: ModelFacts, layer: ConvLayer, groups: number): Proposal {
  const { shaped, dtype, inChannels, outChannels } = layer;
  const draft = new Draft(facts, shaped.node);
  const grouped = addConv(draft, 'grouped', dtype, {
    input: layer.input,
    from: inChannels,
    to: outChannels,
    groups,
    strides: layer.strides,
    bias: layer.bias,
  });
  shuffle(draft, facts, grouped, groups, layer);
  return {
    target: layer.output,
    variant: `groups=${groups}`,
    what: `${convText(layer)} becomes ${groups} groups and a channel shuffle`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['retraining'],
    receptiveField: 'kept',
    assumption: 'Each output channel sees one group of inputs; the next layer has to mix them.',
    rewrite: { kind: 'grouped-shuffle', groups },
  };
}

/** [N, C, H, W] as [N, g, C/g, H*W], the middle axes exchanged, and back: whatever sizes N, H and W have. */
function shuffle(draft: Draft, facts: ModelFacts, input: string, groups: number, layer: ConvLayer): void {
  if (facts.isSource) {
    draft.node('shuffle', { op: 'ChannelShuffle', domain: 'torch', inputs: [input] }, layer.output);
    return;
  }
  const shape = draft.node('shape', { op: 'Shape', inputs: [input] });
  const split = draft.literal('split', [0, groups, layer.outChannels / groups, -1]);
  const apart = draft.node('apart', { op: 'Reshape', inputs: [input, split] });
  const mixed = draft.node('mixed', {
    op: 'Transpose',
    inputs: [apart],
    attributes: { perm: [0, 2, 1, 3] },
  });
  draft.node('shuffled', { op: 'Reshape', inputs: [mixed, shape] }, layer.output);
}

function applies({ kernel, padsBegin, padsEnd, groups }: ConvLayer): boolean {
  const padded = [...padsBegin, ...padsEnd].some((pad) => pad !== 0);
  return groups === 1 && kernel[0] === 1 && kernel[1] === 1 && !padded;
}

function groupsFor({ inChannels, outChannels }: ConvLayer): readonly number[] {
  const fewest = Math.min(inChannels, outChannels);
  return GROUPS.filter(
    (groups) =>
      inChannels % groups === 0 && outChannels % groups === 0 && fewest / groups >= FEWEST_PER_GROUP,
  );
}

export const GROUPED_SHUFFLE: Technique = {
  id: 'grouped-shuffle',
  title: 'Grouped 1x1 convolution with channel shuffle',
  stage: 'structure',
  risk: 'medium',
  evidence:
    'ShuffleNet spends what groups save on more channels and then beats the ungrouped network at the same MACs; at the same width some accuracy is lost.',
  source: 'Zhang et al., ShuffleNet, CVPR 2018, section 3.1 and table 2',
  propose: (facts, target) =>
    facts.opset < 5
      ? []
      : convLayers(facts, target)
          .filter(applies)
          .flatMap((layer) => groupsFor(layer).map((groups) => propose(facts, layer, groups))),
};
