import type { ModelFacts } from '../facts';
import { attributeKey, isDeterministic } from '../support/deterministic';
import { Renames } from '../support/renames';
import type { Proposal, Technique } from '../technique';

/** Nodes that compute, from the same tensors and with the same attributes, what an earlier one has computed. */
function propose(facts: ModelFacts): readonly Proposal[] {
  const renames = new Renames(facts);
  const seen = new Map<string, readonly string[]>();
  for (const shaped of facts.nodes) {
    const { node, opset } = shaped;
    const attributes = attributeKey(node.attributes);
    if (attributes === null || !isDeterministic(shaped)) continue;
    const inputs = node.inputs.map((name) => renames.current(name));
    const wanted = node.outputs.map((name) => name !== '');
    const key = JSON.stringify([node.op, node.domain, opset, inputs, wanted, attributes]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, node.outputs);
    else if (renames.mayRemove(node)) renames.remove(node, first);
  }
  if (renames.size === 0) return [];
  return [
    {
      target: '',
      variant: '',
      what: `${renames.size} ${renames.size === 1 ? 'node computes' : 'nodes compute'} again what another has computed`,
      edit: renames.edit(),
      exact: true,
      needs: [],
      receptiveField: 'kept',
      assumption: 'Equal operators on equal inputs give equal outputs; random ones are left alone.',
    },
  ];
}

export const REMOVE_DUPLICATES: Technique = {
  id: 'remove-duplicates',
  title: 'Duplicate subgraph removal',
  stage: 'clean',
  risk: 'none',
  evidence: 'Exact: common subexpressions are computed once.',
  source: 'Cocke, Global Common Subexpression Elimination, 1970',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
