import { DTYPES, type DType } from '../../ir/dtype';
import type { ShapedNode } from '../../inference/shaped';
import type { Attribute, DeclaredTensor, Node, StoredTensor } from '../../ir/graph';
import type { GraphEdit } from '../../ir/graphEdit';
import { hasSubgraph } from '../../ir/order';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';
import { castGraph, FLOAT32_SLOTS } from '../support/castGraph';
import { own } from '../../own';

/**
 * Operators that take no half precision (in every operator set), lose too much in it, or make float32 unless an
 * attribute says otherwise: a model with a float32 one is left as it is.
 */
const FLOAT32_ONLY = new Set([
  'NonMaxSuppression',
  'Celu',
  'CumSum',
  'IsInf',
  'Range',
  'RandomNormal',
  'RandomUniform',
  'STFT',
  'DFT',
  'MelWeightMatrix',
  'BlackmanWindow',
  'HammingWindow',
  'HannWindow',
  'QLinearConv',
  'QLinearMatMul',
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
]);

/** First operator set in which convolution and pooling take bfloat16. */
const BFLOAT16_OPSET = 22;

type Half = 'float16' | 'bfloat16';

function propose(facts: ModelFacts, half: Half): readonly Proposal[] {
  if (!applies(facts) || (half === 'bfloat16' && facts.opset < BFLOAT16_OPSET)) return [];
  const edit = facts.isSource ? castSource(facts, half) : castGraph(facts, half);
  const count = edit.stored?.length ?? 0;
  if (count === 0) return [];
  return [
    {
      target: '',
      variant: '',
      what: `${count} stored ${count === 1 ? 'tensor' : 'tensors'} and all activations between the inputs and outputs in ${half}`,
      edit,
      exact: false,
      needs: ['weights'],
      receptiveField: 'kept',
      assumption: facts.isSource
        ? `Model and inputs are cast (model.to(torch.${half})).`
        : 'Inputs and outputs keep float32 by a Cast at the border; shapes and indices keep their type.',
    },
  ];
}

/** Only plain graphs: a subgraph or a foreign operator may rely on float32 in ways that no list knows. */
function applies(facts: ModelFacts): boolean {
  return facts.nodes.every((shaped) => {
    const { node, broken, inputs, outputs } = shaped;
    const plain = node.domain === '' || (facts.isSource && node.domain === 'torch');
    const nested = hasSubgraph(node);
    const isFloat = [...inputs, ...outputs].some((use) => use?.facts.dtype === 'float32');
    const stays = (isFloat && FLOAT32_ONLY.has(node.op)) || isSizeArithmetic(shaped);
    return plain && !nested && broken === null && !stays;
  });
}

/** Sizes on their way through float32: half precision would round them, and Resize takes its scales in float32 alone. */
function isSizeArithmetic({ node, inputs, outputs }: ShapedNode): boolean {
  const [value] = inputs;
  const known = value?.facts.dtype === 'float32' && value.facts.content !== null;
  if (node.op === 'Cast') return known && outputs[0]?.facts.dtype?.startsWith('int') === true;
  return (own(FLOAT32_SLOTS, node.op) ?? []).some((slot) => inputs[slot]?.stored === null);
}

/** What a cast of the module does: everything that was float32 is half, inputs included. */
function castSource(facts: ModelFacts, half: Half): GraphEdit {
  const cast = <T extends { readonly dtype: DType | null }>(tensor: T): T =>
    tensor.dtype === 'float32' ? { ...tensor, dtype: half } : tensor;
  const { graph } = facts;
  const stored = [...graph.initializers.values()].filter(({ dtype }) => dtype === 'float32');
  const border = new Map([...graph.inputs, ...graph.outputs].map((tensor) => [tensor.name, cast(tensor)]));
  const declared = new Map<string, DeclaredTensor>();
  for (const [name, tensor] of graph.declared) declared.set(name, cast(tensor));
  const replaced = new Map<Node, readonly Node[]>();
  for (const { node } of facts.nodes) {
    const to = node.attributes.get('to');
    if (node.op === 'Cast' && to?.kind === 'int' && to.value === DTYPES.float32.code)
      replaced.set(node, [{ ...node, attributes: withCode(node.attributes, half) }]);
  }
  return { replaced, stored: stored.map((tensor) => recast(tensor, half)), border, declared };
}

function withCode(attributes: Node['attributes'], half: Half): Node['attributes'] {
  return new Map<string, Attribute>([...attributes, ['to', { kind: 'int', value: DTYPES[half].code }]]);
}

function recast(tensor: StoredTensor, dtype: Half): StoredTensor {
  return { ...tensor, dtype, payload: null, raw: false, recipe: { kind: 'cast', of: tensor.name } };
}

export const CAST_FLOAT16: Technique = {
  id: 'float16',
  title: 'Cast to float16',
  stage: 'precision',
  risk: 'negligible',
  evidence:
    'Inference in float16 matches float32 within noise on most networks; values beyond 65,504 overflow, which verification shows.',
  source: 'Micikevicius et al., Mixed Precision Training, ICLR 2018',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts, 'float16') : []),
};

export const CAST_BFLOAT16: Technique = {
  id: 'bfloat16',
  title: 'Cast to bfloat16',
  stage: 'precision',
  risk: 'negligible',
  evidence:
    'bfloat16 keeps the range of float32 with 8 bits of precision; networks trained in it lose nothing by it.',
  source: 'Kalamkar et al., A Study of BFLOAT16 for Deep Learning Training, 2019',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts, 'bfloat16') : []),
};
