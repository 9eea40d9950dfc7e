import { BadInput } from '../../diagnostics';
import type { Graph, StoredTensor } from '../../ir/graph';
import { editOrigin } from '../../ir/graphEdit';
import type { WeightRecipe } from '../../ir/recipe';
import { constantPayload } from '../../inference/provenance';
import { makeCodebook } from '../../weights/codebook';
import { encodeElements } from '../../weights/encode';
import type { Work } from '../../weights/pace';
import { quantize } from '../../weights/quantization';
import type { Weights } from '../../weights/values';
import type { WeightStore } from '../measured/weightStore';
import type { Made } from './elements';
import { factorsOf } from './factors';
import { foldedTensor } from './folded';
import { initialValues } from './initial';
import { maskedTensor } from './masked';
import { addNorms, sliceTensor, strongest } from './sliced';

/** What only a run of the model tells: values of constant subgraphs, ranges of activations. */
export interface Evaluator {
  /** The value of a tensor of `graph` that depends on stored ones alone. */
  evaluate(graph: Graph, tensor: string): Promise<Weights>;
  /** Least and largest value of an activation on sample inputs. */
  range(graph: Graph, tensor: string): Promise<readonly [least: number, largest: number]>;
}

/**
 * Computes the elements of tensors that rewrites introduced, from those of the model's own: each by its recipe, through
 * as many rewrites as lie in between. One tensor at a time is in memory, and the factors of the last decomposition.
 */
export class WeightMaker {
  readonly #store: WeightStore;
  readonly #evaluator: Evaluator | null;
  readonly #work: Work;
  #factors: {
    readonly key: string;
    readonly before: Graph | null;
    readonly made: Promise<readonly Made[] | null>;
  } | null = null;
  readonly #kept = new WeakMap<readonly StoredTensor[], Promise<ReadonlyMap<number, readonly number[]>>>();

  constructor(store: WeightStore, evaluator: Evaluator | null, work: Work) {
    this.#store = store;
    this.#evaluator = evaluator;
    this.#work = work;
  }

  /** Raw little-endian elements. Throws BadInput where the model does not hold what they are made of. */
  async payloadOf(tensor: StoredTensor): Promise<Uint8Array> {
    const { values } = await this.#make(tensor);
    const bytes = tensor.dtype === null ? null : encodeElements(values, tensor.dtype);
    if (!bytes)
      throw new BadInput(
        `tensor "${tensor.name}" is of a type that cannot be written: ${tensor.dtype ?? 'none'}`,
      );
    return bytes;
  }

  async #make(tensor: StoredTensor): Promise<Made> {
    const { recipe } = tensor;
    if (!recipe) return this.#own(tensor);
    const made = await this.#follow(tensor, recipe);
    const count = tensor.dims.reduce((a, b) => a * b, 1);
    if (made.values.length !== count)
      throw new BadInput(
        `tensor "${tensor.name}" came out with ${made.values.length} elements instead of ${count}`,
      );
    return { values: made.values, dims: tensor.dims };
  }

  async #own(tensor: StoredTensor): Promise<Weights> {
    const content = contentOf(tensor);
    const read = content ?? (await this.#store.read(tensor, this.#work));
    if (!read)
      throw new BadInput(
        `tensor "${tensor.name}" cannot be read: the file, or the one beside it, does not hold its values`,
      );
    return read;
  }

  /** A tensor of the graph before the edit that brought `tensor`, whether the model's own or another edit's. */
  async #source(tensor: StoredTensor, name: string): Promise<Weights> {
    const before = editOrigin(tensor)?.before;
    const found = before && storedIn(before, name);
    if (!found)
      throw new BadInput(`tensor "${tensor.name}" is made of "${name}", which the model does not store`);
    const { values, dims } = await this.#make(found);
    return { values: values instanceof Float64Array ? values : Float32Array.from(values), dims };
  }

  async #follow(tensor: StoredTensor, recipe: WeightRecipe): Promise<Made> {
    switch (recipe.kind) {
      case 'untrained':
        return initialValues(tensor.name, tensor.dims, recipe.fan);
      case 'literal':
        return this.#own(tensor);
      case 'cast':
        return this.#source(tensor, recipe.of);
      case 'factor':
        return this.#factor(tensor, recipe);
      case 'folded':
        return this.#folded(tensor, recipe);
      case 'quantized':
        return this.#quantized(tensor, recipe);
      case 'codebook':
        return this.#codebook(tensor, recipe);
      case 'masked':
        return maskedTensor(await this.#source(tensor, recipe.of), recipe, this.#work);
      case 'sliced': {
        const kept = await this.#keptChannels(tensor);
        return sliceTensor(await this.#source(tensor, recipe.of), recipe.axes, kept);
      }
      case 'calibrated':
        return this.#calibrated(tensor, recipe);
      case 'evaluated':
        return contentOf(tensor) ?? this.#evaluate(tensor, recipe.output);
    }
  }

  async #factor(tensor: StoredTensor, recipe: Extract<WeightRecipe, { kind: 'factor' }>): Promise<Made> {
    const { part, ...decomposition } = recipe;
    const { of } = decomposition;
    const key = JSON.stringify(decomposition);
    const before = editOrigin(tensor)?.before ?? null;
    if (this.#factors?.key !== key || this.#factors.before !== before) {
      const made = this.#source(tensor, of).then((weight) => factorsOf(recipe, weight, this.#work));
      this.#factors = { key, before, made };
    }
    const found = (await this.#factors.made)?.[part];
    if (!found)
      throw new BadInput(`weight "${of}" holds values that are not finite, so it has no decomposition`);
    return found;
  }

  async #folded(tensor: StoredTensor, recipe: Extract<WeightRecipe, { kind: 'folded' }>): Promise<Made> {
    const [scale, shift, mean, variance] = recipe.normalization;
    const normalization = {
      scale: await this.#source(tensor, scale),
      shift: await this.#source(tensor, shift),
      mean: await this.#source(tensor, mean),
      variance: await this.#source(tensor, variance),
    };
    const bias = recipe.bias === null ? null : await this.#source(tensor, recipe.bias);
    return foldedTensor(recipe, await this.#source(tensor, recipe.weight), bias, normalization);
  }

  async #quantized(
    tensor: StoredTensor,
    recipe: Extract<WeightRecipe, { kind: 'quantized' }>,
  ): Promise<Made> {
    const { values, dims } = await this.#source(tensor, recipe.of);
    const scheme = { bits: recipe.bits, axis: recipe.axis, groupSize: recipe.group, symmetric: true };
    const made = await quantize(values, dims, scheme, this.#work);
    if (!made)
      throw new BadInput(`weight "${recipe.of}" holds values that are not finite, so it cannot be quantized`);
    return recipe.part === 'values'
      ? { values: made.integers, dims }
      : { values: made.scales, dims: made.scaleDims };
  }

  async #codebook(tensor: StoredTensor, recipe: Extract<WeightRecipe, { kind: 'codebook' }>): Promise<Made> {
    const { values, dims } = await this.#source(tensor, recipe.of);
    const book = await makeCodebook(values, recipe.bits, this.#work);
    if (!book)
      throw new BadInput(`weight "${recipe.of}" holds values that are not finite, so it has no codebook`);
    if (recipe.part === 'indices') return { values: Uint8Array.from(book.indices), dims };
    const entries = new Float32Array(2 ** recipe.bits);
    entries.set(book.entries.slice(0, entries.length));
    return { values: entries, dims: [entries.length] };
  }

  /** Channels that stay, decided once for all tensors of an edit: by the L1 norms of the filters that make them. */
  #keptChannels(tensor: StoredTensor): Promise<ReadonlyMap<number, readonly number[]>> {
    const all = editOrigin(tensor)?.stored ?? [tensor];
    const known = this.#kept.get(all) ?? this.#rankChannels(all);
    this.#kept.set(all, known);
    return known;
  }

  async #rankChannels(all: readonly StoredTensor[]): Promise<ReadonlyMap<number, readonly number[]>> {
    const norms = new Map<number, Float64Array>();
    const runs = all.flatMap(({ recipe }) =>
      recipe?.kind === 'sliced' ? recipe.axes.flatMap(({ kept }) => kept) : [],
    );
    for (const tensor of all) {
      if (tensor.recipe?.kind !== 'sliced') continue;
      const makes = tensor.recipe.axes.filter((axis) => axis.makes);
      if (makes.length === 0) continue;
      const weights = await this.#source(tensor, tensor.recipe.of);
      for (const axis of makes) addNorms(norms, weights, axis);
    }
    return new Map(runs.map(({ group, size, keep }) => [group, strongest(norms.get(group), size, keep)]));
  }

  async #calibrated(
    tensor: StoredTensor,
    recipe: Extract<WeightRecipe, { kind: 'calibrated' }>,
  ): Promise<Made> {
    const before = editOrigin(tensor)?.before;
    if (!before || !this.#evaluator)
      throw new BadInput('ranges of activations need a run of the model, which is not to be had here');
    const [least, largest] = await this.#evaluator.range(before, recipe.of);
    if (!Number.isFinite(largest - least))
      throw new BadInput(`"${recipe.of}" reaches values that are not finite, so it cannot be quantized`);
    const scale = (Math.max(0, largest) - Math.min(0, least)) / 255 || 1;
    const zero = Math.round(-Math.min(0, least) / scale);
    return { values: recipe.part === 'scale' ? Float64Array.of(scale) : Uint8Array.of(zero), dims: [] };
  }

  #evaluate(tensor: StoredTensor, output: string): Promise<Weights> {
    const before = editOrigin(tensor)?.before;
    if (!before || !this.#evaluator)
      throw new BadInput(`the constant "${output}" needs a run of the model, which is not to be had here`);
    return this.#evaluator.evaluate(before, output);
  }
}

/** Elements that the reader has followed anyway. */
function contentOf({ content, dims }: StoredTensor): Weights | null {
  if (content === null) return null;
  const count = dims.reduce((a, b) => a * b, 1);
  const list = content.kind === 'fill' ? new Array<unknown>(count).fill(content.value) : content.values;
  return list.every((value) => typeof value === 'number') ? { values: Float64Array.from(list), dims } : null;
}

/** A stored tensor of a graph: an initializer, or what a Constant node holds. */
function storedIn(graph: Graph, name: string): StoredTensor | null {
  const initializer = graph.initializers.get(name);
  if (initializer) return initializer;
  const maker = graph.nodes.find((node) => node.op === 'Constant' && node.outputs[0] === name);
  const held = maker?.attributes.get('value');
  // The very object that an edit brought, so that its origin is known.
  return held?.kind === 'tensor' ? held.value : maker ? constantPayload(maker) : null;
}
