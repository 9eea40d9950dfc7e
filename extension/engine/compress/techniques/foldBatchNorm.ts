import type { ShapedNode } from '../../inference/shaped';
import type { StoredTensor } from '../../ir/graph';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { candidates, floatOf, intOf } from '../support/pick';
import type { Proposal, Technique } from '../technique';

const EPSILON = 1e-5;

/** Axis of the output channels in the weight of what stands before the normalization; null where none can fold. */
function channelAxis(shaped: ShapedNode): number | null {
  const { op, domain } = shaped.node;
  if (domain !== '') return null;
  if (op === 'Conv') return 0;
  if (op === 'ConvTranspose') return intOf(shaped, 'group', 1) === 1 ? 1 : null;
  const scaled = floatOf(shaped, 'alpha', 1) !== 1 || floatOf(shaped, 'beta', 1) !== 1;
  if (op !== 'Gemm' || scaled) return null;
  return intOf(shaped, 'transB', 0) === 0 ? 1 : 0;
}

/** `BN(Wx + b)` is a layer with `W' = W s / sqrt(v + e)` and `b' = (b - m) s / sqrt(v + e) + t`. */
function propose(facts: ModelFacts, normalization: ShapedNode): readonly Proposal[] {
  const { node } = normalization;
  if (node.op !== 'BatchNormalization' || node.domain !== '' || isTraining(normalization)) return [];
  const [x = '', scale = '', shift = '', mean = '', variance = ''] = node.inputs;
  const maker = facts.maker(x);
  const axis = maker ? channelAxis(maker) : null;
  const weight = maker && facts.stored(maker, 1);
  const bias = maker?.node.inputs[2] ?? '';
  const statistics = [1, 2, 3, 4].every((slot) => facts.stored(normalization, slot)?.dims.length === 1);
  if (!maker || axis === null || !weight?.dtype || facts.soleReader(x) !== normalization || !statistics)
    return [];
  const channels = facts.shape(x)?.[1] ?? weight.dims[axis] ?? 0;
  if (bias !== '' && !isPerChannel(facts.stored(maker, 2), channels)) return [];
  const [output = ''] = node.outputs;
  const recipe = {
    kind: 'folded',
    weight: maker.node.inputs[1] ?? '',
    bias: bias === '' ? null : bias,
    normalization: [scale, shift, mean, variance],
    epsilon: floatOf(normalization, 'epsilon', EPSILON),
    axis,
  } as const;
  const draft = new Draft(facts, maker.node);
  const folded = draft.weight('folded.weight', weight.dtype, weight.dims, { ...recipe, part: 'weight' });
  const shifted = draft.weight('folded.bias', weight.dtype, [channels], { ...recipe, part: 'bias' });
  draft.take({ ...maker.node, inputs: [maker.node.inputs[0] ?? '', folded, shifted], outputs: [output] });
  return [
    {
      target: output,
      variant: '',
      what: `the batch normalization behind ${maker.node.op} of ${channels} channels becomes part of its weight and bias`,
      edit: draft.replacing([maker.node, node]),
      exact: true,
      needs: [],
      receptiveField: 'kept',
      assumption: 'Inference: statistics are fixed. Results differ by rounding only.',
    },
  ];
}

/** Gemm broadcasts its bias: one number for all channels, or another row for each sample, does not fold. */
function isPerChannel(bias: StoredTensor | null, channels: number): boolean {
  return bias?.dims.at(-1) === channels && bias.dims.slice(0, -1).every((dim) => dim === 1);
}

function isTraining(shaped: ShapedNode): boolean {
  const outputs = shaped.node.outputs.filter((name) => name !== '');
  return intOf(shaped, 'training_mode', 0) !== 0 || outputs.length > 1;
}

export const FOLD_BATCH_NORM: Technique = {
  id: 'fold-batch-norm',
  title: 'Batch-norm folding',
  stage: 'fold',
  risk: 'none',
  evidence: 'Exact in real numbers: an affine map behind a linear layer is a linear layer.',
  source: 'Jacob et al., Quantization and Training of Neural Networks, CVPR 2018, section 3.2',
  propose: (facts, target) => candidates(facts, target).flatMap((shaped) => propose(facts, shaped)),
};
