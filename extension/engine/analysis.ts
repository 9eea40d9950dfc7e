import type { AnalyzeOptions, CallContext } from '../shared/engineCalls';
import type { Report } from '../shared/report';
import { fingerprinted, unlikeAnyOther } from './bytes/fingerprint';
import { buildReport, type SourceRun } from './cost/report';
import { bindSymbols } from './cost/symbols';
import { recount } from './conventions/recount';
import { CONVENTIONS } from './conventions/registry';
import { BadInput, checkCancelled, type EngineDiagnostic } from './diagnostics';
import { oneSentence } from './diagnosticsText';
import { checkExternalData } from './formats/onnx/externalData';
import { readOnnx } from './formats/onnx/read';
import type { HardwareProfile } from './hardware/profile';
import type { ByteSource, EngineHost } from './host';
import { resolveInputs } from './inputShapes';
import type { Model } from './ir/graph';
import { inlineFunctions } from './ir/inline';
import { checkPlaces } from './ir/places';
import { inferModel } from './inference/infer';
import type { InferOptions } from './inference/inputs';
import type { ShapedModel } from './inference/shaped';
import { recognize } from './provenance/recognize';
import { Recent } from './recent';

const LONGEST_REFUSAL = 350;

/** A model as read, the same without function calls (which is what is priced), and findings on the way there. */
export interface LoadedModel {
  readonly model: Model;
  readonly inlined: Model;
  readonly findings: readonly EngineDiagnostic[];
  readonly fingerprint: string;
  /** The file's version when it was read; absent for source code. */
  readonly version?: string;
  /** What was run, for source code. */
  readonly run?: SourceRun;
}

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
  readonly #shaped: Recent<ShapedModel>;
  readonly #reports: Recent<Report>;

  /** Without `remembers` nothing is kept from one question to the next, and less memory taken. */
  constructor(host: EngineHost, remembers = true) {
    this.#host = host;
    this.#remembers = remembers;
    const models = remembers ? 8 : 0;
    this.#loaded = new Recent(models);
    this.#models = new Recent(models);
    this.#shaped = new Recent(models);
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
    // Looked for every time: whether external files are there is not part of the model's own content.
    const external = await checkExternalData(loaded.inlined.graph, path, this.#host);
    checkCancelled(context.signal);
    const { dims, inputShapes, countAs = '' } = options;
    const key = JSON.stringify([path, loaded.fingerprint, external, profile, dims, inputShapes, countAs]);
    const known = this.#reports.get(key);
    if (known) return known;
    const findings = [...external, ...loaded.findings];
    const priced = naming(path, () => this.#price(path, { ...loaded, findings }, options, profile, context));
    const recognized = recognize(priced);
    const report = {
      ...priced,
      ...(recognized && { recognized }),
      ...(options.countAs && { countedAs: recount(priced, CONVENTIONS[options.countAs]) }),
    };
    this.#reports.set(key, report);
    return report;
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

  #price(
    path: string,
    loaded: LoadedModel,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): Report {
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
    const report = buildReport(loaded.inlined, shaped, priceOptions);
    const open = countUnknown(report);
    if (open === 0 || shaped.symbols.size === 0) return report;
    // What symbols cannot express, numbers may: the same once more with every bound symbol replaced at the start.
    const { values } = bindSymbols(shaped, dims);
    const concrete = this.#shape(loaded, { ...infer, bind: values }, JSON.stringify([...values]));
    const second = buildReport(loaded.inlined, { ...concrete, symbols: shaped.symbols }, priceOptions);
    return countUnknown(second) < open ? second : report;
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

function countUnknown({ layers }: Report): number {
  return layers.reduce((count, { unknown }) => count + Number(unknown !== null), 0);
}

/** Adds the file's name to what is wrong with it. */
function naming<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw refusalOf(path, error);
  }
}

async function namingAsync<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw refusalOf(path, error);
  }
}

/** The file's own words may be in a refusal: names of any length and of any characters. */
function refusalOf(path: string, error: unknown): unknown {
  return error instanceof BadInput
    ? new BadInput(`${path}: ${oneSentence(error.message, LONGEST_REFUSAL)}`)
    : error;
}
