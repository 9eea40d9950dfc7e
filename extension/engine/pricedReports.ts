import type { AnalyzeOptions, CallContext } from '../shared/engineCalls';
import { type PricedReport, priceReport } from './cost/report';
import { bindSymbols } from './cost/symbols';
import type { HardwareProfile } from './hardware/profile';
import { inferModel } from './inference/infer';
import type { InferOptions } from './inference/inputs';
import type { ShapedModel } from './inference/shaped';
import { resolveInputs } from './inputShapes';
import type { LoadedModel } from './loadedModel';
import { Recent } from './recent';

/** Shapes and prices models. Shapes are kept: another batch or profile costs only the pricing. */
export class PricedReports {
  /** By content, shapes of inputs and values of symbols. */
  readonly #shaped: Recent<ShapedModel>;

  /** `kept` models' shapes are kept. */
  constructor(kept: number) {
    this.#shaped = new Recent(kept);
  }

  make(
    path: string,
    loaded: LoadedModel,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): PricedReport {
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
    const report = priceReport(loaded.inlined, shaped, priceOptions);
    const open = report.layers.unknownCount;
    if (open === 0 || shaped.symbols.size === 0) return report;
    // What symbols cannot express, numbers may: the same once more with every bound symbol replaced at the start.
    const { values } = bindSymbols(shaped, dims);
    const concrete = this.#shape(loaded, { ...infer, bind: values }, JSON.stringify([...values]));
    const second = priceReport(loaded.inlined, { ...concrete, symbols: shaped.symbols }, priceOptions);
    return second.layers.unknownCount < open ? second : report;
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
