import { type Dim, symbol } from '../ir/dim';
import type { Attribute, Graph, Node, StoredTensor } from '../ir/graph';
import { type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { NodeView, SolvedView } from '../ops/op';

/** A node as operator rooms see it. Attributes of the wrong kind read as absent. */
export class GraphNodeView implements NodeView {
  readonly node: Node;
  readonly opset: number;
  readonly #inputs: readonly TensorFacts[];
  #isOwn = false;

  constructor(node: Node, opset: number, inputs: readonly TensorFacts[]) {
    this.node = node;
    this.opset = opset;
    this.#inputs = inputs;
  }

  /** Whether a symbol was made that is this very node's. */
  get isOwn(): boolean {
    return this.#isOwn;
  }

  dataCount(what: string): Dim {
    this.#isOwn = true;
    return symbol(`${this.node.outputs[0] ?? this.node.name}.${what}`, 'data');
  }

  get inputCount(): number {
    return this.node.inputs.length;
  }

  get outputCount(): number {
    return this.node.outputs.length;
  }

  input(slot: number): TensorFacts {
    return this.#inputs[slot] ?? UNKNOWN_TENSOR;
  }

  has(slot: number): boolean {
    return (this.node.inputs[slot] ?? '') !== '';
  }

  wants(slot: number): boolean {
    return (this.node.outputs[slot] ?? '') !== '';
  }

  int(name: string): number | undefined;
  int(name: string, fallback: number): number;
  int(name: string, fallback?: number): number | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === 'int' ? attribute.value : fallback;
  }

  float(name: string): number | undefined;
  float(name: string, fallback: number): number;
  float(name: string, fallback?: number): number | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === 'float' ? attribute.value : fallback;
  }

  string(name: string): string | undefined;
  string(name: string, fallback: string): string;
  string(name: string, fallback?: string): string | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === 'string' ? attribute.value : fallback;
  }

  ints(name: string): readonly number[] | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === 'ints' ? attribute.value : undefined;
  }

  floats(name: string): readonly number[] | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === 'floats' ? attribute.value : undefined;
  }

  strings(name: string): readonly string[] | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === 'strings' ? attribute.value : undefined;
  }

  tensor(name: string): StoredTensor | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === 'tensor' ? attribute.value : undefined;
  }

  graph(name: string): Graph | undefined {
    const attribute = this.attribute(name);
    return attribute?.kind === 'graph' ? attribute.value : undefined;
  }

  attribute(name: string): Attribute | undefined {
    return this.node.attributes.get(name);
  }
}

/** A node whose outputs are known, too. */
export class SolvedNodeView extends GraphNodeView implements SolvedView {
  readonly #outputs: readonly TensorFacts[];

  constructor(node: Node, opset: number, inputs: readonly TensorFacts[], outputs: readonly TensorFacts[]) {
    super(node, opset, inputs);
    this.#outputs = outputs;
  }

  output(slot: number): TensorFacts {
    return this.#outputs[slot] ?? UNKNOWN_TENSOR;
  }
}
