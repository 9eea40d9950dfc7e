import type { Work } from '../ops/op';
import type { StoredTensor } from '../ir/graph';
import type { RangeCosts } from './ranges';
import type { ShapedNode } from '../inference/shaped';

/** Bytes of one tensor at one node: what moves, and how large the whole tensor is. */
export interface TensorTraffic {
  readonly movedBytes: number;
  readonly tensorBytes: number;
}

/** What one execution of a node moves; null members where a size is not known. */
export interface NodeTraffic {
  /** Stored tensors that the node reads, whole, at their stored element type. */
  readonly weightBytes: number | null;
  readonly inputBytes: number | null;
  readonly outputBytes: number | null;
  /** Of `weightBytes`, what is read: rows of a table, all of a kernel. */
  readonly weightBytesMoved: number | null;
  /** Activations read and written. */
  readonly activations: readonly TensorTraffic[] | null;
  readonly movedBytes: number | null;
}

/** A node with what it comes to. */
export interface PricedNode {
  readonly shaped: ShapedNode;
  /** One object for nodes that are alike. */
  readonly cost: NodeCost;
  readonly params: number;
  /** The tensors behind `params`: told apart by tensor, whatever else is alike. */
  readonly parameters: readonly StoredTensor[];
}

/** Costs of a node over all its executions. Null where not known; `unknown` says why. */
export interface NodeCost {
  readonly calls: number | null;
  readonly macs: number | null;
  readonly flops: number | null;
  readonly transcendentals: number | null;
  readonly weightElements: number;
  readonly weightBytes: number | null;
  readonly inputBytes: number | null;
  readonly outputBytes: number | null;
  readonly movedBytes: number | null;
  readonly computePj: number | null;
  readonly memoryPj: number | null;
  readonly macsPerCall: number | null;
  /** Of `macs`, those that a causal mask leaves; undefined where there is none. */
  readonly causalMacs: number | null | undefined;
  /** Bytes of what is kept from token to token, per execution: read, and written; null where nothing is. */
  readonly cache: CacheBytes | null;
  /** In a branch that only a run takes: costs over all executions if it always does; null elsewhere. */
  readonly ifTaken: TakenCosts | null;
  /** The work as formulas over symbols, for display. */
  readonly work: Work | null;
  readonly unknown: string | null;
}

/** Costs over the `calls` that there are if a branch is always taken; null where only a run decides them, too. */
export interface TakenCosts extends RangeCosts {
  readonly calls: number | null;
}

/** What the work of one execution comes to; null members while a symbol in them is open. */
export interface Counts {
  readonly macs: number | null;
  readonly flops: number | null;
  readonly transcendentals: number | null;
}

export interface CacheBytes {
  readonly pastBytes: number | null;
  readonly presentBytes: number | null;
}
