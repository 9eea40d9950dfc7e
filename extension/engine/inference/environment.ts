import type { StoredTensor } from '../ir/graph';
import { MAX_RANK, type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { Alikes } from './alike';
import type { Previous } from './previous';
import type { TensorUse } from './shaped';

/** Where a tensor's elements come from, as far as that is known. */
export type Origin = Partial<Omit<TensorUse, 'name' | 'facts'>>;

/** Of what is computed from activations. */
export const NO_ORIGIN: Origin = {};
const NOTHING: TensorUse['carried'] = [];

/** Tensors that can be named in a graph; subgraphs see those of the graphs around them. */
export class Environment {
  readonly #outer: Environment | null;
  readonly #previous: Previous | null;
  readonly #alikes: Alikes;
  readonly #tensors = new Map<string, TensorUse>();
  #missed = 0;
  #repeats = false;

  constructor(alikes: Alikes, outer: Environment | null, previous: Previous | null = null) {
    this.#alikes = alikes;
    this.#outer = outer;
    this.#previous = previous;
  }

  /** How often a tensor was asked for that nothing defined (yet). */
  get missed(): number {
    return this.#missed;
  }

  /** Whether a tensor was asked for that nothing defined, or one was defined twice. */
  get irregular(): boolean {
    return this.#repeats || this.#missed > 0;
  }

  /** A tensor by name; unknown facts where nothing defines it (yet). */
  use(name: string): TensorUse {
    const found = this.#find(name);
    if (found) return found;
    this.#missed++;
    return newUse(name, UNKNOWN_TENSOR, NO_ORIGIN);
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  #find(name: string): TensorUse | undefined {
    let found = this.#tensors.get(name);
    for (let outer = this.#outer; !found && outer !== null; outer = outer.#outer)
      found = outer.#tensors.get(name);
    return found;
  }

  define(name: string, facts: TensorFacts, origin: Origin = NO_ORIGIN): TensorUse {
    const fresh = newUse(name, this.#alikes.settled(ofBearableRank(facts)), origin);
    const use = this.#previous?.settle(fresh) ?? fresh;
    this.#keep(name, use);
    return use;
  }

  /** Takes a tensor over from an earlier inference, as it is. */
  adopt(use: TensorUse): void {
    this.#keep(use.name, use);
  }

  #keep(name: string, use: TensorUse): void {
    if (name === '') return;
    const before = this.#tensors.size;
    this.#tensors.set(name, use);
    if (this.#tensors.size === before) this.#repeats = true;
  }

  defineStored(tensor: StoredTensor): void {
    this.define(tensor.name, storedFacts(tensor), {
      stored: tensor,
      initializer: true,
      carried: [{ tensor, dequantized: false }],
    });
  }
}

/** Every node that passes a shape on would write it out. */
function ofBearableRank(facts: TensorFacts): TensorFacts {
  return facts.shape !== null && facts.shape.length > MAX_RANK ? { ...facts, shape: null } : facts;
}

/** Facts of a stored tensor; impossible dims (negative ones) make its shape unknown. */
export function storedFacts(tensor: StoredTensor): TensorFacts {
  const possible = tensor.dims.every((dim) => dim >= 0);
  return {
    dtype: tensor.dtype,
    shape: possible ? tensor.dims : null,
    content: possible ? tensor.content : null,
  };
}

function newUse(name: string, facts: TensorFacts, origin: Origin): TensorUse {
  const { stored = null, initializer = false, carried = NOTHING, dequantizedFrom = null } = origin;
  return { name, facts, stored, initializer, carried, dequantizedFrom };
}
