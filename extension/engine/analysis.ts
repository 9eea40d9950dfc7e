import type { AnalyzeOptions, CallContext } from '../shared/engineCalls';
import type { LazyReport, Report } from '../shared/report';
import { fingerprinted, unlikeAnyOther } from './bytes/fingerprint';
import type { Layers } from './cost/layer';
import { type PricedReport, wholeReport } from './cost/report';
import { checkCancelled, type EngineDiagnostic } from './diagnostics';
import { recount } from './conventions/recount';
import { CONVENTIONS } from './conventions/registry';
import { checkExternalData } from './formats/onnx/externalData';
import { readOnnx } from './formats/onnx/read';
import type { HardwareProfile } from './hardware/profile';
import type { ByteSource, EngineHost } from './host';
import { inlineFunctions } from './ir/inline';
import { checkPlaces } from './ir/places';
import type { LoadedModel } from './loadedModel';
import { naming, namingAsync } from './naming';
import { PricedReports } from './pricedReports';
import { recognize } from './provenance/recognize';
import { Recent } from './recent';

/**
 * Reads, shapes and prices models, each step cached by the content that it came from: a file that is touched
 * but not changed costs one read of its structure, another batch or profile only the pricing.
 */
export class Analysis {
  readonly #host: EngineHost;
  readonly #remembers: boolean;
  /** By path and the file system's version of it. */
  readonly #loaded: Recent<LoadedModel>;
  /** By content. */
  readonly #models: Recent<LoadedModel>;
  readonly #reports: Recent<Report>;
  readonly #priced: PricedReports;

  /** Without `remembers` nothing is kept from one question to the next, and less memory taken. */
  constructor(host: EngineHost, remembers = true) {
    this.#host = host;
    this.#remembers = remembers;
    const models = remembers ? 8 : 0;
    this.#loaded = new Recent(models);
    this.#models = new Recent(models);
    this.#priced = new PricedReports(models);
    this.#reports = new Recent(2 * models);
  }

  /** Throws {@link BadInput} naming the file where it is no model. */
  async load(path: string, context: CallContext): Promise<LoadedModel> {
    checkCancelled(context.signal);
    const source = await this.#host.open(path);
    const key = `${path} ${source.version ?? ''}`;
    const known = source.version === undefined ? undefined : this.#loaded.get(key);
    if (known) return known;
    const read = await this.#read(path, source, context);
    const loaded = source.version === undefined ? read : { ...read, version: source.version };
    this.#loaded.set(key, loaded);
    return loaded;
  }

  async report(
    path: string,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): Promise<Report> {
    const loaded = await this.load(path, context);
    return this.#reported(path, loaded, options, profile, context);
  }

  /** The same without its layers in memory; it is not kept for a further question. */
  async lazyReport(
    path: string,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): Promise<LazyReport> {
    const loaded = await this.load(path, context);
    const external = await this.#external(path, loaded, context);
    const report = this.#price(path, loaded, external, options, profile, context);
    return compared(report, report.layers, options);
  }

  /** Prices a model that something else has loaded; its inputs have their shapes already. */
  priced(
    path: string,
    loaded: LoadedModel,
    { countAs }: Pick<AnalyzeOptions, 'countAs'>,
    profile: HardwareProfile,
    context: CallContext,
  ): Promise<Report> {
    const options = { hardware: profile.id, dims: {}, inputShapes: {}, ...(countAs && { countAs }) };
    return this.#reported(path, loaded, options, profile, context);
  }

  async #reported(
    path: string,
    loaded: LoadedModel,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): Promise<Report> {
    const external = await this.#external(path, loaded, context);
    const { dims, inputShapes, countAs = '' } = options;
    const key = JSON.stringify([path, loaded.fingerprint, external, profile, dims, inputShapes, countAs]);
    const known = this.#reports.get(key);
    if (known) return known;
    const priced = this.#price(path, loaded, external, options, profile, context);
    const report = compared(wholeReport(priced), priced.layers, options);
    this.#reports.set(key, report);
    return report;
  }

  /** Looked for every time: whether external files are there is not part of the model's own content. */
  async #external(
    path: string,
    { inlined }: LoadedModel,
    { signal }: CallContext,
  ): Promise<readonly EngineDiagnostic[]> {
    const findings = await checkExternalData(inlined.graph, path, this.#host);
    checkCancelled(signal);
    return findings;
  }

  #price(
    path: string,
    loaded: LoadedModel,
    external: readonly EngineDiagnostic[],
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): PricedReport {
    const model = { ...loaded, findings: [...external, ...loaded.findings] };
    return naming(path, () => this.#priced.make(path, model, options, profile, context));
  }

  async #read(path: string, source: ByteSource, context: CallContext): Promise<LoadedModel> {
    const marked = this.#remembers ? fingerprinted(source) : unlikeAnyOther(source);
    const model = await namingAsync(path, () => readOnnx(marked, context));
    const fingerprint = marked.fingerprint();
    const known = this.#models.get(fingerprint);
    if (known) return known;
    const { graph, diagnostics } = naming(path, () => {
      const inlined = inlineFunctions(model);
      checkPlaces(inlined.graph);
      return inlined;
    });
    const loaded = { model, inlined: { ...model, graph }, findings: diagnostics, fingerprint };
    this.#models.set(fingerprint, loaded);
    return loaded;
  }
}

/** A report with what it is beside other models and other tools. */
function compared<R extends LazyReport>(report: R, layers: Layers, { countAs }: AnalyzeOptions): R {
  const recognized = recognize(report, (op) => layers.countOf(op));
  return {
    ...report,
    ...(recognized && { recognized }),
    ...(countAs && { countedAs: recount(report, CONVENTIONS[countAs]) }),
  };
}
