import type { RiskLevel } from '../../../shared/suggestions';
import type { DeclaredTensor } from '../../ir/graph';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** MobileNet v1's resolutions as shares of 224: 192, 160 and 128. */
const MULTIPLIERS = [6 / 7, 5 / 7, 4 / 7] as const;
/** Networks halve the resolution five times. */
const STEP = 32;
const SMALLEST = 64;
const MOST_CHANNELS = 4;

/** The image that goes in; null where no input looks like one. */
function image(facts: ModelFacts): DeclaredTensor | null {
  const found = facts.graph.inputs.find(({ name }) => {
    const [, channels = 0, height = 0, width = 0] = facts.shape(name) ?? [];
    const rank = facts.shape(name)?.length;
    return rank === 4 && channels <= MOST_CHANNELS && Math.min(height, width) >= SMALLEST;
  });
  return found ?? null;
}

function propose(facts: ModelFacts, input: DeclaredTensor, multiplier: number): readonly Proposal[] {
  const [batch = 1, channels = 3, height = 0, width = 0] = facts.shape(input.name) ?? [];
  const [h = 0, w = 0] = [height, width].map((size) => Math.round((size * multiplier) / STEP) * STEP);
  if (h >= height || w >= width || h < SMALLEST || w < SMALLEST) return [];
  const [declaredBatch = batch] = input.shape ?? [];
  const shape = [declaredBatch, channels, h, w];
  const border = new Map<string, DeclaredTensor>([[input.name, { ...input, shape }]]);
  for (const output of facts.graph.outputs) {
    border.set(output.name, { ...output, shape: opened(output.shape) });
  }
  return [
    {
      target: '',
      variant: `size=${h}x${w}`,
      what: `the input ${height}x${width} becomes ${h}x${w}`,
      edit: { replaced: new Map(), border, undeclared: true },
      exact: false,
      needs: ['retraining'],
      receptiveField: `kept in pixels, ${(height / h).toFixed(2)} times as much of the picture`,
      assumption:
        'Nothing in the model relies on the size of the feature map; what it is used for still shows at this resolution.',
      riskLevel: riskOf(Math.min(h / height, w / width)),
    },
  ];
}

/** Maps shrink along, and so do lists of anchors; of [N, classes] nothing changes. */
function opened(shape: DeclaredTensor['shape']): DeclaredTensor['shape'] {
  return shape?.map((dim, axis) => (axis === 0 || shape.length <= 2 ? dim : null)) ?? null;
}

function riskOf(share: number): RiskLevel {
  return share > 0.8 ? 'low' : share > 0.6 ? 'medium' : 'high';
}

export const RESOLUTION_MULTIPLIER: Technique = {
  id: 'resolution-multiplier',
  title: 'Resolution multiplier',
  stage: 'width',
  risk: 'medium',
  evidence:
    'MobileNet v1 at 224, 192, 160 and 128 pixels has 70.6%, 69.1%, 67.2% and 64.4% ImageNet accuracy, trained at that size.',
  source: 'Howard et al., MobileNets, 2017, table 7',
  propose: (facts, target) => {
    const input = facts.isSource || (target !== undefined && target !== '') ? null : image(facts);
    const all = input ? MULTIPLIERS.flatMap((multiplier) => propose(facts, input, multiplier)) : [];
    // Of a small picture several shares round to the same size.
    return [...new Map(all.map((proposal) => [proposal.variant, proposal])).values()];
  },
};
