import type { Node, StoredTensor } from '../../ir/graph';
import type { WeightRecipe } from '../../ir/recipe';
import { bitsOf } from '../../ir/dtype';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { exchanged, type WeightUse, weightUses } from '../support/weightUses';
import type { Proposal, Technique } from '../technique';

type Pattern = Extract<WeightRecipe, { kind: 'masked' }>['pattern'];

/** What of a weight stays, and what it takes to say which: bits per element of the dense tensor. */
interface Kept {
  readonly pattern: Pattern;
  readonly density: number;
  readonly indexBits: number;
}

/** The same weights with zeros in them, for every weight that `keptOf` wants sparse. */
function mask(
  facts: ModelFacts,
  keptOf: (use: WeightUse, index: number, all: readonly WeightUse[]) => Kept | null,
): { readonly edit: Proposal['edit']; readonly masked: readonly (readonly [WeightUse, Kept])[] } {
  const replaced = new Map<Node, readonly Node[]>();
  const stored: StoredTensor[] = [];
  const masked: (readonly [WeightUse, Kept])[] = [];
  weightUses(facts).forEach((use, index, all) => {
    const kept = keptOf(use, index, all);
    const [first] = use.readers;
    const dtype = use.tensor.dtype;
    if (!kept || !first || dtype === null) return;
    const draft = new Draft(facts, first.node);
    const recipe = { kind: 'masked', of: use.name, axis: use.inputAxis, pattern: kept.pattern } as const;
    const weight = draft.weight('masked', dtype, use.tensor.dims, recipe);
    stored.push(...(draft.replacing([]).stored ?? []));
    for (const [node, changed] of exchanged(use, weight, [])) replaced.set(node, changed);
    masked.push([use, kept]);
  });
  return { edit: { replaced, stored }, masked };
}

/** Figures of a runtime that skips zeros and stores only what is left, with an index. */
function potentialOf(
  facts: ModelFacts,
  masked: readonly (readonly [WeightUse, Kept])[],
  where: string,
): NonNullable<Proposal['potential']> {
  let { macs, weightBytes } = facts.priced.totals;
  for (const [use, { density, indexBits }] of masked) {
    const bits = use.tensor.dtype === null ? 0 : bitsOf(use.tensor.dtype);
    weightBytes -= Math.floor((use.elements * (bits * (1 - density) - indexBits)) / 8);
    for (const reader of use.readers) macs -= Math.floor((facts.cost(reader)?.macs ?? 0) * (1 - density));
  }
  return { macs, weightBytes, where };
}

const SHARED = {
  target: '',
  exact: false,
  needs: ['weights', 'retraining'],
  receptiveField: 'kept',
} as const;

/** Two of four neighbours along the inputs stay; each takes two bits of index. */
function semiStructured(facts: ModelFacts): readonly Proposal[] {
  const { edit, masked } = mask(facts, ({ tensor, inputAxis }, index) =>
    index > 0 && (tensor.dims[inputAxis] ?? 0) % 4 === 0
      ? { pattern: { n: 2, m: 4 }, density: 1 / 2, indexBits: 1 }
      : null,
  );
  if (masked.length === 0) return [];
  return [
    {
      ...SHARED,
      variant: '2:4',
      what: `${masked.length} ${masked.length === 1 ? 'weight keeps' : 'weights keep'} 2 of every 4 inputs; the first layer stays dense`,
      edit,
      assumption:
        'Run densely, the file costs what it cost: only hardware that skips zeros gains. Two index bits per value that is kept.',
      potential: potentialOf(facts, masked, 'sparse tensor cores (2:4)'),
    },
  ];
}

const DENSITY = 0.2;

/** The smallest 80% of each weight become 0, the first layer excepted; a bit per element says which are left. */
function unstructured(facts: ModelFacts): readonly Proposal[] {
  const { edit, masked } = mask(facts, (_, index) =>
    index > 0 ? { pattern: { density: DENSITY }, density: DENSITY, indexBits: 1 } : null,
  );
  if (masked.length === 0) return [];
  return [
    {
      ...SHARED,
      variant: `sparsity=${100 - DENSITY * 100}%`,
      what: `${masked.length} ${masked.length === 1 ? 'weight loses' : 'weights lose'} the smallest ${100 - DENSITY * 100}% of their elements; the first layer stays dense`,
      edit,
      assumption:
        'Run densely, the file costs what it cost: only a runtime with sparse kernels gains. One bit per element says which are left.',
      potential: potentialOf(facts, masked, 'a runtime with unstructured sparse kernels'),
    },
  ];
}

export const SEMI_STRUCTURED: Technique = {
  id: 'nm-sparsity',
  title: 'N:M sparsity',
  stage: 'width',
  risk: 'low',
  evidence:
    '2:4 sparsity with the training repeated keeps the accuracy of the dense network on all that were tried.',
  source: 'Mishra et al., Accelerating Sparse Deep Neural Networks, 2021, table 2',
  propose: (facts, target) => (target === undefined || target === '' ? semiStructured(facts) : []),
};

export const UNSTRUCTURED: Technique = {
  id: 'magnitude-pruning',
  title: 'Unstructured magnitude pruning',
  stage: 'width',
  risk: 'medium',
  evidence:
    'ResNet-50 keeps its accuracy within about a point at 80% when pruned gradually in training, first layer dense and last layer at most 80% sparse.',
  source: 'Gale et al., The State of Sparsity in Deep Neural Networks, 2019',
  propose: (facts, target) => (target === undefined || target === '' ? unstructured(facts) : []),
};
