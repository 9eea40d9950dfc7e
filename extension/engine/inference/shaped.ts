import type { EngineDiagnostic } from '../diagnostics';
import type { Dim } from '../ir/dim';
import type { DType } from '../ir/dtype';
import type { DeclaredTensor, Node, StoredTensor } from '../ir/graph';
import type { TensorFacts } from '../ir/tensor';
import type { SymbolKind } from '../ir/dim';
import type { OpSpec } from '../ops/op';

/** A tensor as the graph knows it at one place. */
export interface TensorUse {
  readonly name: string;
  readonly facts: TensorFacts;
  /** The initializer or Constant payload that this is, if it is one. */
  readonly stored: StoredTensor | null;
  /** Whether it is an initializer rather than the output of a node. */
  readonly initializer: boolean;
  /** Stored tensors whose elements reappear here, behind operators that only carry them. */
  readonly carried: readonly CarriedTensor[];
  /** Element type before a DequantizeLinear that this is the direct output of. */
  readonly dequantizedFrom: DType | null;
}

export interface CarriedTensor {
  readonly tensor: StoredTensor;
  readonly dequantized: boolean;
}

/** A node with what shape inference found out. */
export interface ShapedNode {
  readonly node: Node;
  /** "" in the main graph, `INDEX:Op.attribute/...` inside subgraphs. */
  readonly path: string;
  readonly index: number;
  readonly opset: number;
  /** How often it runs; null where only a run decides. */
  readonly calls: Dim | null;
  /** One per input slot; null for omitted ones. */
  readonly inputs: readonly (TensorUse | null)[];
  readonly outputs: readonly TensorUse[];
  /** Null for operators that no room knows. */
  readonly spec: OpSpec | null;
  /** Why nothing can be said of this node, or null. */
  readonly broken: string | null;
  /** The branch that it is in, where only a run decides which one is taken; null or absent elsewhere. */
  readonly choice?: BranchChoice | null;
  /** One object for all nodes that are alike: of the same operator, attributes and facts. Null or absent where that is not told. */
  readonly likeness?: Likeness | null;
}

/** What nodes that are alike share; it holds nothing, its identity is all. */
export type Likeness = object;

/** A branch of an undecided If. */
export interface BranchChoice {
  /** Path and index of the If. */
  readonly owner: string;
  readonly branch: string;
  /** How often the node runs if the branch is always taken; null where only a run decides that, too. */
  readonly calls: Dim | null;
}

export interface ShapedInput {
  readonly declared: DeclaredTensor;
  readonly facts: TensorFacts;
}

/** A model whose tensors have shapes, as far as the file tells them. Nodes are in execution order. */
export interface ShapedModel {
  readonly nodes: readonly ShapedNode[];
  readonly inputs: readonly ShapedInput[];
  readonly outputs: readonly TensorUse[];
  readonly stored: readonly StoredTensor[];
  readonly initializers: readonly StoredTensor[];
  readonly symbols: ReadonlyMap<string, SymbolKind>;
  readonly diagnostics: readonly EngineDiagnostic[];
}
