import { formatBytes, formatCount, formatEnergy, formatExact } from '../../extension/engine/units';
import { buildScene } from '../../extension/engine/view/scene';
import { ROOT_GROUP, type Scene } from '../../extension/shared/scene';
import type { RiskLevel } from '../../extension/shared/suggestions';
import type {
  CostBar,
  RankCurveView,
  SuggestionCard,
  SuggestionsView,
} from '../../extension/shared/suggestionsView';
import { reportBuilder } from '../helpers/reportBuilder';

const NOW = {
  MACs: 9.879712e6,
  Params: 9.818e3,
  Weights: 39_272,
  Moved: 1.2e6,
  'Peak memory': 196_608,
  Energy: 4.1e7,
};
type Cost = keyof typeof NOW;
type Shares = Readonly<Partial<Record<Cost, number>>>;

/** Bars as the extension makes them, from shares of what the model costs now. */
export function barsFor(shares: Shares, of = 1): readonly CostBar[] {
  return (Object.keys(NOW) as Cost[]).flatMap((label) => {
    const share = shares[label];
    if (share === undefined) return [];
    const [before, after] = [Math.round(NOW[label] * of), Math.round(NOW[label] * of * share)];
    const exact = `${formatExact(before)} → ${formatExact(after)}`;
    return [{ label, before: format(label, before), after: format(label, after), share, exact }];
  });
}

function format(label: Cost, value: number): string {
  if (label === 'Energy') return formatEnergy(value);
  return label === 'MACs' || label === 'Params' ? formatCount(value) : formatBytes(value);
}

interface Sample {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly layer?: readonly [id: string, name: string];
  readonly exact?: boolean;
  readonly risk: RiskLevel;
  readonly needs?: readonly string[];
  readonly shares: Shares;
  readonly canApply?: boolean;
  readonly ranks?: boolean;
}

/** A card with the facts that every suggestion has. */
export function cardFor(sample: Sample): SuggestionCard {
  const { id, title, what, layer, exact = false, risk, needs = [], shares } = sample;
  const { canApply = false, ranks = false } = sample;
  return {
    id,
    title,
    what,
    layer: layer ? { id: layer[0], name: layer[1] } : null,
    exact,
    risk,
    needs,
    bars: barsFor(shares),
    layerBars: barsFor({ MACs: 0.44, Params: 0.44, Weights: 0.44 }, 0.24),
    facts: [
      {
        label: 'Evidence',
        value:
          'Row and column kernels side by side cover a cross instead of a square; corners are lost, so the network has to be trained anew.',
      },
      { label: 'Source', value: 'Szegedy et al., Rethinking the Inception Architecture, CVPR 2016' },
      { label: 'Assumes', value: 'Both kernels keep all input and output channels.' },
      { label: 'Receptive field', value: 'unchanged' },
      { label: 'Needs', value: needs.length === 0 ? 'nothing' : needs.join(', ') },
    ],
    canApply,
    applyHint: canApply
      ? 'Rewrites line 12 of the source, with a preview.'
      : 'Only PyTorch source is rewritten here.',
    ranks,
  };
}

const CONV: readonly [string, string] = ['1', 'layers/0/conv1'];
const SECOND: readonly [string, string] = ['3', 'layers/0/conv2'];

const SAMPLES: readonly Sample[] = [
  {
    id: 'depthwise-separable@1',
    title: 'Depthwise separable convolution',
    what: '3x3 convolution, 16 to 16 channels at 32x32, becomes a 3x3 convolution per channel and a 1x1 convolution',
    layer: CONV,
    risk: 'medium',
    needs: ['retraining'],
    shares: { MACs: 0.797, Params: 0.796, Weights: 0.797, Moved: 1.03, 'Peak memory': 1.33, Energy: 0.84 },
    canApply: true,
  },
  {
    id: 'spatial-sequential@1',
    title: 'Spatial factorization, sequential',
    what: '3x3 convolution, 16 to 16 channels at 32x32, becomes 3x1 and then 1x3',
    layer: CONV,
    risk: 'low',
    needs: ['retraining'],
    shares: { MACs: 0.92, Params: 0.922, Weights: 0.922, Energy: 0.95 },
    canApply: true,
  },
  {
    id: 'low-rank@3:rank=6',
    title: 'Low rank by SVD',
    what: '3x3 convolution as a 144x16 matrix of rank 6: a 3x3 convolution to 6 channels, then a 1x1 convolution to 16',
    layer: SECOND,
    risk: 'low',
    needs: ['weights', 'retraining'],
    shares: { MACs: 0.86, Params: 0.85, Weights: 0.851, Moved: 0.98, Energy: 0.9 },
    ranks: true,
  },
  {
    id: 'quantize-weights',
    title: 'int8 weights',
    what: 'Weights of 6 layers as int8 with a scale per channel; activations stay float32',
    risk: 'negligible',
    needs: ['weights'],
    shares: { Weights: 0.26, Moved: 0.71, Energy: 0.79 },
  },
  {
    id: 'quantize-activations',
    title: 'int8 weights and activations',
    what: 'Six layers compute in int8, with one scale per tensor of activations and one per channel of weights',
    risk: 'low',
    needs: ['weights', 'calibration'],
    shares: { Weights: 0.26, Moved: 0.29, 'Peak memory': 0.25, Energy: 0.31 },
  },
  {
    id: 'fold-batch-norm@2',
    title: 'Batch-norm folding',
    what: 'A batch normalization goes into the weights and bias of the convolution before it',
    layer: SECOND,
    exact: true,
    risk: 'none',
    needs: ['weights'],
    shares: { Params: 0.996, Moved: 0.93, Energy: 0.97 },
    canApply: true,
  },
  {
    id: 'remove-identity@8',
    title: 'Identity removal',
    what: 'A node that hands its input on is bypassed',
    layer: ['8', 'layers/1/conv2'],
    exact: true,
    risk: 'none',
    shares: { Moved: 0.9996 },
  },
  {
    id: 'width-multiplier:0.75',
    title: 'Width multiplier',
    what: 'All hidden channels times 0.75: 16 becomes 12',
    risk: 'medium',
    needs: ['retraining'],
    shares: { MACs: 0.578, Params: 0.58, Weights: 0.58, Moved: 0.76, 'Peak memory': 0.75, Energy: 0.64 },
  },
  {
    id: 'prune-filters@6:keep=8',
    title: 'Structured pruning of filters',
    what: 'Keeps the 8 filters of largest norm out of 16, with the channels that read them',
    layer: ['6', 'layers/1/conv1'],
    risk: 'high',
    needs: ['weights', 'retraining'],
    shares: { MACs: 0.76, Params: 0.77, Weights: 0.77, Moved: 0.95, Energy: 0.82 },
    canApply: true,
  },
  {
    id: 'cast-half',
    title: 'Cast to float16',
    what: 'Weights and activations of the whole network in 16 bits',
    risk: 'negligible',
    shares: { Weights: 0.5, Moved: 0.5, 'Peak memory': 0.5, Energy: 0.55 },
  },
  {
    id: 'grouped-shuffle@6',
    title: 'Grouped 1x1 convolution with channel shuffle',
    what: '1x1 convolution in 4 groups, with a shuffle of channels behind it',
    layer: ['6', 'layers/1/conv1'],
    risk: 'medium',
    needs: ['retraining'],
    shares: { MACs: 0.82, Params: 0.82, Weights: 0.82, Moved: 1.6 },
  },
  {
    id: 'pooled-classifier@12',
    title: 'Global average pooling before the classifier',
    what: 'Averages each channel before the last layer, which then reads 16 numbers instead of 16,384',
    layer: ['12', 'head'],
    risk: 'low',
    needs: ['retraining'],
    shares: { MACs: 0.985, Params: 0.34, Weights: 0.34 },
  },
];

export const SAMPLE_CARDS = SAMPLES.map(cardFor);

/** Suggestions for `residualReport(2)`, ready and untouched. */
export const SAMPLE_VIEW: SuggestionsView = {
  status: 'ready',
  message: '',
  cards: SAMPLE_CARDS,
  trivial: 7,
  remarks: ['Open sizes of the inputs are taken as 1: give real ones for figures that hold.'],
  chosen: [],
  chosenRanks: [],
  combined: null,
  preview: null,
  rankCurve: null,
  budget: '',
  plan: null,
  marks: { '1': 2, '3': 2, '6': 2, '8': 1, '12': 1, 'group:/layers/0': 4, gone: 3 },
};

/** A front of plans: the first two exceed the budget. */
export const SAMPLE_PLAN: NonNullable<SuggestionsView['plan']> = {
  points: [
    point(0, 1.93, ['fold-batch-norm@2'], false),
    point(0.08, 1.42, ['fold-batch-norm@2', 'cast-half'], false),
    point(0.21, 1.19, ['fold-batch-norm@2', 'cast-half', 'spatial-sequential@1'], true),
    point(0.36, 0.98, ['fold-batch-norm@2', 'cast-half', 'depthwise-separable@1'], true),
    point(0.62, 0.71, ['fold-batch-norm@2', 'quantize-activations', 'width-multiplier:0.75'], true),
  ],
  chosen: 2,
  message: 'The budget is met by 3 suggestions.',
};

type PlanPoint = (typeof SAMPLE_PLAN.points)[number];

function point(risk: number, cost: number, ids: readonly string[], meetsBudget: boolean): PlanPoint {
  const label = `${ids.length} suggestions: ${Math.round(cost * 50)}% of the MACs, risk ${risk.toFixed(2)}`;
  return { risk, cost, label, ids, meetsBudget };
}

/** One convolution, and the two that take its place. */
export function samplePreview(id: string): NonNullable<SuggestionsView['preview']> {
  return {
    id,
    before: sceneOf([['Conv', 2_359_296]]),
    after: sceneOf([
      ['Conv', 147_456],
      ['Conv', 262_144],
    ]),
  };
}

function sceneOf(layers: readonly (readonly [op: string, macs: number])[]): Scene {
  const b = reportBuilder({ 'stem.out': [1, 16, 32, 32] });
  let x = 'stem.out';
  for (const [op, macs] of layers)
    x = b.layer(op, [x], { shape: [1, 16, 32, 32], macs, params: macs / 1024, bytes: 1000, energy: 50 });
  return buildScene(b.build([b.layer('Relu', [x], { shape: [1, 16, 32, 32], bytes: 300 })]), {
    metric: 'macs',
    open: [ROOT_GROUP],
  });
}

/** Sixteen ranks whose energy comes quickly, with the break-even at twelve. */
export function rankCurve(id: string): RankCurveView {
  const prefix = id.replace(/\d+$/, '');
  const points = Array.from({ length: 16 }, (_, i) => {
    const rank = i + 1;
    const energy = 1 - (1 - rank / 16) ** 2 * (rank === 16 ? 0 : 0.4);
    const share = rank / 12;
    const macs = Math.round(NOW.MACs + NOW.MACs * 0.24 * (share - 1));
    return {
      rank,
      id: `${prefix}${rank}`,
      energy,
      share,
      error: null,
      errorText: 'not measured',
      energyText: `${(energy * 100).toFixed(1)}%`,
      shareText: `${(share * 100).toFixed(1)}%`,
      macs: `${formatCount(macs)} (${((macs / NOW.MACs) * 100).toFixed(1)}% of now)`,
      params: '8.40 k (85.6% of now)',
      weights: '32.8 KiB (85.6% of now)',
    };
  });
  return { id, rank: 6, full: 16, breakEven: 12, points, chosen: null, canMeasure: true, measuring: '' };
}
