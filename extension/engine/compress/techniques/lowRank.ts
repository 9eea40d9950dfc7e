import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { addLinear, type LinearLayer, linearLayers } from '../support/linearLayer';
import { rankOf, rankRisk, ranksBelow } from '../support/ranks';
import type { Proposal, RankRange, Technique } from '../technique';

/** W [in, out] becomes [in, r] and [r, out]: the truncated singular value decomposition. */
function propose(facts: ModelFacts, layer: LinearLayer, rank: number): Proposal {
  const { shaped, inFeatures, outFeatures } = layer;
  const draft = new Draft(facts, shaped.node);
  const recipe = (part: number) =>
    ({
      kind: 'factor',
      of: layer.weight,
      by: 'svd',
      part,
      ranks: [rank],
      layout: layer.form === 'gemm' || layer.form === 'matmul' ? 'in-out' : 'out-in',
    }) as const;
  const first = { input: layer.input, from: inFeatures, to: rank, strides: layer.strides, recipe: recipe(0) };
  const inner = addLinear(draft, 'down', layer, first);
  const second = { input: inner, from: rank, to: outFeatures, bias: layer.bias, recipe: recipe(1) };
  addLinear(draft, 'up', layer, second, layer.output);
  return {
    target: layer.output,
    variant: `rank=${rank}`,
    what: `${layer.text} becomes ${inFeatures} → ${rank} → ${outFeatures} (rank ${rank})`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['weights'],
    riskLevel: rankRisk(rank, breakEven(layer)),
    receptiveField: 'kept',
    assumption: `Rank ${rank} of at most ${fullRank(layer)} keeps enough of the weight; break-even is rank ${breakEven(layer)}.`,
    rewrite: { kind: 'low-rank', rank },
  };
}

/** The rank at which both factors hold as many weights as the matrix: in * out / (in + out). */
function breakEven({ inFeatures, outFeatures }: LinearLayer): number {
  return Math.floor((inFeatures * outFeatures) / (inFeatures + outFeatures));
}

function fullRank({ inFeatures, outFeatures }: LinearLayer): number {
  return Math.min(inFeatures, outFeatures);
}

function ranks(facts: ModelFacts, target: string): RankRange | null {
  const [layer] = linearLayers(facts, target);
  return layer ? { full: fullRank(layer), breakEven: breakEven(layer) } : null;
}

/** The same at a rank of the caller's choice, up to the full one. */
function variantAt(facts: ModelFacts, target: string, variant: string): Proposal | null {
  const [layer] = linearLayers(facts, target);
  const rank = rankOf(variant);
  if (!layer || rank === null || rank > fullRank(layer)) return null;
  return propose(facts, layer, rank);
}

export const LOW_RANK: Technique = {
  id: 'low-rank',
  title: 'Low rank by SVD',
  stage: 'structure',
  risk: 'low',
  evidence:
    'Truncated SVD of the fully connected layers of Fast R-CNN cut detection time by over 30% for 0.3 points of mAP, without fine-tuning; how much a layer loses is in its singular values.',
  source: 'Girshick, Fast R-CNN, ICCV 2015, section 4.4; Denton et al., NeurIPS 2014',
  variantAt,
  ranks,
  propose: (facts, target) =>
    linearLayers(facts, target).flatMap((layer) =>
      ranksBelow(breakEven(layer), fullRank(layer)).map((rank) => propose(facts, layer, rank)),
    ),
};
