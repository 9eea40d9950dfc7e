import type { ShapedNode } from '../../inference/shaped';
import type { ModelFacts } from '../facts';

/** `y = x * gate(x)`, or a single node that does the same. */
export interface Swish {
  /** Nodes that make it up, in execution order; the last one makes `output`. */
  readonly nodes: readonly ShapedNode[];
  readonly input: string;
  readonly output: string;
}

/** Reads the product of a tensor and its own sigmoid, or a Swish node; null for everything else. */
export function swishAt(facts: ModelFacts, shaped: ShapedNode, gates: readonly string[]): Swish | null {
  const { node } = shaped;
  const [a = '', b = ''] = node.inputs;
  const [output = ''] = node.outputs;
  if (node.op === 'Swish') return { nodes: [shaped], input: a, output };
  if (node.op !== 'Mul' || node.domain !== '') return null;
  for (const [input, gated] of [
    [a, b],
    [b, a],
  ] as const) {
    const gate = facts.maker(gated);
    if (gate && gates.includes(gate.node.op) && gate.node.inputs[0] === input)
      if (facts.soleReader(gated) === shaped) return { nodes: [gate, shaped], input, output };
  }
  return null;
}

/** Activations that work on each element alone. */
export const ACTIVATIONS: ReadonlySet<string> = new Set([
  'Relu',
  'LeakyRelu',
  'Elu',
  'Selu',
  'Celu',
  'Gelu',
  'Softplus',
  'Softsign',
  'Mish',
  'Tanh',
  'Sigmoid',
  'HardSigmoid',
  'HardSwish',
  'Swish',
  'ThresholdedRelu',
]);
