import type { ReportTotals } from '../../shared/report';
import type { Costs } from '../../shared/suggestions';
import { Bindings } from '../cost/bindings';
import { peakMemory } from '../cost/peakMemory';
import { priceNode } from '../cost/price';
import { sumUp } from '../cost/totals';
import type { PricedNode } from '../cost/types';
import type { HardwareProfile } from '../hardware/profile';
import { inferModel } from '../inference/infer';
import type { InferOptions } from '../inference/inputs';
import { Previous } from '../inference/previous';
import type { ShapedModel, ShapedNode, TensorUse } from '../inference/shaped';
import type { DeclaredTensor, Model } from '../ir/graph';

/** A model with the cost of every node, at fixed sizes of its inputs. */
export interface PricedModel {
  readonly model: Model;
  readonly shaped: ShapedModel;
  /** One per node of `shaped`, in its order. */
  readonly nodes: readonly PricedNode[];
  readonly totals: Costs;
  /** Nodes whose cost is not known. */
  readonly unknown: number;
}

/**
 * Prices a model and its rewrites on the road that every report takes: shapes are inferred and nodes priced by the
 * same code, but what a rewrite leaves alone is taken over rather than computed again.
 */
export class Pricer {
  readonly #profile: HardwareProfile;
  readonly #infer: InferOptions;
  readonly #bindings: Bindings;
  /** By the outputs of a node, which are the same object as long as inference took it over. */
  readonly #priced = new WeakMap<readonly TensorUse[], PricedNode>();

  /** Inputs of the model that came first: an input that a rewrite resizes has the rewrite's shape, whatever was asked. */
  #inputs: ReadonlySet<DeclaredTensor> | null = null;

  /** `infer.bind` holds the value of every open dim: rewrites are priced with numbers. */
  constructor(profile: HardwareProfile, infer: InferOptions) {
    this.#profile = profile;
    this.#infer = infer;
    this.#bindings = new Bindings(infer.bind ?? new Map());
  }

  get bindings(): Bindings {
    return this.#bindings;
  }

  price(model: Model, before?: PricedModel): PricedModel {
    const previous = before && { previous: previousOf(before) };
    const shaped = inferModel(model, { ...this.#infer, inputShapes: this.#asked(model), ...previous });
    const nodes = shaped.nodes.map((node) => this.#pricedNode(node));
    const peak = peakMemory(shaped, this.#bindings);
    return {
      model,
      shaped,
      nodes,
      totals: costsOf(sumUp(shaped, nodes, peak.bytes)),
      unknown: nodes.reduce((count, { cost }) => count + Number(cost.unknown !== null), 0),
    };
  }

  #asked({ graph }: Model): NonNullable<InferOptions['inputShapes']> {
    const inputs = (this.#inputs ??= new Set(graph.inputs));
    const resized = new Set(graph.inputs.flatMap((input) => (inputs.has(input) ? [] : [input.name])));
    return Object.fromEntries(
      Object.entries(this.#infer.inputShapes ?? {}).filter(([name]) => !resized.has(name)),
    );
  }

  #pricedNode(node: ShapedNode): PricedNode {
    const known = this.#priced.get(node.outputs);
    if (known) return known;
    const priced = priceNode(node, this.#bindings, this.#profile);
    this.#priced.set(node.outputs, priced);
    return priced;
  }
}

const previousCache = new WeakMap<PricedModel, Previous>();

function previousOf(priced: PricedModel): Previous {
  const known = previousCache.get(priced) ?? new Previous(priced.shaped);
  previousCache.set(priced, known);
  return known;
}

export function costsOf(totals: ReportTotals): Costs {
  const { macs, flops, params, weightBytes, movedBytes, peakActivationBytes, energy } = totals;
  return { macs, flops, params, weightBytes, movedBytes, peakActivationBytes, energyPj: energy.totalPj };
}

/** Costs of some nodes of a model; parameters and stored tensors that several of them read count once. */
export function costsOfNodes({ nodes, shaped }: PricedModel, isWanted: (node: PricedNode) => boolean): Costs {
  const wanted = nodes.filter(isWanted);
  const stored = new Set(
    wanted.flatMap((node) => node.shaped.inputs.flatMap((use) => (use?.stored ? [use.stored] : []))),
  );
  const part = { ...shaped, stored: [...stored], initializers: [] };
  return { ...costsOf(sumUp(part, wanted, 0)), peakActivationBytes: null };
}
