import { readsOf } from '../ir/order';
import type { ShapedModel, ShapedNode, TensorUse } from '../inference/shaped';
import type { Bindings } from './bindings';

/** Peak of live activation bytes; a lower bound where `complete` is false, because a tensor's size is open. */
export interface PeakMemory {
  readonly bytes: number;
  readonly complete: boolean;
}

/** What lies in memory where most does. */
export interface PeakStory {
  /** The node at which that is; null for a graph without nodes. */
  readonly at: ShapedNode | null;
  /** The tensors alive there, the largest first; those of an open size are left out. */
  readonly tensors: readonly { readonly name: string; readonly bytes: number }[];
  /** The peak where views (Reshape, Flatten, Squeeze, Unsqueeze, Identity, Dropout) share the memory of their input. */
  readonly sharedBytes: number;
}

/**
 * Peak activation memory of the main graph in stored order. At each node its inputs and outputs are alive; a
 * tensor lives from the node that makes it to the last that reads it (a read inside a subgraph is the owning
 * node's), graph inputs from the start to their last read, graph outputs to the end. Stored tensors do not
 * count, views copy, and the inside of subgraphs is left out.
 */
export function peakMemory(model: ShapedModel, bindings: Bindings): PeakMemory {
  const steps = mainNodes(model);
  const lifetimes = [...lifetimesOf(model, steps, bindings, false).values()];
  return {
    bytes: sweep(lifetimes, steps.length).bytes,
    complete: lifetimes.every(({ bytes, first, last }) => bytes !== null || last < first),
  };
}

/** The same peak told: where it is, of what, and what it would be where views copy nothing. */
export function peakStory(model: ShapedModel, bindings: Bindings): PeakStory {
  const steps = mainNodes(model);
  const lifetimes = lifetimesOf(model, steps, bindings, false);
  const { step } = sweep([...lifetimes.values()], steps.length);
  const tensors = [...lifetimes].flatMap(([name, { first, last, bytes }]) =>
    bytes !== null && bytes > 0 && first <= step && step <= last ? [{ name, bytes }] : [],
  );
  const shared = [...new Set(lifetimesOf(model, steps, bindings, true).values())];
  return {
    at: steps[step] ?? null,
    tensors: tensors.sort((a, b) => b.bytes - a.bytes),
    sharedBytes: sweep(shared, steps.length).bytes,
  };
}

function mainNodes({ nodes }: ShapedModel): readonly ShapedNode[] {
  return nodes.filter(({ path }) => path === '');
}

interface Lifetime {
  readonly first: number;
  last: number;
  readonly bytes: number | null;
}

/** By tensor; with `sharing`, a view has the lifetime of what it views, and none of its own. */
function lifetimesOf(
  model: ShapedModel,
  steps: readonly ShapedNode[],
  bindings: Bindings,
  sharing: boolean,
): ReadonlyMap<string, Lifetime> {
  const lifetimes = new Map<string, Lifetime>();
  for (const { declared, facts } of model.inputs)
    lifetimes.set(declared.name, { first: 0, last: -1, bytes: bindings.bytes(facts) });
  steps.forEach((node, step) => {
    const viewed = sharing ? viewedBy(node) : null;
    for (const use of liveOutputs(node)) {
      const isView = viewed !== null && use === node.outputs[0];
      const known = isView ? lifetimes.get(viewed) : undefined;
      extend(known, step);
      // A view of something stored takes nothing.
      const bytes = isView ? 0 : bindings.bytes(use.facts);
      lifetimes.set(use.name, known ?? { first: step, last: step, bytes });
    }
  });
  steps.forEach(({ node }, step) => {
    for (const name of readsOf(node)) extend(lifetimes.get(name), step);
  });
  for (const { name } of model.outputs) extend(lifetimes.get(name), steps.length - 1);
  return lifetimes;
}

/** The tensor whose memory a node's first output shares; null for nodes that are no views. */
function viewedBy({ spec, inputs }: ShapedNode): string | null {
  return spec?.traffic === 'none' && spec.carries !== undefined ? (inputs[0]?.name ?? null) : null;
}

/** A Constant's payload is stored, not computed. */
function liveOutputs({ outputs }: ShapedNode): readonly TensorUse[] {
  return outputs.filter(({ name, stored }) => name !== '' && stored === null);
}

function extend(lifetime: Lifetime | undefined, step: number): void {
  if (lifetime) lifetime.last = Math.max(lifetime.last, step);
}

/** Adds sizes where tensors come alive, takes them away behind their last step; the first of equal peaks counts. */
function sweep(
  lifetimes: readonly Lifetime[],
  steps: number,
): { readonly bytes: number; readonly step: number } {
  const change = new Float64Array(steps + 2);
  for (const { first, last, bytes } of lifetimes) {
    if (last < first) continue;
    change[first] = (change[first] ?? 0) + (bytes ?? 0);
    change[last + 1] = (change[last + 1] ?? 0) - (bytes ?? 0);
  }
  let live = 0;
  let peak = { bytes: 0, step: 0 };
  for (let step = 0; step < steps; step++) {
    live += change[step] ?? 0;
    if (live > peak.bytes) peak = { bytes: live, step };
  }
  return peak;
}
