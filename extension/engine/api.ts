import type { AnalyzeOptions, CallContext, Engine } from '../shared/engineCalls';
import type { LazyReport } from '../shared/report';
import { Analysis } from './analysis';
import type { Answers } from './answers';
import { isPythonPath } from './formats/pytorch/sniff';
import { BUILT_IN_PROFILES, profileNamed } from './hardware/builtInProfiles';
import type { HardwareProfile } from './hardware/profile';
import type { EngineHost } from './host';

export interface EngineSettings {
  /** Profiles besides the built-in ones; an equal id wins over them. */
  readonly profiles?: readonly HardwareProfile[];
  /** Whether models and answers are kept for the next question about them; true unless given. */
  readonly remembers?: boolean;
}

/** An engine in the caller's own thread, which may be asked for what could not be handed over to another one. */
export interface LocalEngine extends Engine {
  /** As `analyze`, for a caller that goes through the layers once; nothing of an ONNX file's report is kept. */
  readonly analyzeLazily: (
    path: string,
    options: AnalyzeOptions,
    context?: CallContext,
  ) => Promise<LazyReport>;
}

/**
 * The engine: everything a front end may ask. What takes more than pricing an ONNX file is loaded with the first question
 * about it: most of the code is of no use to a command line that prints a table.
 */
export function createEngine(host: EngineHost, settings: EngineSettings = {}): LocalEngine {
  const own = settings.profiles ?? [];
  const analysis = new Analysis(host, settings.remembers);
  // A part that cannot be loaded is missing in the installation, now and later.
  let loaded: Promise<Answers> | null = null;
  const answers = (): Promise<Answers> =>
    (loaded ??= import('./answers').then(({ createAnswers }) => createAnswers(host, analysis, own)));
  return {
    analyze: async (path, options, context = {}) =>
      isPythonPath(path)
        ? (await answers()).analyze(path, options, context)
        : analysis.report(path, options, profileNamed(options.hardware, own), context),
    analyzeLazily: async (path, options, context = {}) =>
      isPythonPath(path)
        ? (await answers()).analyze(path, options, context)
        : analysis.lazyReport(path, options, profileNamed(options.hardware, own), context),
    suggest: async (...asked) => (await answers()).suggest(...asked),
    combine: async (...asked) => (await answers()).combine(...asked),
    preview: async (...asked) => (await answers()).preview(...asked),
    plan: async (...asked) => (await answers()).plan(...asked),
    weightFacts: async (...asked) => (await answers()).weightFacts(...asked),
    rankCurve: async (...asked) => (await answers()).rankCurve(...asked),
    outputErrors: async (...asked) => (await answers()).outputErrors(...asked),
    check: async (...asked) => (await answers()).check(...asked),
    rewrite: async (...asked) => (await answers()).rewrite(...asked),
    sourceChange: async (...asked) => (await answers()).sourceChange(...asked),
    view: async (...asked) => (await answers()).view(...asked),
    details: async (...asked) => (await answers()).details(...asked),
    groupsAround: async (...asked) => (await answers()).groupsAround(...asked),
    groupDifferences: async (...asked) => (await answers()).groupDifferences(...asked),
    listing: async (...asked) => (await answers()).listing(...asked),
    sourceEntries: async (...asked) => (await answers()).sourceEntries(...asked),
    sourceLines: async (...asked) => (await answers()).sourceLines(...asked),
    setText: (path, text) => {
      host.setText?.(path, text);
      return Promise.resolve();
    },
    hardware: () => Promise.resolve([...own, ...BUILT_IN_PROFILES].map(({ id, label }) => ({ id, label }))),
  };
}
