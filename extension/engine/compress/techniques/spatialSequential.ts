import { Draft } from '../draft';
import { addConv, convLayers, convText, type ConvLayer, isSquare } from '../support/convLayer';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** Widths on which Inception v3 found the factorization to work. */
const MEDIUM = { from: 12, to: 20 };

/** K x K becomes 1 x K and then K x 1, with as many channels between them as come out. */
function propose(facts: ModelFacts, layer: ConvLayer): Proposal {
  const { shaped, dtype, kernel, strides, dilations, padsBegin, padsEnd, outChannels } = layer;
  const draft = new Draft(facts, shaped.node);
  const rows = addConv(draft, 'rows', dtype, {
    input: layer.input,
    from: layer.inChannels,
    to: outChannels,
    kernel: [1, kernel[1]],
    strides: [1, strides[1]],
    dilations: [1, dilations[1]],
    padsBegin: [0, padsBegin[1]],
    padsEnd: [0, padsEnd[1]],
  });
  const columns = {
    input: rows,
    from: outChannels,
    to: outChannels,
    kernel: [kernel[0], 1],
    strides: [strides[0], 1],
    dilations: [dilations[0], 1],
    padsBegin: [padsBegin[0], 0],
    padsEnd: [padsEnd[0], 0],
    bias: layer.bias,
  } as const;
  addConv(draft, 'columns', dtype, columns, layer.output);
  return {
    target: layer.output,
    variant: '',
    what: `${convText(layer)} becomes 1x${kernel[1]} and then ${kernel[0]}x1`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['retraining'],
    receptiveField: 'kept',
    assumption: `${outChannels} channels between the two, as many as come out; nothing nonlinear stands between them.`,
    ...widthWarning(layer.outSize[1]),
    rewrite: { kind: 'spatial-sequential', mid: null },
  };
}

function widthWarning(width: number): Partial<Proposal> {
  if (width >= MEDIUM.from && width <= MEDIUM.to) return {};
  return {
    riskLevel: 'high',
    evidence: `Inception v3 found it to work on feature maps ${MEDIUM.from} to ${MEDIUM.to} wide; this one is ${width} wide.`,
  };
}

export const SPATIAL_SEQUENTIAL: Technique = {
  id: 'spatial-sequential',
  title: 'Spatial factorization, sequential',
  stage: 'structure',
  risk: 'medium',
  evidence:
    'Inception v3 reports very good results with 1xn and nx1 in place of nxn on feature maps 12 to 20 wide, and poor ones in early layers (trained from the start).',
  source: 'Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 3.2',
  propose: (facts, target) =>
    convLayers(facts, target)
      .filter(isSquare)
      .map((layer) => propose(facts, layer)),
};
