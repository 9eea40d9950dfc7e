import type { Node } from '../../ir/graph';
import { readsOf } from '../../ir/order';
import type { ModelFacts } from '../facts';
import type { Proposal, Technique } from '../technique';

/** Nodes that no output of the model depends on. */
function deadNodes(facts: ModelFacts): readonly Node[] {
  const needed = new Set(facts.graph.outputs.map(({ name }) => name));
  const alive = new Set<Node>();
  for (const { node } of [...facts.nodes].reverse()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    alive.add(node);
    for (const name of readsOf(node)) needed.add(name);
  }
  return facts.nodes.flatMap(({ node }) => (alive.has(node) ? [] : [node]));
}

function propose(facts: ModelFacts): readonly Proposal[] {
  const dead = deadNodes(facts);
  if (dead.length === 0) return [];
  return [
    {
      target: '',
      variant: '',
      what: `${dead.length} ${dead.length === 1 ? 'node that no output depends on goes' : 'nodes that no output depends on go'}`,
      edit: { replaced: new Map(dead.map((node) => [node, []])) },
      exact: true,
      needs: [],
      receptiveField: 'kept',
      assumption: 'Operators have no effect besides their outputs.',
    },
  ];
}

export const REMOVE_DEAD: Technique = {
  id: 'remove-dead',
  title: 'Dead subgraph removal',
  stage: 'clean',
  risk: 'none',
  evidence: 'Exact: what nobody reads changes nothing.',
  source: 'ONNX IR specification, graphs',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
