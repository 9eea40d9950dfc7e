import type { SourceChange } from '../../shared/compression';
import type { AnalyzeOptions, CallContext } from '../../shared/engineCalls';
import type { Report } from '../../shared/report';
import type { SourceEntries, SourceLines } from '../../shared/sourceLines';
import type { Analysis } from '../analysis';
import type { LoadedModel } from '../loadedModel';
import type { SiteOf } from '../compress/bySource';
import type { Priced } from '../compress/suggest';
import type { Compression, CompressionSource, Subject } from '../compression';
import type { PayloadTrace } from '../formats/pytorch/payload';
import type { HardwareProfile } from '../hardware/profile';
import type { EngineHost } from '../host';
import { costsByLine } from './lines';
import { nothingRan, PythonRuns, type TracedSource } from './runs';
import { shapesByLine } from './shapes';
import { sitesOf } from './sites';
import { sourceChange } from './sourceChange';

/** Prices Python source: a run makes the model, the rest of the road is that of every format. */
export class PythonSource {
  readonly #runs: PythonRuns;
  readonly #analysis: Analysis;
  readonly #sitesOf = new WeakMap<LoadedModel, SiteOf>();

  readonly #host: EngineHost;

  constructor(host: EngineHost, analysis: Analysis) {
    this.#host = host;
    this.#runs = new PythonRuns(host);
    this.#analysis = analysis;
  }

  /** The model of an entry with the places where its layers are constructed. Throws BadInput where nothing ran. */
  async compressible(
    path: string,
    options: AnalyzeOptions,
    context: CallContext,
  ): Promise<CompressionSource & { readonly traced: TracedSource; readonly trace: PayloadTrace }> {
    const traced = await this.#runs.trace(path, options, context);
    const { model, trace, findings } = traced;
    if (model === null || trace === null) throw nothingRan(path, findings);
    return { loaded: model, siteOf: this.#sites(trace, model), traced, trace };
  }

  /** What a suggestion makes of the text, tried out. */
  async change(
    subject: Subject,
    one: Priced,
    compression: Compression,
    options: AnalyzeOptions,
    context: CallContext,
  ): Promise<SourceChange> {
    const { traced, trace } = await this.compressible(subject.path, options, context);
    const world = { host: this.#host, runs: this.#runs, compression };
    return sourceChange({ subject, one, traced, trace }, options, context, world);
  }

  /** One lookup per model, so that nodes keep their identity. */
  #sites(trace: PayloadTrace, model: LoadedModel): SiteOf {
    const known = this.#sitesOf.get(model) ?? sitesOf(trace, model.inlined);
    this.#sitesOf.set(model, known);
    return known;
  }

  /** Throws BadInput with the file, the line and the reason where nothing could be run. */
  async report(
    path: string,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): Promise<Report> {
    const { model, findings } = await this.#runs.trace(path, options, context);
    if (model === null) throw nothingRan(path, findings);
    return this.#analysis.priced(path, model, options, profile, context);
  }

  async entries(path: string, options: AnalyzeOptions, context: CallContext): Promise<SourceEntries> {
    return this.#runs.entries(path, options, context);
  }

  async lines(
    path: string,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): Promise<SourceLines> {
    const { entry, trace, model, findings } = await this.#runs.trace(path, options, context);
    if (trace === null || model === null) return { ...NOTHING, entry, findings };
    const report = await this.#analysis.priced(path, model, options, profile, context);
    return {
      entry,
      inputs: report.inputs,
      totals: report.totals,
      complete: report.complete,
      lines: costsByLine(trace, report, path),
      shapes: shapesByLine(trace, path),
      findings,
    };
  }
}

const NOTHING = { inputs: [], totals: null, complete: false, lines: [], shapes: [] } as const;
