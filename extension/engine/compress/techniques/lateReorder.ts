import type { ShapedNode } from '../../inference/shaped';
import type { Node } from '../../ir/graph';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { ACTIVATIONS, swishAt } from '../support/activations';
import { convLayer, type ConvLayer } from '../support/convLayer';
import { candidates, intOf, intsOf, stringOf } from '../support/pick';
import type { Proposal, Technique } from '../technique';

/** One step between the convolution and the pooling; several nodes where an activation is written as several. */
interface Step {
  readonly nodes: readonly ShapedNode[];
  readonly input: string;
  readonly linear: boolean;
}

const GATES = ['Sigmoid', 'HardSigmoid'];

/** Whether a node averages over windows, or over all positions, without padding. */
function isAverage(facts: ModelFacts, shaped: ShapedNode): boolean {
  const { op, domain } = shaped.node;
  if (domain !== '' || shaped.broken !== null) return false;
  if (op === 'GlobalAveragePool') return true;
  if (op === 'AveragePool')
    return (
      (intsOf(shaped, 'pads') ?? []).every((pad) => pad === 0) &&
      intOf(shaped, 'ceil_mode', 0) === 0 &&
      ['NOTSET', 'VALID'].includes(stringOf(shaped, 'auto_pad', 'NOTSET'))
    );
  return op === 'ReduceMean' && intOf(shaped, 'keepdims', 1) === 1 && isSpatial(facts, shaped);
}

function isSpatial(facts: ModelFacts, shaped: ShapedNode): boolean {
  const content = facts.stored(shaped, 1)?.content;
  const given = content?.kind === 'elements' ? content.values : null;
  const axes = intsOf(shaped, 'axes') ?? given ?? [];
  const places = axes.map((axis) => (typeof axis === 'number' && axis < 0 ? axis + 4 : axis));
  return places.length === 2 && places.includes(2) && places.includes(3);
}

/** What makes `tensor` out of something of the same shape, if nothing else reads it. */
function stepBefore(facts: ModelFacts, tensor: string): Step | null {
  const maker = facts.maker(tensor);
  if (maker?.broken !== null || maker.node.outputs.length !== 1) return null;
  const swish = swishAt(facts, maker, GATES);
  if (swish) {
    const readers = facts.readers(swish.input);
    const own = readers.every((reader) => swish.nodes.includes(reader)) && !facts.isOutput(swish.input);
    return own ? { nodes: swish.nodes, input: swish.input, linear: false } : null;
  }
  const [input = ''] = maker.node.inputs;
  if (facts.soleReader(input) !== maker) return null;
  const { op } = maker.node;
  if (op === 'BatchNormalization') return { nodes: [maker], input, linear: true };
  if (ACTIVATIONS.has(op) || op === 'Clip') return { nodes: [maker], input, linear: false };
  return null;
}

/** Walks from the pooling's input up to a 1x1 convolution; null where something else stands in between. */
function findConv(facts: ModelFacts, tensor: string): { layer: ConvLayer; steps: readonly Step[] } | null {
  const steps: Step[] = [];
  for (let at = tensor; steps.length <= 4;) {
    const maker = facts.maker(at);
    const layer = maker ? convLayer(facts, maker) : null;
    if (layer) return isPointwise(layer) ? { layer, steps } : null;
    const step = stepBefore(facts, at);
    if (!step) return null;
    steps.unshift(step);
    at = step.input;
  }
  return null;
}

function isPointwise({ kernel, strides, padsBegin, padsEnd }: ConvLayer): boolean {
  return [...kernel, ...strides].every((n) => n === 1) && [...padsBegin, ...padsEnd].every((n) => n === 0);
}

/** conv 1x1, (activation,) pooling become pooling, conv 1x1(, activation): on as many positions as the pooling leaves. */
function propose(facts: ModelFacts, pooling: ShapedNode): readonly Proposal[] {
  const [tensor = ''] = pooling.node.inputs;
  const [output = ''] = pooling.node.outputs;
  const found = isAverage(facts, pooling) ? findConv(facts, tensor) : null;
  if (!found || facts.soleReader(tensor) !== pooling || !isOwnConv(facts, found)) return [];
  const { layer, steps } = found;
  const exact = steps.every(({ linear }) => linear);
  const draft = new Draft(facts, layer.shaped.node);
  const { inputs, attributes, op } = pooling.node;
  const pooled = draft.node('pool', {
    op,
    inputs: [layer.input, ...inputs.slice(1)],
    attributes: Object.fromEntries(attributes),
  });
  const moved = new Map([[layer.input, pooled]]);
  const chain = [layer.shaped, ...steps.flatMap(({ nodes }) => nodes)].map(({ node }) => node);
  chain.forEach((node, i) => {
    draft.take(renamed(node, moved, i === chain.length - 1 ? output : `${output}/behind_pool/${i}`));
  });
  const { inChannels, outChannels, inSize } = layer;
  const left = facts.shape(output)?.slice(2) ?? [1, 1];
  const positions = left.every((size) => size === 1) ? 'is one position' : `are ${left.join('x')} positions`;
  return [
    {
      target: output,
      variant: '',
      what: `1x1 ${inChannels} → ${outChannels} on ${inSize.join('x')} moves behind the pooling, where there ${positions}`,
      edit: draft.replacing([...chain, pooling.node]),
      exact,
      needs: exact ? [] : ['retraining'],
      receptiveField: 'kept',
      assumption: exact
        ? 'Averaging and a 1x1 convolution are both linear and may change places; results differ by rounding only.'
        : `${steps.flatMap(({ nodes }) => nodes.map(({ node }) => node.op)).join(' and ')} between the two is not linear: averages of activations become activations of averages.`,
      riskLevel: exact ? 'none' : 'low',
    },
  ];
}

/** Whether only the chain reads what the convolution makes. */
function isOwnConv(
  facts: ModelFacts,
  { layer, steps }: { layer: ConvLayer; steps: readonly Step[] },
): boolean {
  const [first] = steps;
  if (!first) return true;
  const readers = facts.readers(layer.output);
  return !facts.isOutput(layer.output) && readers.every((reader) => first.nodes.includes(reader));
}

function renamed(node: Node, moved: Map<string, string>, output: string): Node {
  const [old = ''] = node.outputs;
  const inputs = node.inputs.map((name) => moved.get(name) ?? name);
  moved.set(old, output);
  return { ...node, inputs, outputs: [output] };
}

export const LATE_REORDER: Technique = {
  id: 'late-reorder',
  title: 'Late-stage reorder',
  stage: 'structure',
  risk: 'low',
  evidence:
    'MobileNet v3 moves the last expansion behind the global average pooling: 30 M MACs less with almost no loss of accuracy.',
  source: 'Howard et al., Searching for MobileNetV3, ICCV 2019, section 5.1',
  propose: (facts, target) => candidates(facts, target).flatMap((shaped) => propose(facts, shaped)),
};
