import type { ShapedNode } from '../../inference/shaped';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { candidates } from '../support/pick';
import { roundedRank } from '../support/ranks';
import type { Proposal, Technique } from '../technique';

/** Smaller tables are not worth a layer of their own. */
const FEWEST_ROWS = 256;
/** ALBERT keeps 128 of BERT-large's 1024, and 128 of 768 for the base model. */
const SHARE = 1 / 4;

/** A table [V, D] becomes a table [V, r] and a projection [r, D]. */
function propose(facts: ModelFacts, shaped: ShapedNode): readonly Proposal[] {
  const table = facts.stored(shaped, 0);
  const [rows = 0, width = 0] = table?.dims ?? [];
  const rank = roundedRank(width * SHARE);
  if (!isTable(shaped) || !table?.dtype || table.dims.length !== 2 || rows < FEWEST_ROWS || rank === 0)
    return [];
  const [name = '', indices = ''] = shaped.node.inputs;
  const [output = ''] = shaped.node.outputs;
  const draft = new Draft(facts, shaped.node);
  const recipe = (part: number) =>
    ({ kind: 'factor', of: name, by: 'svd', part, ranks: [rank], layout: 'in-out' }) as const;
  const thin = draft.weight('table', table.dtype, [rows, rank], recipe(0));
  const { op, domain } = shaped.node;
  const picked = draft.node('rows', { op, domain, inputs: [thin, indices] });
  const linear = facts.isSource;
  const projection = draft.weight(
    'projection',
    table.dtype,
    linear ? [width, rank] : [rank, width],
    recipe(1),
  );
  draft.node(
    'project',
    linear
      ? { op: 'Linear', domain: 'torch', inputs: [picked, projection] }
      : { op: 'MatMul', inputs: [picked, projection] },
    output,
  );
  return [
    {
      target: output,
      variant: `rank=${rank}`,
      what: `embedding ${rows} x ${width} becomes ${rows} x ${rank} and a projection ${rank} → ${width}`,
      edit: draft.replacing([shaped.node]),
      exact: false,
      needs: ['weights', 'retraining'],
      receptiveField: 'does not apply',
      assumption: `Rows of the table lie close to a space of ${rank} dims; each looked-up row costs ${rank} x ${width} MACs more.`,
      rewrite: { kind: 'low-rank', rank },
    },
  ];
}

function isTable({ node, inputs }: ShapedNode): boolean {
  const axis = node.attributes.get('axis');
  const rows = axis === undefined || (axis.kind === 'int' && axis.value === 0);
  return node.op === 'Gather' && node.domain === '' && rows && inputs[1]?.stored === null;
}

export const LOW_RANK_EMBEDDING: Technique = {
  id: 'low-rank-embedding',
  title: 'Factorized embedding',
  stage: 'structure',
  risk: 'low',
  evidence:
    'ALBERT (base, weights not shared) with an embedding width of 128 instead of 768 has 81.7 instead of 82.3 points on average over its tasks.',
  source: 'Lan et al., ALBERT, ICLR 2020, table 3',
  propose: (facts, target) => candidates(facts, target).flatMap((shaped) => propose(facts, shaped)),
};
