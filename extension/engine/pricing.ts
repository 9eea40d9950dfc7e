import type { AnalyzeOptions, CallContext } from '../shared/engineCalls';
import { type Priced, priceModel } from './cost/report';
import { bindSymbols } from './cost/symbols';
import type { HardwareProfile } from './hardware/profile';
import { inferModel } from './inference/infer';
import type { InferOptions } from './inference/inputs';
import type { ShapedModel } from './inference/shaped';
import { resolveInputs } from './inputShapes';
import type { LoadedModel } from './loadedModel';
import { Recent } from './recent';

/** Shapes and prices models. Shapes are kept: another batch or profile costs only the pricing. */
export class Pricing {
  /** By content, shapes of inputs and values of symbols. */
  readonly #shaped: Recent<ShapedModel>;

  /** `kept` models' shapes are kept. */
  constructor(kept: number) {
    this.#shaped = new Recent(kept);
  }

  price(
    path: string,
    loaded: LoadedModel,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): Priced {
    const { dims, overrides, findings } = resolveInputs(loaded.inlined.graph, options);
    const infer = { inputShapes: overrides, ...context };
    const shaped = this.#shape(loaded, infer, '');
    const priceOptions = {
      path,
      dims,
      profile,
      findings: [...loaded.findings, ...findings],
      ...(loaded.run && { run: loaded.run }),
    };
    const priced = priceModel(loaded.inlined, shaped, priceOptions);
    const open = countUnknown(priced);
    if (open === 0 || shaped.symbols.size === 0) return priced;
    // What symbols cannot express, numbers may: the same once more with every bound symbol replaced at the start.
    const { values } = bindSymbols(shaped, dims);
    const concrete = this.#shape(loaded, { ...infer, bind: values }, JSON.stringify([...values]));
    const second = priceModel(loaded.inlined, { ...concrete, symbols: shaped.symbols }, priceOptions);
    return countUnknown(second) < open ? second : priced;
  }

  #shape({ inlined, fingerprint }: LoadedModel, options: InferOptions, bound: string): ShapedModel {
    const key = JSON.stringify([fingerprint, options.inputShapes, bound]);
    const known = this.#shaped.get(key);
    if (known) return known;
    const shaped = inferModel(inlined, options);
    this.#shaped.set(key, shaped);
    return shaped;
  }
}

function countUnknown({ nodes }: Priced): number {
  return nodes.reduce((count, { cost }) => count + Number(cost.unknown !== null), 0);
}
