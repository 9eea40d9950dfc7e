import type { ShapedNode } from '../../inference/shaped';
import type { ModelFacts } from '../facts';

/** Nodes that a technique has to look at: all of the main graph, or the one that makes `target`. */
export function candidates(facts: ModelFacts, target: string | undefined): readonly ShapedNode[] {
  if (target === undefined) return facts.nodes;
  const maker = facts.maker(target);
  return maker ? [maker] : [];
}

/** An integer attribute of a node, or `fallback` where there is none of that kind. */
export function intOf({ node }: ShapedNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? attribute.value : fallback;
}

export function floatOf({ node }: ShapedNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'float' ? attribute.value : fallback;
}

export function intsOf({ node }: ShapedNode, name: string): readonly number[] | undefined {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'ints' ? attribute.value : undefined;
}

export function stringOf({ node }: ShapedNode, name: string, fallback: string): string {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'string' ? attribute.value : fallback;
}
