import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { addLinear, type LinearLayer, linearLayers } from '../support/linearLayer';
import type { Proposal, Technique } from '../technique';

/** What makes feature maps: attention heads have four dims, too, but are none. */
const MAPS = new Set([
  'Conv',
  'MaxPool',
  'AveragePool',
  'AdaptiveAveragePool',
  'AdaptiveMaxPool',
  'Relu',
  'Clip',
  'HardSwish',
  'Swish',
  'LeakyRelu',
  'BatchNormalization',
  'Concat',
  'Add',
  'Dropout',
]);

/** Flattening [N, C, H, W] into a fully connected layer becomes global average pooling and a layer of C inputs. */
function propose(facts: ModelFacts, layer: LinearLayer): readonly Proposal[] {
  const flatten = facts.maker(layer.input);
  const source = flatten?.node.inputs[0] ?? '';
  const map = facts.shape(source);
  const before = facts.maker(source)?.node.op ?? '';
  if (!flatten || !isFlatten(flatten.node.op) || map?.length !== 4 || !MAPS.has(before)) return [];
  const [, channels = 0, height = 0, width = 0] = map;
  if (height * width <= 1 || channels * height * width !== layer.inFeatures) return [];
  const draft = new Draft(facts, layer.shaped.node);
  const pooled = draft.node('pool', { op: 'GlobalAveragePool', inputs: [source] });
  const flat = draft.node('flatten', { op: 'Flatten', inputs: [pooled], attributes: { axis: 1 } });
  const part = { input: flat, from: channels, to: layer.outFeatures, bias: layer.bias };
  addLinear(draft, 'linear', layer, part, layer.output);
  const isOnly = facts.soleReader(layer.input) === layer.shaped;
  return [
    {
      target: layer.output,
      variant: '',
      what: `${layer.text} behind a flattened ${channels}x${height}x${width} becomes global average pooling and ${channels} → ${layer.outFeatures}`,
      edit: draft.replacing(isOnly ? [flatten.node, layer.shaped.node] : [layer.shaped.node]),
      exact: false,
      needs: ['retraining'],
      receptiveField: 'kept',
      assumption: 'Where in the feature map something lies does not matter to the classifier.',
    },
  ];
}

function isFlatten(op: string): boolean {
  return op === 'Flatten' || op === 'Reshape';
}

export const POOLED_CLASSIFIER: Technique = {
  id: 'pooled-classifier',
  title: 'Global average pooling before the classifier',
  stage: 'structure',
  risk: 'medium',
  evidence:
    'Network in Network replaced fully connected layers by global average pooling and overfitted less; GoogLeNet gained 0.6 points of top-1 by the move.',
  source:
    'Lin et al., Network in Network, ICLR 2014; Szegedy et al., Going Deeper with Convolutions, CVPR 2015, section 5',
  propose: (facts, target) =>
    linearLayers(facts, target)
      .filter(({ form }) => form !== 'conv')
      .flatMap((layer) => propose(facts, layer)),
};
