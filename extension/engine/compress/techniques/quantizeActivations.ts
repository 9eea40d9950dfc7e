import type { Node, StoredTensor } from '../../ir/graph';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { FIRST_OPSET, quantizableUses, quantizeEdit } from '../support/quantizedWeights';
import type { WeightUse } from '../support/weightUses';
import type { Proposal, Technique } from '../technique';

/** An activation on its way through uint8: both nodes in front of the first layer that reads it. */
interface Rounded {
  readonly nodes: readonly Node[];
  readonly tensors: readonly StoredTensor[];
  readonly output: string;
}

function rounded(facts: ModelFacts, tensor: string, like: Node): Rounded {
  const draft = new Draft(facts, like);
  const dtype = facts.dtype(tensor) ?? 'float32';
  const scale = draft.weight('activation.scale', dtype, [], {
    kind: 'calibrated',
    of: tensor,
    part: 'scale',
  });
  const zero = draft.weight('activation.zero', 'uint8', [], { kind: 'calibrated', of: tensor, part: 'zero' });
  const integers = draft.node('quantize', { op: 'QuantizeLinear', inputs: [tensor, scale, zero] });
  const output = draft.node('dequantize', { op: 'DequantizeLinear', inputs: [integers, scale, zero] });
  const edit = draft.replacing([like]);
  return { nodes: edit.replaced.get(like) ?? [], tensors: edit.stored ?? [], output };
}

/** Layers with int8 weights read their input through QuantizeLinear and DequantizeLinear, too: the QDQ form. */
function propose(facts: ModelFacts): readonly Proposal[] {
  const uses = quantizableUses(facts).filter(({ readers }) => readers.every(isLayer));
  if (facts.opset < FIRST_OPSET[8] || uses.length === 0) return [];
  const weights = quantizeEdit(facts, uses, new Map(uses.map(({ name }) => [name, 8])));
  const replaced = new Map(weights.replaced);
  const stored = [...(weights.stored ?? [])];
  const known = new Map<string, string>();
  for (const { node } of layersInOrder(facts, uses)) {
    const changed = replaced.get(node) ?? [];
    const layer = changed.at(-1);
    const [input = ''] = node.inputs;
    if (!layer) continue;
    const made = known.has(input) ? null : rounded(facts, input, node);
    if (made) stored.push(...made.tensors);
    const activation = made?.output ?? known.get(input) ?? input;
    known.set(input, activation);
    const inputs = layer.inputs.map((name, slot) => (slot === 0 ? activation : name));
    replaced.set(node, [...(made?.nodes ?? []), ...changed.slice(0, -1), { ...layer, inputs }]);
  }
  const count = layersInOrder(facts, uses).length;
  return [
    {
      target: '',
      variant: '',
      what: `${count} ${count === 1 ? 'layer computes' : 'layers compute'} in int8: weights per channel, activations per tensor (QDQ form)`,
      edit: { replaced, stored },
      exact: false,
      needs: ['weights', 'calibration'],
      receptiveField: 'kept',
      assumption:
        'Ranges of activations come from calibration data. QuantizeLinear and DequantizeLinear are priced as the file has them; runtimes that fuse them move less.',
    },
  ];
}

/** The weights' layers in execution order: the first reader of an activation gets the nodes that round it. */
function layersInOrder(facts: ModelFacts, uses: readonly WeightUse[]): ModelFacts['nodes'] {
  const readers = new Set(uses.flatMap((use) => use.readers));
  return facts.nodes.filter((shaped) => readers.has(shaped));
}

function isLayer({ node, inputs }: WeightUse['readers'][number]): boolean {
  return ['Conv', 'Gemm', 'MatMul', 'Linear'].includes(node.op) && inputs[0]?.stored === null;
}

export const QUANTIZE_ACTIVATIONS: Technique = {
  id: 'int8',
  title: 'int8 weights and activations',
  stage: 'precision',
  risk: 'low',
  evidence:
    'Post-training with 8 bits for both, weights per channel, stays within 2% of the float accuracy on a wide variety of convolutional networks.',
  source:
    'Krishnamoorthi, Quantizing deep convolutional networks for efficient inference, 2018, abstract and table 3',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
