import type { AnalyzeOptions, CallContext, Engine } from '../shared/engineCalls';
import type { Report } from '../shared/report';
import { Analysis } from './analysis';
import { Compression, type Subject } from './compression';
import { BadInput } from './diagnostics';
import { isPythonPath } from './formats/pytorch/sniff';
import { listOnnx } from './formats/onnx/text/listing';
import { BUILT_IN_PROFILES, findProfile } from './hardware/builtInProfiles';
import type { HardwareProfile } from './hardware/profile';
import type { EngineHost } from './host';
import { PythonSource } from './python/source';
import { outputErrors } from './outputErrors';
import { Rewriting } from './rewriting';
import { Verifying } from './verification';
import { buildDetails } from './view/details';
import { findHotspots } from './view/hotspots';
import { buildScene } from './view/scene';
import { groupDifferences } from './view/groupDifferences';
import { groupsAround } from './view/tree';

export interface EngineSettings {
  /** Profiles besides the built-in ones; an equal id wins over them. */
  readonly profiles?: readonly HardwareProfile[];
  /** Whether models and answers are kept for the next question about them; true unless given. */
  readonly remembers?: boolean;
}

/** The engine: everything a front end may ask, composed by hand. */
export function createEngine(host: EngineHost, settings: EngineSettings = {}): Engine {
  const own = settings.profiles ?? [];
  const analysis = new Analysis(host, settings.remembers);
  // Async, so that an unknown profile rejects, too, rather than throws.
  const python = new PythonSource(host, analysis);
  const report = async (path: string, options: AnalyzeOptions, context: CallContext = {}): Promise<Report> =>
    (isPythonPath(path) ? python : analysis).report(path, options, profileOf(options.hardware, own), context);
  const compression = new Compression(host);
  const measuring = { host, compression, verifying: new Verifying(host) };
  const rewriting = new Rewriting({ ...measuring, analysis });
  const subject = async (path: string, options: AnalyzeOptions, context: CallContext): Promise<Subject> => {
    const source = isPythonPath(path)
      ? await python.compressible(path, options, context)
      : { loaded: await analysis.load(path, context) };
    return compression.subject(path, source, options, profileOf(options.hardware, own), context);
  };
  return {
    suggest: async (path, options, request, context = {}) =>
      compression.suggestions(await subject(path, options, context), request, context),
    combine: async (path, options, ids, context = {}) =>
      compression.combined(await subject(path, options, context), ids, context),
    preview: async (path, options, ids, context = {}) =>
      compression.preview(await subject(path, options, context), ids, context),
    plan: async (path, options, request, context = {}) =>
      compression.plan(await subject(path, options, context), request, context),
    weightFacts: async (path, options, ids, context = {}) =>
      compression.weightFacts(await subject(path, options, context), ids, context),
    rankCurve: async (path, options, id, context = {}) =>
      compression.rankCurve(await subject(path, options, context), id, context),
    outputErrors: async (path, options, ids, context = {}) => {
      if (isPythonPath(path)) throw new BadInput(`${path}: source code holds no weights that could be run`);
      return outputErrors(measuring, await subject(path, options, context), ids, context);
    },
    check: async (path, options, budget, context = {}) =>
      compression.check(await subject(path, options, context), budget),
    rewrite: async (path, options, request, context = {}) => {
      if (isPythonPath(path)) throw new BadInput(`${path}: source code is rewritten as text, in an editor`);
      return rewriting.rewrite(await subject(path, options, context), options, request, context);
    },
    sourceChange: async (path, options, id, context = {}) => {
      if (!isPythonPath(path)) return { refused: 'it is no source file' };
      const on = await subject(path, options, context);
      const [one] = compression.chosen(on, [id], context);
      return one
        ? python.change(on, one, compression, options, context)
        : { refused: `there is no suggestion ${id}` };
    },
    analyze: report,
    view: async (path, options, view, context) => {
      const priced = await report(path, options, context);
      return { scene: buildScene(priced, view), ...findHotspots(priced, view.metric) };
    },
    details: async (path, options, id, context) =>
      buildDetails(await report(path, options, context), id, profileOf(options.hardware, own)),
    groupsAround: async (path, options, layerId, context) =>
      groupsAround(await report(path, options, context), layerId),
    groupDifferences: async (path, options, layers, context) =>
      groupDifferences(await report(path, options, context), layers),
    listing: async (path, context = {}) => listOnnx((await analysis.load(path, context)).model),
    sourceEntries: async (path, options, context = {}) => python.entries(path, options, context),
    sourceLines: async (path, options, context = {}) =>
      python.lines(path, options, profileOf(options.hardware, own), context),
    setText: (path, text) => {
      host.setText?.(path, text);
      return Promise.resolve();
    },
    hardware: () => Promise.resolve([...own, ...BUILT_IN_PROFILES].map(({ id, label }) => ({ id, label }))),
  };
}

function profileOf(id: string, own: readonly HardwareProfile[]): HardwareProfile {
  const profile = findProfile(id, own);
  if (profile) return profile;
  const ids = [...own, ...BUILT_IN_PROFILES].map((known) => known.id).join(', ');
  throw new BadInput(`there is no hardware profile "${id}"; known ones are ${ids}`);
}
