import type { ModelFacts } from '../facts';
import { Channels } from '../support/channels';
import { shrinkEdit } from '../support/shrinkChannels';
import type { Proposal, Technique } from '../technique';

const MULTIPLIERS = [0.75, 0.5, 0.25] as const;
const STEP = 8;

/** A multiple of 8, never more than 10% below what was asked: the rule of the MobileNet family. */
export function roundedChannels(channels: number): number {
  const rounded = Math.max(STEP, Math.floor((channels + STEP / 2) / STEP) * STEP);
  return rounded < 0.9 * channels ? rounded + STEP : rounded;
}

function propose(facts: ModelFacts, channels: Channels, multiplier: number): readonly Proposal[] {
  const keep = new Map<number, number>();
  for (const group of channels.groups.free()) {
    const size = channels.groups.size(group);
    const kept = Math.min(size, roundedChannels(size * multiplier));
    if (kept < size) keep.set(group, kept);
  }
  if (keep.size === 0) return [];
  return [
    {
      target: '',
      variant: `width=${multiplier}`,
      what: `${keep.size} groups of channels keep ${multiplier} of their width, rounded to multiples of ${STEP}`,
      edit: shrinkEdit(facts, channels, keep),
      exact: false,
      needs: ['retraining'],
      receptiveField: 'kept',
      assumption:
        'Inputs and outputs of the model keep their shapes; channels that cannot change on their own keep theirs.',
      riskLevel: multiplier >= 0.75 ? 'low' : multiplier >= 0.5 ? 'medium' : 'high',
    },
  ];
}

export const WIDTH_MULTIPLIER: Technique = {
  id: 'width-multiplier',
  title: 'Width multiplier',
  stage: 'width',
  risk: 'medium',
  evidence:
    'MobileNet v1 at widths 1, 0.75, 0.5 and 0.25 has 70.6%, 68.4%, 63.7% and 50.6% ImageNet accuracy, trained from the start.',
  source: 'Howard et al., MobileNets, 2017, table 6',
  propose: (facts, target) => {
    if (facts.isSource || (target !== undefined && target !== '')) return [];
    const channels = new Channels(facts);
    return MULTIPLIERS.flatMap((multiplier) => propose(facts, channels, multiplier));
  },
};
