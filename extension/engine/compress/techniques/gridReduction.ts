import type { ShapedNode } from '../../inference/shaped';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { addConv, convLayer, type ConvLayer, convText } from '../support/convLayer';
import { candidates, intOf, intsOf, stringOf } from '../support/pick';
import type { Proposal, Technique } from '../technique';

/** A convolution at stride 1, an optional ReLU, and a pooling of stride 2 that shrinks what it made. */
interface Expansion {
  readonly layer: ConvLayer;
  readonly relu: ShapedNode | null;
  readonly pooling: ShapedNode;
}

function read(facts: ModelFacts, pooling: ShapedNode): Expansion | null {
  const { op, domain, inputs } = pooling.node;
  const halves = (intsOf(pooling, 'strides') ?? []).join() === '2,2';
  if ((op !== 'MaxPool' && op !== 'AveragePool') || domain !== '' || !halves) return null;
  if (intOf(pooling, 'ceil_mode', 0) !== 0 || stringOf(pooling, 'auto_pad', 'NOTSET') !== 'NOTSET')
    return null;
  const maker = facts.maker(inputs[0] ?? '');
  if (!maker || facts.soleReader(inputs[0] ?? '') !== pooling) return null;
  const relu = maker.node.op === 'Relu' ? maker : null;
  const convolution = relu ? facts.maker(relu.node.inputs[0] ?? '') : maker;
  const layer = convolution ? convLayer(facts, convolution) : null;
  if (!layer || (relu && facts.soleReader(layer.output) !== relu)) return null;
  return { layer, relu, pooling };
}

/** Whether the convolution at stride 2 leaves as many positions as the pooling does, on the same input. */
function fits(facts: ModelFacts, { layer, pooling }: Expansion): boolean {
  const { strides, groups, dilations, kernel, padsBegin, padsEnd, inSize, outSize } = layer;
  if (layer.outChannels <= layer.inChannels || groups !== 1) return false;
  if ([...strides, ...dilations].some((n) => n !== 1) || inSize.join() !== outSize.join()) return false;
  const pooled = facts.shape(pooling.node.outputs[0] ?? '')?.slice(2) ?? [];
  return pooled.every((size, axis) => {
    const room = (inSize[axis] ?? 0) + (padsBegin[axis] ?? 0) + (padsEnd[axis] ?? 0) - (kernel[axis] ?? 0);
    return Math.floor(room / 2) + 1 === size;
  });
}

/** The convolution takes the stride and makes what the pooled input does not bring: both side by side, concatenated. */
function propose(facts: ModelFacts, found: Expansion): Proposal {
  const { layer, relu, pooling } = found;
  const { inChannels, outChannels, dtype } = layer;
  const [output = ''] = pooling.node.outputs;
  const draft = new Draft(facts, layer.shaped.node);
  const { kernel, padsBegin, padsEnd } = layer;
  const made = outChannels - inChannels;
  const strided = addConv(draft, 'strided', dtype, {
    input: layer.input,
    from: inChannels,
    to: made,
    kernel,
    padsBegin,
    padsEnd,
    strides: [2, 2],
    bias:
      layer.bias === null ? null : draft.weight('strided.bias', dtype, [made], { kind: 'untrained', fan: 1 }),
  });
  const active = relu ? draft.node('relu', { op: 'Relu', inputs: [strided] }) : strided;
  const { op, attributes } = pooling.node;
  const pooled = draft.node('pool', {
    op,
    inputs: [layer.input],
    attributes: Object.fromEntries(attributes),
  });
  draft.node('concat', { op: 'Concat', inputs: [active, pooled], attributes: { axis: 1 } }, output);
  const removed = [layer.shaped, ...(relu ? [relu] : []), pooling].map(({ node }) => node);
  return {
    target: output,
    variant: '',
    what: `${convText(layer)}, then pooled, becomes ${kernel.join('x')} ${inChannels} → ${made} at stride 2 beside a pooling of the input, concatenated`,
    edit: draft.replacing(removed),
    exact: false,
    needs: ['retraining'],
    receptiveField: receptiveField(kernel, intsOf(pooling, 'kernel_shape') ?? []),
    assumption: `The ${inChannels} pooled input channels stand for as many of the ${outChannels}.`,
  };
}

/** One behind the other see more than either of them alone. */
function receptiveField(kernel: readonly number[], pool: readonly number[]): string {
  const before = kernel.map((size, axis) => size + (pool[axis] ?? 1) - 1).join('x');
  const after = kernel.map((size, axis) => Math.max(size, pool[axis] ?? 1)).join('x');
  return before === after ? 'kept' : `shrinks from ${before} to ${after}`;
}

export const GRID_REDUCTION: Technique = {
  id: 'grid-reduction',
  title: 'Efficient grid reduction',
  stage: 'structure',
  risk: 'medium',
  evidence:
    'Inception v3 shrinks the grid by a strided convolution and a pooling side by side: cheaper than expanding first, without the bottleneck of pooling first.',
  source: 'Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 5',
  propose: (facts, target) =>
    candidates(facts, target).flatMap((shaped) => {
      const found = read(facts, shaped);
      return found && fits(facts, found) ? [propose(facts, found)] : [];
    }),
};
