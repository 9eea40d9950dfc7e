import type { Node } from '../../ir/graph';
import { readsOf } from '../../ir/order';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';
import { own } from '../../own';

/** Outputs that an operator may leave out. */
const OPTIONAL: Readonly<Record<string, readonly number[]>> = {
  Dropout: [1],
  MaxPool: [1],
  LSTM: [0, 1, 2],
  GRU: [0, 1],
  RNN: [0, 1],
  LayerNormalization: [1, 2],
  Unique: [1, 2, 3],
  Attention: [1, 2, 3],
};

/** Initializers that nothing reads, neither in the main graph nor in a subgraph. */
function unreadStored(facts: ModelFacts): readonly string[] {
  const read = new Set(facts.graph.outputs.map(({ name }) => name));
  for (const { node } of facts.nodes) for (const name of readsOf(node)) read.add(name);
  return [...facts.graph.initializers.keys()].filter((name) => !read.has(name));
}

/** The node without optional outputs that nothing reads; null where it has none, or would be left without any. */
function trimmed(facts: ModelFacts, node: Node): Node | null {
  const optional = (node.domain === '' ? own(OPTIONAL, node.op) : undefined) ?? [];
  const outputs = node.outputs.map((name, slot) =>
    name !== '' && optional.includes(slot) && facts.readers(name).length === 0 && !facts.isOutput(name)
      ? ''
      : name,
  );
  while (outputs.at(-1) === '') outputs.pop();
  const changed =
    outputs.filter((name) => name !== '').length < node.outputs.filter((name) => name !== '').length;
  return changed && outputs.length > 0 ? { ...node, outputs } : null;
}

function propose(facts: ModelFacts): readonly Proposal[] {
  // What source code stores and never reads is part of its model all the same.
  if (facts.isSource) return [];
  const unread = unreadStored(facts);
  const nodes = facts.nodes.flatMap(({ node }) => {
    const rest = trimmed(facts, node);
    return rest ? [[node, [rest]] as const] : [];
  });
  if (unread.length + nodes.length === 0) return [];
  return [
    {
      target: '',
      variant: '',
      what: `${unread.length} initializers that nothing reads and unread outputs of ${nodes.length} nodes go`,
      edit: { replaced: new Map(nodes), droppedStored: new Set(unread) },
      exact: true,
      needs: [],
      receptiveField: 'kept',
      assumption: 'Nobody reads them from outside: inputs and outputs of the model stay.',
    },
  ];
}

export const REMOVE_UNUSED: Technique = {
  id: 'remove-unused',
  title: 'Unused outputs and initializers',
  stage: 'clean',
  risk: 'none',
  evidence: 'Exact: nothing reads them.',
  source: 'ONNX IR specification, graphs and optional outputs',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
