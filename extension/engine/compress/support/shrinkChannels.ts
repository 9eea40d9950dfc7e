import type { Attribute, Node, StoredTensor } from '../../ir/graph';
import type { GraphEdit } from '../../ir/graphEdit';
import { type Content, elements } from '../../ir/tensor';
import type { ModelFacts } from '../facts';
import type { Run } from './channelRuns';
import type { Channels } from './channels';

/** How many channels of a group stay; groups that are not named keep all. */
export type Keep = ReadonlyMap<number, number>;

/** The graph with fewer channels: every stored tensor that lies along a shrunken group loses slices. */
export function shrinkEdit(facts: ModelFacts, channels: Channels, keep: Keep): GraphEdit {
  const kept = (run: Run): number => keep.get(channels.groups.root(run.group)) ?? run.size;
  const width = (runs: readonly Run[]): number => runs.reduce((sum, run) => sum + kept(run) * run.repeat, 0);
  const stored = new Map<string, StoredTensor>();
  for (const { name, axis, makes, runs } of channels.slices) {
    const earlier = stored.get(name);
    const before = earlier ?? facts.use(name)?.stored;
    if (!before || runs.every((run) => kept(run) === run.size)) continue;
    const detailed = runs.map((run) => ({ ...run, group: channels.groups.root(run.group), keep: kept(run) }));
    const axes = [
      // Of this edit: what an earlier one cut off is gone from the tensor that the recipe names.
      ...(earlier?.recipe?.kind === 'sliced' ? earlier.recipe.axes : []),
      { axis, makes, kept: detailed },
    ];
    const dims = before.dims.map((dim, at) => (at === axis ? width(runs) : dim));
    const recipe = { kind: 'sliced', of: name, axes } as const;
    const content = uniform(before, dims);
    stored.set(name, { ...before, name, dims, payload: null, raw: false, content, recipe });
  }
  const replaced = new Map<Node, readonly Node[]>();
  for (const [node, runs] of channels.depthwise)
    if (width(runs) !== channels.width(runs)) replaced.set(node, [withGroup(node, width(runs))]);
  constants(facts, stored, replaced);
  return { replaced, stored: [...stored.values()], undeclared: true };
}

/** Slices of a tensor that repeats one number are known: such constants were never learned. */
function uniform({ content }: StoredTensor, dims: readonly number[]): Content | null {
  if (content?.kind !== 'elements') return null;
  const [first = null] = content.values;
  if (first === null || content.values.some((value) => value !== first)) return null;
  return elements(new Array<typeof first>(dims.reduce((a, b) => a * b, 1)).fill(first));
}

function withGroup(node: Node, group: number): Node {
  const attributes = new Map<string, Attribute>([
    ...node.attributes,
    ['group', { kind: 'int', value: group }],
  ]);
  return { ...node, attributes };
}

/** Stored tensors that Constant nodes hold shrink in their node. */
function constants(
  facts: ModelFacts,
  stored: Map<string, StoredTensor>,
  replaced: Map<Node, readonly Node[]>,
): void {
  for (const [name, tensor] of stored) {
    if (facts.graph.initializers.has(name)) continue;
    stored.delete(name);
    const maker = facts.maker(name)?.node;
    if (maker)
      replaced.set(maker, [
        { ...maker, attributes: new Map([['value', { kind: 'tensor', value: tensor }]]) },
      ]);
  }
}
