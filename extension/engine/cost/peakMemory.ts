import { hasSubgraph, readsOf } from '../ir/order';
import type { ShapedModel, ShapedNode } from '../inference/shaped';
import type { Bindings } from './bindings';

/** Peak of live activation bytes; a lower bound where `complete` is false, because a tensor's size is open. */
export interface PeakMemory {
  readonly bytes: number;
  readonly complete: boolean;
}

/** What lies in memory where most does. */
export interface PeakStory extends PeakMemory {
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
  const { bytes, complete } = peakOf(lifetimesOf(model, steps, bindings), steps.length);
  return { bytes, complete };
}

/** The same peak told: where it is, of what, and what it would be where views copy nothing. */
export function peakStory(model: ShapedModel, bindings: Bindings): PeakStory {
  const steps = mainNodes(model);
  const lifetimes = lifetimesOf(model, steps, bindings);
  const { step, ...peak } = peakOf(lifetimes, steps.length);
  const tensors: { name: string; bytes: number }[] = [];
  for (const { name, first, last, bytes } of lifetimes)
    if (bytes !== null && bytes > 0 && first <= step && step <= last) tensors.push({ name, bytes });
  share(lifetimes);
  return {
    ...peak,
    at: steps[step] ?? null,
    tensors: tensors.sort((a, b) => b.bytes - a.bytes),
    sharedBytes: peakOf(lifetimes, steps.length).bytes,
  };
}

function mainNodes({ nodes }: ShapedModel): readonly ShapedNode[] {
  return nodes.every(({ path }) => path === '') ? nodes : nodes.filter(({ path }) => path === '');
}

interface Lifetime {
  readonly name: string;
  readonly first: number;
  last: number;
  bytes: number | null;
  /** What it is a view of; null where that is stored, undefined for what is no view. */
  readonly viewed: Lifetime | null | undefined;
}

/** In the order in which tensors come alive. */
function lifetimesOf(
  model: ShapedModel,
  steps: readonly ShapedNode[],
  bindings: Bindings,
): readonly Lifetime[] {
  const lifetimes = new Map<string, Lifetime>();
  for (const { declared, facts } of model.inputs) {
    const { name } = declared;
    lifetimes.set(name, { name, first: 0, last: -1, bytes: bindings.bytes(facts), viewed: undefined });
  }
  steps.forEach((shaped, step) => {
    const { node, inputs, outputs } = shaped;
    if (hasSubgraph(node)) for (const name of readsOf(node)) extend(lifetimes.get(name), step);
    // Most of what a large model reads is stored, and not looked up.
    else for (const use of inputs) if (use?.stored === null) extend(lifetimes.get(use.name), step);
    for (const { name, stored, facts } of outputs) {
      // A Constant's payload is stored, not computed.
      if (name === '' || stored !== null) continue;
      const source = name === outputs[0]?.name ? viewedBy(shaped) : undefined;
      const viewed = source === undefined ? undefined : (lifetimes.get(source) ?? null);
      lifetimes.set(name, { name, first: step, last: step, bytes: bindings.bytes(facts), viewed });
    }
  });
  for (const { name } of model.outputs) extend(lifetimes.get(name), steps.length - 1);
  return [...lifetimes.values()];
}

/** The tensor whose memory a node's first output shares; undefined for nodes that are no views. */
function viewedBy({ spec, inputs }: ShapedNode): string | undefined {
  return spec?.traffic === 'none' && spec.carries !== undefined ? inputs[0]?.name : undefined;
}

function extend(lifetime: Lifetime | undefined, step: number): void {
  if (lifetime && lifetime.last < step) lifetime.last = step;
}

/** Lets views take nothing, and what they view live as long as they do; the last views first, which may view views. */
function share(lifetimes: readonly Lifetime[]): void {
  for (let at = lifetimes.length - 1; at >= 0; at--) {
    const view = lifetimes[at];
    if (view?.viewed === undefined) continue;
    view.bytes = 0;
    if (view.viewed) extend(view.viewed, view.last);
  }
}

/** Adds sizes where tensors come alive, takes them away behind their last step; the first of equal peaks counts. */
function peakOf(lifetimes: readonly Lifetime[], steps: number): PeakMemory & { readonly step: number } {
  const change = new Float64Array(steps + 2);
  let complete = true;
  for (const { first, last, bytes } of lifetimes) {
    if (last < first) continue;
    if (bytes === null) complete = false;
    change[first] = (change[first] ?? 0) + (bytes ?? 0);
    change[last + 1] = (change[last + 1] ?? 0) - (bytes ?? 0);
  }
  let live = 0;
  let peak = { bytes: 0, step: 0, complete };
  for (let step = 0; step < steps; step++) {
    live += change[step] ?? 0;
    if (live > peak.bytes) peak = { bytes: live, step, complete };
  }
  return peak;
}
