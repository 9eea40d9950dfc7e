import { type Dim, mul } from '../ir/dim';
import type { Graph, Node } from '../ir/graph';
import { outerReads } from '../ir/order';
import type { OpSpec } from '../ops/op';
import type { Environment } from './environment';
import type { BranchChoice, Likeness, ShapedNode, TensorUse } from './shaped';

/** A graph on the way: the tensors in sight, where it lies, how often it runs. */
export interface Walk {
  readonly graph: Graph;
  readonly path: string;
  readonly environment: Environment;
  readonly calls: Dim | null;
  readonly choice: BranchChoice | null;
}

/** A node before it is inferred. */
export type Frame = Omit<ShapedNode, 'outputs' | 'spec' | 'broken' | 'likeness'>;

/** What inferring a node left behind besides the facts of its outputs. */
export interface Trace {
  /** Nodes of its subgraphs, by attribute; null while none was inferred. */
  bodies: Map<string, readonly ShapedNode[]> | null;
  broken: string | null;
  /** Whether something hangs on this very node: its name, its place, its subgraphs. */
  own: boolean;
}

/** Whether all that a node's subgraphs read of the graphs around them is made already. */
export function isFedWithin({ attributes }: Node, environment: Environment): boolean {
  if (attributes.size > 0)
    for (const attribute of attributes.values())
      if (attribute.kind === 'graph' && !outerReads(attribute.value).every((name) => environment.has(name)))
        return false;
  return true;
}

/** Field by field: spreading a frame takes longer than inferring most nodes. */
export function solved(
  { node, path, index, opset, calls, inputs, choice = null }: Frame,
  outputs: readonly TensorUse[],
  spec: OpSpec | null,
  broken: string | null,
  likeness: Likeness | null,
): ShapedNode {
  return { node, path, index, opset, calls, inputs, outputs, spec, broken, choice, likeness };
}

/** Runs of a body within all runs of its owner; a body that never runs does so however often its owner does. */
export function timesOf(calls: Dim | null, runs: Dim | null): Dim | null {
  if (calls === 0 || runs === 0) return 0;
  return calls === null || runs === null ? null : mul(calls, runs);
}
