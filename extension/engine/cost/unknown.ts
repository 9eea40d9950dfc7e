import type { HardwareProfile } from '../hardware/profile';
import type { ShapedNode, TensorUse } from '../inference/shaped';
import { formatShape } from '../ir/shape';
import type { UnknownWork, Work } from '../ops/op';
import type { Bindings } from './bindings';
import type { Counts, NodeCost } from './types';

/** Says which tensor cannot be, at the values bound; null where all can. */
export function whyImpossible({ inputs, outputs }: ShapedNode, bindings: Bindings): string | null {
  const isBad = (use: TensorUse | null): boolean => use !== null && bindings.isImpossible(use.facts.shape);
  const use = inputs.find(isBad) ?? outputs.find(isBad);
  if (!use) return null;
  return `tensor "${use.name}" would have the shape ${formatShape(bindings.shape(use.facts.shape))}, which no tensor has`;
}

/** Why the cost of a node is not known, as the end of a sentence; null where it is. */
export function whyUnknown(
  shaped: ShapedNode,
  answer: Work | UnknownWork,
  counts: Counts,
  movedBytes: number | null,
  computePj: number | null,
  runs: number | null,
  profile: HardwareProfile,
): string | null {
  if ('unknown' in answer) return answer.unknown;
  if (runs === null && shaped.choice) return 'only a run decides whether its branch is taken';
  if (runs === null) return 'only a run decides how often it runs';
  if (counts.flops === null || movedBytes === null) return whyShapeOpen(shaped);
  if (computePj === null) return `profile ${profile.id} gives no energy per MAC for its element type`;
  return null;
}

/** Of a cost of which all is known but how to write it down: loops in loops, or tensors beyond all memory. */
export const BEYOND_NUMBERS = 'it comes to more than a number can count';

/** Why a cost whose parts are all known is not; null where it is. */
export function whyBeyond(cost: Omit<NodeCost, 'unknown'>): string | null {
  const { calls, macs, flops, movedBytes, computePj, memoryPj } = cost;
  return [calls, macs, flops, movedBytes, computePj, memoryPj].includes(null) ? BEYOND_NUMBERS : null;
}

function whyShapeOpen({ inputs, outputs }: ShapedNode): string {
  const open = [...outputs, ...inputs].find(
    (use) => use !== null && (use.facts.shape === null || use.facts.dtype === null),
  );
  if (open?.facts.holds) return `how much "${open.name}" holds is not known`;
  if (open)
    return `the ${open.facts.shape === null ? 'shape' : 'element type'} of tensor "${open.name}" is not known`;
  return 'a size in it is decided only by a run';
}

export function operatorName({ node }: ShapedNode): string {
  return node.domain === '' ? node.op : `${node.domain}.${node.op}`;
}
