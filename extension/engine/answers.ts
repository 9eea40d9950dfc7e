import type { AnalyzeOptions, CallContext, Engine } from '../shared/engineCalls';
import type { Report } from '../shared/report';
import type { Analysis } from './analysis';
import { Compression, type Subject } from './compression';
import { BadInput } from './diagnostics';
import { isPythonPath } from './formats/pytorch/sniff';
import { listOnnx } from './formats/onnx/text/listing';
import { profileNamed } from './hardware/builtInProfiles';
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

/** Answers to all questions about models. */
export type Answers = Omit<Engine, 'hardware' | 'setText'>;

/** Composed by hand. `own` are profiles besides the built-in ones. */
export function createAnswers(
  host: EngineHost,
  analysis: Analysis,
  own: readonly HardwareProfile[],
): Answers {
  const python = new PythonSource(host, analysis);
  // Async, so that an unknown profile rejects, too, rather than throws.
  const report = async (path: string, options: AnalyzeOptions, context: CallContext = {}): Promise<Report> =>
    (isPythonPath(path) ? python : analysis).report(
      path,
      options,
      profileNamed(options.hardware, own),
      context,
    );
  const compression = new Compression(host);
  const measuring = { host, compression, verifying: new Verifying(host) };
  const rewriting = new Rewriting({ ...measuring, analysis });
  const subject = async (path: string, options: AnalyzeOptions, context: CallContext): Promise<Subject> => {
    const source = isPythonPath(path)
      ? await python.compressible(path, options, context)
      : { loaded: await analysis.load(path, context) };
    return compression.subject(path, source, options, profileNamed(options.hardware, own), context);
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
      buildDetails(await report(path, options, context), id, profileNamed(options.hardware, own)),
    groupsAround: async (path, options, layerId, context) =>
      groupsAround(await report(path, options, context), layerId),
    groupDifferences: async (path, options, layers, context) =>
      groupDifferences(await report(path, options, context), layers),
    listing: async (path, context = {}) => listOnnx((await analysis.load(path, context)).model),
    sourceEntries: async (path, options, context = {}) => python.entries(path, options, context),
    sourceLines: async (path, options, context = {}) =>
      python.lines(path, options, profileNamed(options.hardware, own), context),
  };
}
