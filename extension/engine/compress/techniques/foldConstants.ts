import { bytesOf, type DType } from '../../ir/dtype';
import type { ShapedNode, TensorUse } from '../../inference/shaped';
import type { Node, StoredTensor } from '../../ir/graph';
import { storedBytes } from '../../cost/stored';
import type { ModelFacts } from '../facts';
import { isDeterministic } from '../support/deterministic';
import type { Proposal, Technique } from '../technique';

/** A folded tensor may be larger than what it was made from by this much: shapes and scalars always fold. */
const SLACK_BYTES = 1024;

/**
 * Nodes that depend on stored tensors alone, or whose value shape inference knows and no open dim can change. Not
 * those whose results are larger than what they read (dequantization, repetition), nor what depends on these.
 */
function constantNodes(facts: ModelFacts): ReadonlySet<ShapedNode> {
  const constant = new Set<ShapedNode>();
  const names = new Set(facts.graph.initializers.keys());
  for (const input of facts.graph.inputs) names.delete(input.name);
  for (const shaped of facts.nodes) {
    const { node, outputs, broken } = shaped;
    if (broken !== null || !isDeterministic(shaped)) continue;
    const fromStored = node.inputs.every((name) => name === '' || names.has(name));
    const known = facts.isFixed && outputs.every(isKnown);
    if (node.op !== 'Constant' && !known && (!fromStored || node.inputs.length === 0)) continue;
    if (isExpansion(facts, shaped)) continue;
    constant.add(shaped);
    for (const name of node.outputs) names.add(name);
  }
  return constant;
}

/** Tensors of constant nodes that others read, as stored ones. */
function stored(facts: ModelFacts, constant: ReadonlySet<ShapedNode>): readonly StoredTensor[] | null {
  const tensors: StoredTensor[] = [];
  for (const shaped of constant)
    for (const { name } of shaped.outputs) {
      const needed =
        facts.isOutput(name) ||
        facts.isCaptured(name) ||
        facts.readers(name).some((reader) => !constant.has(reader));
      if (!needed || shaped.node.op === 'Constant') continue;
      const dims = facts.shape(name);
      const dtype = facts.dtype(name);
      if (dims === null || dtype === null) return null;
      tensors.push(evaluated(facts, name, dtype, dims));
    }
  return tensors;
}

function evaluated(facts: ModelFacts, name: string, dtype: DType, dims: readonly number[]): StoredTensor {
  const content = facts.use(name)?.facts.content ?? null;
  const recipe = { kind: 'evaluated', output: name } as const;
  return { name, dtype, dims, payload: null, raw: false, content, recipe };
}

/** Whether every element is followed by value: a vector of sizes may hold some that only a run tells. */
function isKnown({ facts: { content, shape } }: TensorUse): boolean {
  if (content === null || shape === null) return false;
  return content.kind === 'fill' || content.values.every((value) => value !== null);
}

function propose(facts: ModelFacts): readonly Proposal[] {
  const constant = constantNodes(facts);
  const computed = [...constant].filter(({ node }) => node.op !== 'Constant');
  const folded = computed.filter(({ node }) => !node.outputs.some((name) => facts.isOutput(name)));
  const gone = new Set(folded);
  for (const shaped of constant)
    if (shaped.node.op === 'Constant' && isReadOnlyBy(facts, shaped, gone)) gone.add(shaped);
  const tensors = folded.length === 0 ? null : stored(facts, gone);
  if (tensors === null) return [];
  const replaced = new Map<Node, readonly Node[]>([...gone].map(({ node }) => [node, []]));
  return [
    {
      target: '',
      variant: '',
      what: `${folded.length} ${folded.length === 1 ? 'node that computes' : 'nodes that compute'} the same at every run ${folded.length === 1 ? 'becomes' : 'become'} ${tensors.length} stored ${tensors.length === 1 ? 'tensor' : 'tensors'}`,
      edit: { replaced, stored: tensors },
      exact: true,
      needs: [],
      receptiveField: 'kept',
      assumption: 'Nothing in it depends on an input of the model, at the shapes that the file fixes.',
    },
  ];
}

function isReadOnlyBy(facts: ModelFacts, shaped: ShapedNode, nodes: ReadonlySet<ShapedNode>): boolean {
  const [name = ''] = shaped.node.outputs;
  const readers = facts.readers(name);
  const outside = facts.isOutput(name) || facts.isCaptured(name);
  return !outside && readers.length > 0 && readers.every((reader) => nodes.has(reader));
}

/** Whether a node makes more bytes than it reads: folding it would give up what the file saves. */
function isExpansion(facts: ModelFacts, { node, inputs, outputs }: ShapedNode): boolean {
  if (node.op === 'Constant') return false;
  const made = outputs.reduce(
    (sum, { name }) => sum + (bytesOfTensor(facts, name) ?? Number.POSITIVE_INFINITY),
    0,
  );
  const read = inputs.reduce(
    (sum, use) =>
      sum + ((use?.stored ? storedBytes(use.stored) : use && bytesOfTensor(facts, use.name)) ?? 0),
    0,
  );
  return made > read + SLACK_BYTES;
}

function bytesOfTensor(facts: ModelFacts, name: string): number | null {
  const shape = facts.shape(name);
  const dtype = facts.dtype(name);
  return shape === null || dtype === null
    ? null
    : bytesOf(
        dtype,
        shape.reduce((a, b) => a * b, 1),
      );
}

export const FOLD_CONSTANTS: Technique = {
  id: 'fold-constants',
  title: 'Constant subgraph folding',
  stage: 'clean',
  risk: 'none',
  evidence: 'Exact: what depends on no input is computed once, when the model is made.',
  source: 'ONNX operator specifications',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
