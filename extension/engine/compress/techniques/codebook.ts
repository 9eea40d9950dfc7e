import type { Node, StoredTensor } from '../../ir/graph';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { exchanged, type WeightUse, weightUses } from '../support/weightUses';
import type { Proposal, Technique } from '../technique';

const BITS = 8;
const ENTRIES = 2 ** BITS;
/** Fewer elements do not pay for their table. */
const FEWEST = 4 * ENTRIES;

/** One byte per weight points into a table of 256 values: Gather looks them up in front of the layer. */
function shared(
  facts: ModelFacts,
  use: WeightUse,
  like: Node,
): { nodes: readonly Node[]; stored: readonly StoredTensor[]; output: string } {
  const { tensor, name } = use;
  const draft = new Draft(facts, like);
  const recipe = { kind: 'codebook', of: name, bits: BITS } as const;
  const dtype = tensor.dtype ?? 'float32';
  const entries = draft.weight('codebook', dtype, [ENTRIES], { ...recipe, part: 'entries' });
  const indices = draft.weight('indices', 'uint8', tensor.dims, { ...recipe, part: 'indices' });
  const wide = draft.node('wide', { op: 'Cast', inputs: [indices], attributes: { to: INT32 } });
  const output = draft.node('looked_up', { op: 'Gather', inputs: [entries, wide], attributes: { axis: 0 } });
  const edit = draft.replacing([like]);
  return { nodes: edit.replaced.get(like) ?? [], stored: edit.stored ?? [], output };
}

/** TensorProto.DataType of int32, which Gather takes as indices. */
const INT32 = 6;

function propose(facts: ModelFacts): readonly Proposal[] {
  const uses = weightUses(facts).filter(({ elements }) => elements >= FEWEST);
  if (uses.length === 0 || facts.opset < 6) return [];
  const replaced = new Map<Node, readonly Node[]>();
  const stored: StoredTensor[] = [];
  for (const use of uses) {
    const [first] = use.readers;
    if (!first) continue;
    const made = shared(facts, use, first.node);
    stored.push(...made.stored);
    for (const [node, changed] of exchanged(use, made.output, made.nodes)) replaced.set(node, changed);
  }
  return [
    {
      target: '',
      variant: `bits=${BITS}`,
      what: `${uses.length} ${uses.length === 1 ? 'weight shares' : 'weights share'} ${ENTRIES} values each: one byte per weight and a table`,
      edit: { replaced, stored },
      exact: false,
      needs: ['weights'],
      receptiveField: 'kept',
      assumption:
        'k-means per tensor. Entropy coding of the indices, which saves more on disk, is not in the figures: no operator decodes it. Looking up moves more bytes at run time than a plain weight.',
    },
  ];
}

export const CODEBOOK: Technique = {
  id: 'codebook',
  title: 'Weight sharing by codebook',
  stage: 'precision',
  risk: 'low',
  evidence:
    'Deep Compression shares 256 values in convolutions and 32 in fully connected layers of AlexNet and VGG-16 without loss of accuracy (pruned, with retrained tables).',
  source: 'Han et al., Deep Compression, ICLR 2016, section 3 and table 4',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
