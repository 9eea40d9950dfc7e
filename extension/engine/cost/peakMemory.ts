import { readsOf } from '../ir/order';
import type { ShapedModel, ShapedNode, TensorUse } from '../inference/shaped';
import type { Bindings } from './bindings';

/** Peak of live activation bytes; a lower bound where `complete` is false, because a tensor's size is open. */
export interface PeakMemory {
  readonly bytes: number;
  readonly complete: boolean;
}

/**
 * Peak activation memory of the main graph in stored order. At each node its inputs and outputs are alive; a
 * tensor lives from the node that makes it to the last that reads it (a read inside a subgraph is the owning
 * node's), graph inputs from the start to their last read, graph outputs to the end. Stored tensors do not
 * count, views copy, and the inside of subgraphs is left out.
 */
export function peakMemory(model: ShapedModel, bindings: Bindings): PeakMemory {
  const steps = model.nodes.filter(({ path }) => path === '');
  const lifetimes = new Map<string, Lifetime>();
  for (const { declared, facts } of model.inputs)
    lifetimes.set(declared.name, { first: 0, last: -1, bytes: bindings.bytes(facts) });
  steps.forEach((node, step) => {
    for (const use of liveOutputs(node))
      lifetimes.set(use.name, { first: step, last: step, bytes: bindings.bytes(use.facts) });
  });
  steps.forEach(({ node }, step) => {
    for (const name of readsOf(node)) extend(lifetimes.get(name), step);
  });
  for (const { name } of model.outputs) extend(lifetimes.get(name), steps.length - 1);
  return sweep([...lifetimes.values()], steps.length);
}

interface Lifetime {
  readonly first: number;
  last: number;
  readonly bytes: number | null;
}

/** A Constant's payload is stored, not computed. */
function liveOutputs({ outputs }: ShapedNode): readonly TensorUse[] {
  return outputs.filter(({ name, stored }) => name !== '' && stored === null);
}

function extend(lifetime: Lifetime | undefined, step: number): void {
  if (lifetime) lifetime.last = Math.max(lifetime.last, step);
}

/** Adds sizes where tensors come alive, takes them away behind their last step. */
function sweep(lifetimes: readonly Lifetime[], steps: number): PeakMemory {
  const change = new Float64Array(steps + 2);
  for (const { first, last, bytes } of lifetimes) {
    if (last < first) continue;
    change[first] = (change[first] ?? 0) + (bytes ?? 0);
    change[last + 1] = (change[last + 1] ?? 0) - (bytes ?? 0);
  }
  let live = 0;
  let peak = 0;
  for (let step = 0; step < steps; step++) {
    live += change[step] ?? 0;
    peak = Math.max(peak, live);
  }
  return {
    bytes: peak,
    complete: lifetimes.every(({ bytes, first, last }) => bytes !== null || last < first),
  };
}
