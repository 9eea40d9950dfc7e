import type { AnalyzeOptions, CallContext } from '../../shared/engineCalls';
import type { Report } from '../../shared/report';
import type { SourceEntries, SourceLines } from '../../shared/sourceLines';
import type { Analysis } from '../analysis';
import type { HardwareProfile } from '../hardware/profile';
import type { EngineHost } from '../host';
import { costsByLine } from './lines';
import { nothingRan, PythonRuns } from './runs';
import { shapesByLine } from './shapes';

/** Prices Python source: a run makes the model, the rest of the road is that of every format. */
export class PythonSource {
  readonly #runs: PythonRuns;
  readonly #analysis: Analysis;

  constructor(host: EngineHost, analysis: Analysis) {
    this.#runs = new PythonRuns(host);
    this.#analysis = analysis;
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
    return this.#analysis.priced(path, model, profile, context);
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
    const report = await this.#analysis.priced(path, model, profile, context);
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
