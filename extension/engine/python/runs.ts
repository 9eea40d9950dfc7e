import type { AnalyzeOptions, CallContext } from '../../shared/engineCalls';
import type { SourceFinding } from '../../shared/sourceLines';
import type { LoadedModel } from '../loadedModel';
import { BadInput, DIAGNOSTIC_CODES, type DiagnosticCode, type EngineDiagnostic } from '../diagnostics';
import type { EntriesPayload, PayloadEntry, PayloadFinding, PayloadTrace } from '../formats/pytorch/payload';
import { readEntries, readTraceAnswer } from '../formats/pytorch/readPayload';
import { modelOfTrace } from '../formats/pytorch/trace';
import type { EngineHost } from '../host';
import { PythonFailure, type PythonAnswer, type PythonJob, type PythonLimits } from '../hostPython';
import { Recent } from '../recent';
import { readConfiguration } from './configuration';

/** One entry, run: the trace behind the model is what tells lines from lines. */
export interface TracedSource {
  readonly entry: PayloadEntry | null;
  readonly trace: PayloadTrace | null;
  /** Null where nothing ran. */
  readonly model: LoadedModel | null;
  readonly findings: readonly SourceFinding[];
}

const DEFAULT_LIMITS: PythonLimits = {
  packages: [],
  project: null,
  trusted: false,
  timeLimitSeconds: 10,
  memoryLimitBytes: 1024 * 1024 * 1024,
};

/** Runs source files through the host's Python, each answer checked once and kept by its fingerprint. */
export class PythonRuns {
  readonly #host: EngineHost;
  readonly #traced = new Recent<TracedSource>(24);
  readonly #entries = new Recent<EntriesPayload>(8);

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** With `text`, as if the file held that. */
  async trace(
    path: string,
    options: AnalyzeOptions,
    context: CallContext,
    text?: string,
  ): Promise<TracedSource> {
    const configured = await this.#configured(path, options);
    const answer = await this.#run('trace', path, options, configured.entries, context, text);
    if (answer instanceof PythonFailure)
      return {
        entry: null,
        trace: null,
        model: null,
        findings: [...configured.findings, failure(path, answer)],
      };
    const known = this.#traced.get(answer.fingerprint);
    const traced = known ?? understand(answer);
    this.#traced.set(answer.fingerprint, traced);
    return { ...traced, findings: [...configured.findings, ...traced.findings] };
  }

  async entries(
    path: string,
    options: AnalyzeOptions,
    context: CallContext,
  ): Promise<{ readonly entries: readonly PayloadEntry[]; readonly findings: readonly SourceFinding[] }> {
    const configured = await this.#configured(path, options);
    const answer = await this.#run('entries', path, options, configured.entries, context);
    if (answer instanceof PythonFailure)
      return { entries: [], findings: [...configured.findings, failure(path, answer)] };
    const payload = this.#entries.get(answer.fingerprint) ?? readEntries(answer.payload);
    this.#entries.set(answer.fingerprint, payload);
    return {
      entries: payload.entries,
      findings: [...configured.findings, ...payload.findings.map(located)],
    };
  }

  #configured(
    path: string,
    { python = DEFAULT_LIMITS }: AnalyzeOptions,
  ): ReturnType<typeof readConfiguration> {
    return readConfiguration(path, python.project, this.#host);
  }

  async #run(
    task: PythonJob['task'],
    path: string,
    options: AnalyzeOptions,
    configured: PythonJob['configured'],
    context: CallContext,
    text?: string,
  ): Promise<PythonAnswer | PythonFailure> {
    const { python } = this.#host;
    // Says in its own words what is wrong with a file that cannot be read.
    await this.#host.open(path);
    if (!python) return new PythonFailure('python-unavailable', 'Python source cannot be run here.');
    const { entry = '', inputShapes, inputTypes = {}, python: limits = DEFAULT_LIMITS } = options;
    const given = options.entryArguments ?? '';
    const job: PythonJob = {
      task,
      path,
      entry,
      arguments: given,
      inputShapes,
      inputTypes,
      configured,
      limits,
      ...(text !== undefined && { text }),
    };
    return python.run(job, context).catch((error: unknown) => {
      if (error instanceof PythonFailure) return error;
      throw error;
    });
  }
}

function understand(answer: PythonAnswer): TracedSource {
  const { entry, trace, findings } = readTraceAnswer(answer.payload);
  const places = findings.map(located);
  if (entry === null || trace === null) return { entry, trace: null, model: null, findings: places };
  const model = modelOfTrace(trace);
  const unused = unusedParameters(trace, entry);
  const finished = trace.outputs.length > 0 || !places.some(stops);
  return {
    entry,
    trace,
    findings: places,
    model: {
      model,
      inlined: model,
      fingerprint: answer.fingerprint,
      findings: [...places.map(diagnostic), ...unused],
      run: {
        entry: entry.id,
        finished,
        assumedInputs: new Set(trace.inputs.filter(({ assumed }) => assumed).map(({ name }) => name)),
      },
    },
  };
}

/** Findings that end a run. */
function stops({ code }: SourceFinding): boolean {
  return !['missing-package', 'bad-directive', 'bad-configuration', 'unused-parameters'].includes(code);
}

function codeOf(code: string): DiagnosticCode {
  return Object.hasOwn(DIAGNOSTIC_CODES, code) ? (code as DiagnosticCode) : 'python-error';
}

function located({ code, message, file, line, column, endColumn }: PayloadFinding): SourceFinding {
  const known = codeOf(code);
  return {
    severity: DIAGNOSTIC_CODES[known],
    code: known,
    message,
    file,
    line,
    ...(column !== undefined && { column }),
    ...(endColumn !== undefined && { endColumn }),
  };
}

function failure(path: string, { code, message }: PythonFailure): SourceFinding {
  return { severity: DIAGNOSTIC_CODES[code], code, message, file: path, line: 1 };
}

function diagnostic({ severity, code, message, ...source }: SourceFinding): EngineDiagnostic {
  return { severity, code: codeOf(code), message, origin: null, source };
}

/** Parameters that the pass never read: they count, because the model has them, and that may surprise. */
function unusedParameters(trace: PayloadTrace, entry: PayloadEntry): readonly EngineDiagnostic[] {
  const read = new Set(trace.nodes.flatMap(({ inputs }) => inputs));
  const unused = trace.parameters.filter(({ name, kind }) => kind === 'parameter' && !read.has(name));
  const [first] = unused;
  if (!first || trace.outputs.length === 0) return [];
  const elements = unused.reduce((total, { name }) => total + elementsOf(trace, name), 0);
  return [
    {
      code: 'unused-parameters',
      severity: 'info',
      message: `${entry.title}: ${unused.length} parameter tensors (${elements} elements), "${first.name}" first, are not read in evaluation; they count as parameters all the same.`,
      origin: null,
    },
  ];
}

function elementsOf({ tensors }: PayloadTrace, name: string): number {
  return (tensors.get(name)?.[1] ?? []).reduce((a, b) => a * b, 1);
}

/** One sentence for what kept a source file from being priced at all. */
export function nothingRan(path: string, findings: readonly SourceFinding[]): BadInput {
  const worst = findings.find(({ severity }) => severity === 'error') ?? findings.at(-1);
  return new BadInput(
    worst ? `${worst.file}:${worst.line}: ${worst.message}` : `${path}: nothing in it can be priced`,
  );
}
