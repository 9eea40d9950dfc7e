import type { ShapedNode } from '../../inference/shaped';
import type { StoredTensor } from '../../ir/graph';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { linearLayer, type LinearLayer } from '../support/linearLayer';
import type { Proposal, Technique } from '../technique';

const FEWEST_ROWS = 256;

interface Table {
  readonly name: string;
  readonly tensor: StoredTensor;
}

/** Embedding tables [V, D] of the model. */
function tables(facts: ModelFacts): readonly Table[] {
  return facts.nodes.flatMap((shaped) => {
    const tensor = facts.stored(shaped, 0);
    const isTable = shaped.node.op === 'Gather' && shaped.node.domain === '' && tensor?.dims.length === 2;
    const large = (tensor?.dims[0] ?? 0) >= FEWEST_ROWS;
    return isTable && large && shaped.inputs[1]?.stored === null
      ? [{ name: shaped.node.inputs[0] ?? '', tensor }]
      : [];
  });
}

/** The last layer [D, V] reads the transposed table instead of a copy of its own. */
function propose(facts: ModelFacts, shaped: ShapedNode, found: readonly Table[]): readonly Proposal[] {
  const layer = linearLayer(facts, shaped);
  const own = facts.stored(shaped, 1);
  const table = found.find(({ tensor }) => layer && own !== tensor && fits(layer, tensor));
  if (!layer || !table || layer.form === 'conv' || own?.dtype !== table.tensor.dtype) return [];
  const draft = new Draft(facts, shaped.node);
  const bias = layer.bias === null ? [] : [layer.bias];
  const direct = layer.form === 'linear' || layer.form === 'gemm-transposed';
  if (direct) draft.take({ ...shaped.node, inputs: [layer.input, table.name, ...bias] });
  else {
    const turned = { op: 'Transpose', inputs: [table.name], attributes: { perm: [1, 0] } };
    const weight = draft.node('transposed', turned);
    draft.take({ ...shaped.node, inputs: [layer.input, weight, ...bias] });
  }
  return [
    {
      target: layer.output,
      variant: '',
      what: `${layer.text} shares the ${layer.outFeatures} x ${layer.inFeatures} table of the embedding`,
      edit: draft.replacing([shaped.node]),
      exact: false,
      needs: ['retraining'],
      receptiveField: 'does not apply',
      assumption:
        'Input and output embedding are one matrix. If the file holds the same numbers twice, which exporters do with tied weights, it is exact.',
    },
  ];
}

function fits({ inFeatures, outFeatures }: LinearLayer, { dims }: StoredTensor): boolean {
  return dims[0] === outFeatures && dims[1] === inFeatures;
}

export const TIED_EMBEDDINGS: Technique = {
  id: 'tied-embeddings',
  title: 'Tied embeddings',
  stage: 'structure',
  risk: 'low',
  evidence:
    'Tying input and output embedding lowers the perplexity of language models and halves translation models without loss.',
  source: 'Press and Wolf, Using the Output Embedding to Improve Language Models, EACL 2017',
  propose: (facts, target) => {
    const found = tables(facts);
    if (found.length === 0) return [];
    const wanted = target === undefined ? facts.nodes : [facts.maker(target) ?? []].flat();
    return wanted.flatMap((shaped) => propose(facts, shaped, found));
  },
};
