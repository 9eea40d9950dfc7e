import type { NodeCost } from '../cost/types';
import type { ShapedInput, ShapedNode, TensorUse } from '../inference/shaped';
import type { DType } from '../ir/dtype';
import type { Graph, Model, StoredTensor } from '../ir/graph';
import { readsOf } from '../ir/order';
import type { PricedModel } from './pricing';

/** What techniques may know of a model: its main graph with shapes as numbers, who makes and who reads a tensor. */
export class ModelFacts {
  readonly priced: PricedModel;
  /** Nodes of the main graph in execution order. */
  readonly nodes: readonly ShapedNode[];
  readonly #makers = new Map<string, ShapedNode>();
  readonly #readers = new Map<string, ShapedNode[]>();
  readonly #uses = new Map<string, TensorUse>();
  readonly #costs = new Map<ShapedNode['node'], NodeCost>();
  readonly #outputs: ReadonlySet<string>;
  /** Tensors that a subgraph takes from outside. */
  readonly #captured = new Set<string>();

  constructor(priced: PricedModel) {
    this.priced = priced;
    this.nodes = priced.shaped.nodes.filter(({ path }) => path === '');
    this.#outputs = new Set(priced.model.graph.outputs.map(({ name }) => name));
    for (const shaped of this.nodes) this.#enter(shaped);
    for (const { shaped, cost } of priced.nodes) if (shaped.path === '') this.#costs.set(shaped.node, cost);
  }

  #enter(shaped: ShapedNode): void {
    for (const use of shaped.outputs) {
      this.#makers.set(use.name, shaped);
      this.#uses.set(use.name, use);
    }
    for (const use of shaped.inputs) if (use && !this.#uses.has(use.name)) this.#uses.set(use.name, use);
    for (const name of new Set(readsOf(shaped.node))) {
      if (!shaped.node.inputs.includes(name)) this.#captured.add(name);
      const readers = this.#readers.get(name);
      if (readers) readers.push(shaped);
      else this.#readers.set(name, [shaped]);
    }
  }

  get model(): Model {
    return this.priced.model;
  }

  get graph(): Graph {
    return this.priced.model.graph;
  }

  /** Whether the model comes from source code that was run. */
  get isSource(): boolean {
    return this.priced.model.format === 'pytorch';
  }

  /** Version of ONNX's own operator set; what source code says has none and may use any. */
  get opset(): number {
    return this.isSource ? Number.POSITIVE_INFINITY : (this.priced.model.opsets.get('') ?? 1);
  }

  /** Whether shapes are the same at every run: the file itself leaves no size and no value of an input open. */
  get isFixed(): boolean {
    const { inputs, symbols } = this.priced.shaped;
    return symbols.size === 0 && inputs.every(isFixedInput);
  }

  use(name: string): TensorUse | undefined {
    return this.#uses.get(name);
  }

  /** Dims of a tensor; null where one is not a number. */
  shape(name: string): readonly number[] | null {
    const shape = this.#uses.get(name)?.facts.shape;
    return shape?.every((dim): dim is number => typeof dim === 'number') === true ? shape : null;
  }

  dtype(name: string): DType | null {
    return this.#uses.get(name)?.facts.dtype ?? null;
  }

  maker(name: string): ShapedNode | undefined {
    return this.#makers.get(name);
  }

  /** Nodes that read a tensor, those with a subgraph that captures it included. */
  readers(name: string): readonly ShapedNode[] {
    return this.#readers.get(name) ?? [];
  }

  isOutput(name: string): boolean {
    return this.#outputs.has(name);
  }

  isCaptured(name: string): boolean {
    return this.#captured.has(name);
  }

  /** The node that alone reads a tensor which is no output of the model. */
  soleReader(name: string): ShapedNode | undefined {
    const readers = this.readers(name);
    if (readers.length !== 1 || this.#outputs.has(name) || this.#captured.has(name)) return undefined;
    return readers[0];
  }

  /** The initializer or Constant that an input slot reads. */
  stored({ inputs }: ShapedNode, slot: number): StoredTensor | null {
    return inputs[slot]?.stored ?? null;
  }

  cost({ node }: ShapedNode): NodeCost | undefined {
    return this.#costs.get(node);
  }

  isTaken(name: string): boolean {
    return this.#uses.has(name) || this.graph.initializers.has(name) || this.#outputs.has(name);
  }
}

/** Priced models have numbers for whatever is open: what the file declares tells whether it is. */
function isFixedInput({ declared, facts }: ShapedInput): boolean {
  const fixed = declared.shape?.every((dim, axis) => typeof dim === 'number' && dim === facts.shape?.[axis]);
  return fixed === true && facts.content === null;
}
