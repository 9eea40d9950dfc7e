import type { DType } from '../ir/dtype';
import type { Attribute, Node, StoredTensor } from '../ir/graph';
import type { GraphEdit } from '../ir/graphEdit';
import type { WeightRecipe } from '../ir/recipe';
import { elements } from '../ir/tensor';
import type { ModelFacts } from './facts';

export type AttributeValue = number | readonly number[] | string | Attribute;

/** A node on the way: where `outputs` is a hint, a fresh tensor gets a name like it. */
export interface NodeDraft {
  readonly op: string;
  readonly domain?: string;
  /** Tensor names; "" omits an optional input. */
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/**
 * Nodes and stored tensors that take the place of an old node. They inherit its scope, source line and origins;
 * names are fresh and derived from its own, so that an edit of the same model always gives the same names.
 */
export class Draft {
  readonly #facts: ModelFacts;
  readonly #like: Node;
  /** The old output: no other node makes a tensor of that name. */
  readonly #prefix: string;
  /** The old weight: nodes that shared it share what takes its place. */
  readonly #weightPrefix: string;
  readonly #names = new Set<string>();
  readonly #nodes: Node[] = [];
  readonly #stored: StoredTensor[] = [];

  constructor(facts: ModelFacts, like: Node) {
    this.#facts = facts;
    this.#like = like;
    this.#prefix = like.outputs[0] ?? like.op;
    const stored = like.inputs.find((name) => facts.use(name)?.stored);
    this.#weightPrefix = stored ?? this.#prefix;
  }

  /** A weight of the new layers; what belongs to an activation is named after this node alone. */
  weight(hint: string, dtype: DType, dims: readonly number[], recipe: WeightRecipe): string {
    const prefix = recipe.kind === 'calibrated' ? this.#prefix : this.#weightPrefix;
    const name = this.#fresh(prefix, hint);
    const learnable = this.#facts.isSource && { learnable: true };
    this.#stored.push({ name, dtype, dims, payload: null, raw: false, content: null, recipe, ...learnable });
    return name;
  }

  /** A vector of numbers that an operator takes as an input; a scalar where a plain number is given. */
  literal(hint: string, values: number | readonly number[], dtype: DType = 'int64'): string {
    const name = this.#fresh(this.#prefix, hint);
    const list = typeof values === 'number' ? [values] : values;
    const dims = typeof values === 'number' ? [] : [list.length];
    const content = elements(list);
    const recipe = { kind: 'literal' } as const;
    this.#stored.push({ name, dtype, dims, payload: null, raw: false, content, recipe });
    return name;
  }

  /** Adds a node; its output is a fresh tensor, or `output` where the old node's is taken over. */
  node(hint: string, { op, domain = '', inputs, attributes = {} }: NodeDraft, output?: string): string {
    const made = output ?? this.#fresh(this.#prefix, hint);
    const { scope, source, origins } = this.#like;
    this.#nodes.push({
      name: `${this.#like.name === '' ? this.#prefix : this.#like.name}/${hint}`,
      op,
      domain,
      overload: '',
      inputs,
      outputs: [made],
      attributes: new Map(Object.entries(attributes).map(([key, value]) => [key, attributeOf(value)])),
      scope,
      source,
      origins,
    });
    return made;
  }

  /** Puts a node with attributes and names of its own among the new ones. */
  take(node: Node): void {
    this.#nodes.push(node);
  }

  /** The new nodes stand where the last of `removed` (in stored order) stood. */
  replacing(removed: readonly Node[], rest: Partial<GraphEdit> = {}): GraphEdit {
    const last = removed.at(-1);
    const replaced = new Map(removed.map((node) => [node, node === last ? this.#nodes : []] as const));
    return { replaced, stored: this.#stored, ...rest };
  }

  #fresh(prefix: string, hint: string): string {
    const base = `${prefix}/${hint}`;
    let name = base;
    for (let i = 2; this.#names.has(name) || this.#facts.isTaken(name); i++) name = `${base}_${i}`;
    this.#names.add(name);
    return name;
  }
}

export function attributeOf(value: AttributeValue): Attribute {
  if (typeof value === 'number') return { kind: 'int', value };
  if (typeof value === 'string') return { kind: 'string', value };
  return isList(value) ? { kind: 'ints', value } : value;
}

function isList(value: readonly number[] | Attribute): value is readonly number[] {
  return Array.isArray(value);
}

export function float(value: number): Attribute {
  return { kind: 'float', value };
}
