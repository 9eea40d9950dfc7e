import { Draft } from '../draft';
import { addConv, convLayers, convText, type ConvLayer, isCentred, isSquare } from '../support/convLayer';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** K x K becomes K x 1 and 1 x K of the same widths on the same input, their outputs summed. */
function propose(facts: ModelFacts, layer: ConvLayer): Proposal {
  const { shaped, dtype, kernel, strides, dilations, padsBegin, padsEnd, outChannels } = layer;
  const draft = new Draft(facts, shaped.node);
  const common = { input: layer.input, from: layer.inChannels, to: outChannels, strides };
  const vertical = addConv(draft, 'vertical', dtype, {
    ...common,
    kernel: [kernel[0], 1],
    dilations: [dilations[0], 1],
    padsBegin: [padsBegin[0], 0],
    padsEnd: [padsEnd[0], 0],
    bias: layer.bias,
  });
  const horizontal = addConv(draft, 'horizontal', dtype, {
    ...common,
    kernel: [1, kernel[1]],
    dilations: [1, dilations[1]],
    padsBegin: [0, padsBegin[1]],
    padsEnd: [0, padsEnd[1]],
  });
  draft.node('sum', { op: 'Add', inputs: [vertical, horizontal] }, layer.output);
  return {
    target: layer.output,
    variant: '',
    what: `${convText(layer)} becomes ${kernel[0]}x1 and 1x${kernel[1]} side by side, outputs summed`,
    edit: draft.replacing([shaped.node]),
    exact: false,
    needs: ['retraining'],
    receptiveField: 'a cross of the same extent, without its corners',
    assumption: 'Both kernels keep all input and output channels; nothing stands between them and the sum.',
    rewrite: { kind: 'spatial-parallel' },
  };
}

export const SPATIAL_PARALLEL: Technique = {
  id: 'spatial-parallel',
  title: 'Spatial factorization, parallel',
  stage: 'structure',
  risk: 'medium',
  evidence:
    'Row and column kernels side by side cover a cross instead of a square: corners are lost. No published accuracy of the summed form is known to us.',
  source: 'The sequential form is that of Szegedy et al., CVPR 2016, section 3.2',
  propose: (facts, target) =>
    convLayers(facts, target)
      .filter((layer) => isSquare(layer) && isCentred(layer))
      .map((layer) => propose(facts, layer)),
};
