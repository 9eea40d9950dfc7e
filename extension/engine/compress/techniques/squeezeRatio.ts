import type { ShapedNode } from '../../inference/shaped';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { ACTIVATIONS, swishAt } from '../support/activations';
import { addLinear, type LinearLayer, linearLayer } from '../support/linearLayer';
import type { Proposal, Technique } from '../technique';

/** MobileNet v3 fixes the squeeze to a quarter of the channels that it scales. */
const SQUEEZE = 1 / 4;
const STEP = 8;

/** The two layers of a squeeze-and-excite gate. */
interface Gate {
  readonly reduce: LinearLayer;
  readonly expand: LinearLayer;
  readonly activation: readonly ShapedNode[];
}

/** Reads `x * gate(expand(act(reduce(mean(x)))))` from the product; null where it is something else. */
function read(facts: ModelFacts, product: ShapedNode): Gate | null {
  if (product.node.op !== 'Mul') return null;
  for (const name of product.node.inputs) {
    const sigmoid = facts.maker(name);
    if (sigmoid?.node.op !== 'Sigmoid' && sigmoid?.node.op !== 'HardSigmoid') continue;
    const expand = layerBefore(facts, sigmoid.node.inputs[0]);
    const activation = expand && activationAt(facts, expand.input);
    const reduce = activation && layerBefore(facts, activation.input);
    const mean = reduce && facts.maker(reduce.input)?.node.op;
    if (reduce && (mean === 'GlobalAveragePool' || mean === 'ReduceMean'))
      return { reduce, expand, activation: activation.nodes };
  }
  return null;
}

function layerBefore(facts: ModelFacts, tensor = ''): LinearLayer | null {
  const maker = facts.maker(tensor);
  return maker ? linearLayer(facts, maker) : null;
}

function activationAt(
  facts: ModelFacts,
  tensor: string,
): { readonly nodes: readonly ShapedNode[]; readonly input: string } | null {
  const maker = facts.maker(tensor);
  if (!maker) return null;
  const swish = swishAt(facts, maker, ['Sigmoid']);
  if (swish) return swish;
  return ACTIVATIONS.has(maker.node.op) ? { nodes: [maker], input: maker.node.inputs[0] ?? '' } : null;
}

function propose(facts: ModelFacts, { reduce, expand, activation }: Gate): readonly Proposal[] {
  const channels = expand.outFeatures;
  const squeeze = Math.ceil((channels * SQUEEZE) / STEP) * STEP;
  if (squeeze >= reduce.outFeatures) return [];
  const draft = new Draft(facts, expand.shaped.node);
  const bias =
    reduce.bias === null
      ? null
      : draft.weight('squeeze.bias', reduce.dtype, [squeeze], { kind: 'untrained', fan: 1 });
  const first = { input: reduce.input, from: reduce.inFeatures, to: squeeze, bias };
  const thin = addLinear(draft, 'squeeze', reduce, first);
  const moved = new Map([[reduce.output, thin]]);
  for (const { node } of activation) {
    const [old = ''] = node.outputs;
    const fresh = `${old}/squeezed`;
    draft.take({ ...node, inputs: node.inputs.map((name) => moved.get(name) ?? name), outputs: [fresh] });
    moved.set(old, fresh);
  }
  const second = { input: moved.get(expand.input) ?? '', from: squeeze, to: channels, bias: expand.bias };
  addLinear(draft, 'excite', expand, second, expand.output);
  const removed = [reduce.shaped, ...activation, expand.shaped].map(({ node }) => node);
  return [
    {
      target: expand.output,
      variant: `squeeze=${squeeze}`,
      what: `squeeze-and-excite of ${channels} channels narrows from ${reduce.outFeatures} to ${squeeze}`,
      edit: draft.replacing(removed),
      exact: false,
      needs: ['retraining'],
      receptiveField: 'kept',
      assumption: `A quarter of the ${channels} channels is enough to decide how to scale them.`,
    },
  ];
}

export const SQUEEZE_RATIO: Technique = {
  id: 'squeeze-ratio',
  title: 'Squeeze-and-excite ratio',
  stage: 'structure',
  risk: 'low',
  evidence:
    'MobileNet v3 fixes the squeeze to 1/4 of the expansion and reports that it increases accuracy, there at some more parameters than before.',
  source: 'Howard et al., Searching for MobileNetV3, ICCV 2019, section 5.3',
  propose: (facts, target) => {
    const products = facts.nodes.filter(({ node }) => node.op === 'Mul');
    const gates = products.flatMap((shaped) => read(facts, shaped) ?? []);
    const wanted = target === undefined ? gates : gates.filter(({ expand }) => expand.output === target);
    return wanted.flatMap((gate) => propose(facts, gate));
  },
};
