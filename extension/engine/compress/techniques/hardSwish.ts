import type { ShapedNode } from '../../inference/shaped';
import type { Node } from '../../ir/graph';
import { Draft, float } from '../draft';
import type { ModelFacts } from '../facts';
import { type Swish, swishAt } from '../support/activations';
import type { Proposal, Technique } from '../technique';

/** First operator set with HardSwish. */
const HARD_SWISH_OPSET = 14;

/** x * relu6(x + 3) / 6, as one node where the operator set has it. */
function hardened(facts: ModelFacts, { nodes, input, output }: Swish): readonly Node[] {
  const last = nodes.at(-1);
  if (!last) return [];
  const draft = new Draft(facts, last.node);
  if (facts.opset >= HARD_SWISH_OPSET) draft.node('hardswish', { op: 'HardSwish', inputs: [input] }, output);
  else {
    const gate = draft.node('hardsigmoid', { op: 'HardSigmoid', inputs: [input], attributes: SIXTH });
    draft.node('hardswish', { op: 'Mul', inputs: [input, gate] }, output);
  }
  return draft.replacing([last.node]).replaced.get(last.node) ?? [];
}

const SIXTH = { alpha: float(1 / 6), beta: float(0.5) };

function gate(facts: ModelFacts, sigmoid: ShapedNode): readonly Node[] {
  const draft = new Draft(facts, sigmoid.node);
  const [input = ''] = sigmoid.node.inputs;
  const [output = ''] = sigmoid.node.outputs;
  draft.node('hardsigmoid', { op: 'HardSigmoid', inputs: [input], attributes: SIXTH }, output);
  return draft.replacing([sigmoid.node]).replaced.get(sigmoid.node) ?? [];
}

/** Swish and the sigmoids that gate channels, in the deeper half of the network. */
function propose(facts: ModelFacts): readonly Proposal[] {
  const half = facts.nodes.slice(Math.floor(facts.nodes.length / 2));
  const replaced = new Map<Node, readonly Node[]>();
  const swishes = half.flatMap((shaped) => swishAt(facts, shaped, ['Sigmoid']) ?? []);
  for (const swish of swishes) {
    for (const { node } of swish.nodes) replaced.set(node, []);
    const last = swish.nodes.at(-1);
    if (last) replaced.set(last.node, hardened(facts, swish));
  }
  const gates = half.filter((shaped) => isGate(facts, shaped) && !replaced.has(shaped.node));
  for (const sigmoid of gates) replaced.set(sigmoid.node, gate(facts, sigmoid));
  if (replaced.size === 0) return [];
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? ' becomes' : 's become'}`;
  const parts = [
    ...(swishes.length > 0 ? [`${count(swishes.length, 'swish activation')} h-swish`] : []),
    ...(gates.length > 0 ? [`${count(gates.length, 'sigmoid gate')} hard sigmoid`] : []),
  ];
  return [
    {
      target: '',
      variant: '',
      what: `in the deeper half ${parts.join(' and ')}`,
      edit: { replaced },
      exact: false,
      needs: ['retraining'],
      receptiveField: 'kept',
      assumption: 'Piecewise linear instead of exponential: no transcendental operation per element is left.',
      rewrite: { kind: 'h-swish' },
    },
  ];
}

/** A sigmoid whose only use is to scale something else. */
function isGate(facts: ModelFacts, shaped: ShapedNode): boolean {
  const { node } = shaped;
  const [output = ''] = node.outputs;
  return node.op === 'Sigmoid' && node.domain === '' && facts.soleReader(output)?.node.op === 'Mul';
}

export const HARD_SWISH: Technique = {
  id: 'hard-swish',
  title: 'h-swish and hard sigmoid',
  stage: 'structure',
  risk: 'negligible',
  evidence:
    'MobileNet v3 found no discernible difference in accuracy, and most of the benefit of swish in the deeper layers.',
  source: 'Howard et al., Searching for MobileNetV3, ICCV 2019, section 5.2',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
