import type { ModelFacts } from '../facts';
import { Channels } from '../support/channels';
import { shrinkEdit } from '../support/shrinkChannels';
import type { Proposal, Technique } from '../technique';

/** Shares of a group's channels that stay. */
const SHARES = [0.75, 0.5] as const;
const STEP = 8;
const FEWEST = 16;

function propose(facts: ModelFacts, channels: Channels, group: number): readonly Proposal[] {
  const size = channels.groups.size(group);
  const makers = channels.makersOf(group);
  const [first] = makers;
  if (!first || size < FEWEST) return [];
  const seen = new Set<number>();
  return SHARES.flatMap((share): readonly Proposal[] => {
    const kept = Math.max(STEP, Math.round((size * share) / STEP) * STEP);
    if (kept >= size || seen.has(kept)) return [];
    seen.add(kept);
    const layers = makers.length === 1 ? 'one layer' : `${makers.length} layers tied by additions`;
    return [
      {
        target: first.node.outputs[0] ?? '',
        variant: `keep=${kept}`,
        what: `${size - kept} of ${size} channels of ${layers} go, and with them the inputs of what reads them`,
        edit: shrinkEdit(facts, channels, new Map([[group, kept]])),
        exact: false,
        needs: ['weights', 'retraining'],
        receptiveField: 'kept',
        assumption:
          'Filters with the smallest L1 norm matter least; layers that an addition ties lose the same channels.',
        riskLevel: share >= 0.75 ? 'low' : 'medium',
      },
    ];
  });
}

export const FILTER_PRUNING: Technique = {
  id: 'filter-pruning',
  title: 'Structured pruning of filters',
  stage: 'width',
  risk: 'medium',
  evidence:
    'Pruning filters by L1 norm with retraining cut VGG-16 on CIFAR-10 by 34% and ResNet-110 by 38% of the FLOPs close to the original accuracy.',
  source: 'Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017, table 1',
  propose: (facts, target) => {
    if (facts.isSource || target === '') return [];
    const channels = new Channels(facts);
    const all = channels.groups.free().flatMap((group) => propose(facts, channels, group));
    return target === undefined ? all : all.filter((proposal) => proposal.target === target);
  },
};
