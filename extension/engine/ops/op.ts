import type { Dim } from '../ir/dim';
import type { DType } from '../ir/dtype';
import type { Attribute, Graph, Node, StoredTensor } from '../ir/graph';
import type { TensorFacts } from '../ir/tensor';

/** A node with what is known of its inputs: all that shape inference and counting may look at. */
export interface NodeView {
  readonly node: Node;
  /** Version of the node's operator set. */
  readonly opset: number;
  /** Facts per input slot; {@link UNKNOWN_TENSOR} for omitted ones (see {@link has}). */
  input(slot: number): TensorFacts;
  /** Whether the input slot is given (neither absent nor ""). */
  has(slot: number): boolean;
  readonly inputCount: number;
  readonly outputCount: number;
  /** Whether output `slot` has a name. */
  wants(slot: number): boolean;
  int(name: string): number | undefined;
  int(name: string, fallback: number): number;
  float(name: string): number | undefined;
  float(name: string, fallback: number): number;
  string(name: string): string | undefined;
  string(name: string, fallback: string): string;
  ints(name: string): readonly number[] | undefined;
  floats(name: string): readonly number[] | undefined;
  strings(name: string): readonly string[] | undefined;
  tensor(name: string): StoredTensor | undefined;
  graph(name: string): Graph | undefined;
  attribute(name: string): Attribute | undefined;
  /** A count that only a run decides, named after the node's first output and `what`. */
  dataCount(what: string): Dim;
}

/** What inference may do besides returning facts. */
export interface InferView extends NodeView {
  /** A dim that only a run decides, named after the node's output `slot` and `what`; the same one at every call. */
  dataDim(slot: number, what: string): Dim;
  /** Reports that known shapes, types or attributes contradict the operator; returns unknown facts for all outputs. */
  conflict(message: string): readonly TensorFacts[];
  /**
   * Infers a subgraph attribute. `inputs` are facts for its inputs, `calls` how often it runs within one run
   * of this node (null where only a run decides). With `undecided` it is one of two, of which a run takes one each time.
   * Returns facts of its outputs.
   */
  subgraph(
    attribute: string,
    inputs: readonly TensorFacts[],
    calls: Dim | null,
    undecided?: boolean,
  ): readonly TensorFacts[];
}

/** One factor of a product, with the field's name for it. */
export interface Factor {
  readonly label: string;
  readonly value: Dim;
}

/** Work of one execution of a node. Absent fields are 0. */
export interface Work {
  /** MACs, as a sum of products with named factors. */
  readonly macs?: readonly (readonly Factor[])[];
  /** Of `macs`, what is left for a kernel that skips the scores which a causal mask hides. */
  readonly causalMacs?: readonly (readonly Factor[])[];
  /** Input slots of the two factors of a MAC; default 0 and 1. */
  readonly macOperands?: readonly [number, number];
  /** FLOPs besides 2 per MAC. */
  readonly elementOps?: Dim;
  /** Those of `elementOps` that are transcendental: exp, log, tanh, erf, ... one per function value. */
  readonly transcendentals?: Dim;
}

/** Why the work cannot be told. */
export interface UnknownWork {
  readonly unknown: string;
}

/** A node whose inputs and outputs have been inferred. */
export interface SolvedView extends NodeView {
  output(slot: number): TensorFacts;
}

/**
 * `all`: weights, inputs and outputs move. `none`: nothing moves (views and shape arithmetic). `rows`: of input
 * 0 only as many elements are read as are written.
 */
export type Traffic = 'all' | 'none' | 'rows';

/** What a room of operators says of each of its members. Add a family: one file, one line in registry.ts. */
export interface OpSpec {
  /** Operators, as `Conv` for ONNX's own domain or `com.microsoft:FusedConv` for others. */
  readonly types: readonly string[];
  /** Facts per output, in order; may be shorter than the node's outputs (the rest is unknown). Never throws. */
  readonly infer: (view: InferView) => readonly TensorFacts[];
  /** Work of one execution; absent for operators that only move data. */
  readonly work?: (view: SolvedView) => Work | UnknownWork;
  readonly traffic?: Traffic;
  /** With traffic `rows`: elements that one stored element of the table holds; 1 by default. */
  readonly packing?: (node: Node, stored: DType | null) => number;
  /** Input slots in which a stored float tensor is a learnable parameter (weight, bias, scale, table). */
  readonly parameterSlots?: readonly number[] | 'all';
  /** Slots of what is kept from token to token: keys and values, or a state. */
  readonly cache?: { readonly past: readonly number[]; readonly present: readonly number[] };
  /** Input slots whose stored elements reappear in output 0, so that a parameter is recognized behind it. */
  readonly carries?: readonly number[] | 'all';
}
