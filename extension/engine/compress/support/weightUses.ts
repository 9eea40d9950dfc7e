import type { ShapedNode } from '../../inference/shaped';
import { familyOf } from '../../ir/dtype';
import type { Node, StoredTensor } from '../../ir/graph';
import type { ModelFacts } from '../facts';
import { intOf } from './pick';

/** A stored weight with the nodes that multiply by it. */
export interface WeightUse {
  readonly name: string;
  readonly tensor: StoredTensor;
  readonly elements: number;
  /** Nodes that read it as a weight, in execution order. */
  readonly readers: readonly ShapedNode[];
  /** Input slot in all of them. */
  readonly slot: number;
  /** Axis of the output channels in the tensor. */
  readonly outputAxis: number;
  /** Axis along which an output sums over inputs. */
  readonly inputAxis: number;
}

/** Weights of fewer elements are not worth a scale of their own. */
const FEWEST_ELEMENTS = 256;

interface Axes {
  readonly slot: number;
  readonly outputAxis: number;
  readonly inputAxis: number;
}

/** Float weights of convolutions and matrix products that all their readers use as a weight. */
export function weightUses(facts: ModelFacts): readonly WeightUse[] {
  const uses = new Map<string, WeightUse | null>();
  for (const shaped of facts.nodes) {
    const axes = axesOf(facts, shaped);
    const name = axes && shaped.node.inputs[axes.slot];
    const tensor = axes && facts.stored(shaped, axes.slot);
    if (!name || !tensor?.dtype || familyOf(tensor.dtype) !== 'float') continue;
    uses.set(
      name,
      merged(uses.get(name), { name, tensor, elements: count(tensor), readers: [shaped], ...axes }),
    );
  }
  return [...uses.values()].filter((use): use is WeightUse => use !== null && isWhole(facts, use));
}

function merged(known: WeightUse | null | undefined, use: WeightUse): WeightUse | null {
  if (known === undefined) return use;
  if (known?.slot !== use.slot || known.outputAxis !== use.outputAxis) return null;
  return { ...known, readers: [...known.readers, ...use.readers] };
}

/** Nothing else reads the tensor, in whatever role. */
function isWhole(facts: ModelFacts, { name, readers, elements }: WeightUse): boolean {
  const others =
    facts.readers(name).length !== readers.length || facts.isOutput(name) || facts.isCaptured(name);
  return !others && elements >= FEWEST_ELEMENTS;
}

function count({ dims }: StoredTensor): number {
  return dims.reduce((a, b) => a * b, 1);
}

function axesOf(facts: ModelFacts, shaped: ShapedNode): Axes | null {
  const { op, domain } = shaped.node;
  if (shaped.broken !== null) return null;
  if (domain === 'torch' && op === 'Linear') return { slot: 1, outputAxis: 0, inputAxis: 1 };
  if (domain !== '') return null;
  if (op === 'Conv') return { slot: 1, outputAxis: 0, inputAxis: 1 };
  if (op === 'ConvTranspose') return { slot: 1, outputAxis: 1, inputAxis: 0 };
  const rank = facts.stored(shaped, 1)?.dims.length ?? 0;
  if (rank !== 2 || (op !== 'Gemm' && op !== 'MatMul')) return null;
  const transposed = op === 'Gemm' && intOf(shaped, 'transB', 0) !== 0;
  return transposed ? { slot: 1, outputAxis: 0, inputAxis: 1 } : { slot: 1, outputAxis: 1, inputAxis: 0 };
}

/** The readers of a weight with another tensor in its place, the first one behind the nodes that make that. */
export function exchanged(
  use: WeightUse,
  weight: string,
  makers: readonly Node[],
): readonly (readonly [Node, readonly Node[]])[] {
  return use.readers.map(({ node }, i) => {
    const inputs = node.inputs.map((name, slot) => (slot === use.slot ? weight : name));
    const changed = { ...node, inputs };
    return [node, i === 0 ? [...makers, changed] : [changed]] as const;
  });
}
