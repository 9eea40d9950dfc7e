import type { AnalyzeOptions, CallContext, Engine } from '../shared/engineCalls';
import type { Report } from '../shared/report';
import { Analysis } from './analysis';
import { BadInput } from './diagnostics';
import { BUILT_IN_PROFILES, findProfile } from './hardware/builtInProfiles';
import type { HardwareProfile } from './hardware/profile';
import type { EngineHost } from './host';

export interface EngineSettings {
  /** Profiles besides the built-in ones; an equal id wins over them. */
  readonly profiles?: readonly HardwareProfile[];
}

/** The engine: everything a front end may ask, composed by hand. */
export function createEngine(host: EngineHost, settings: EngineSettings = {}): Engine {
  const own = settings.profiles ?? [];
  const analysis = new Analysis(host);
  const report = (path: string, options: AnalyzeOptions, context: CallContext = {}): Promise<Report> =>
    analysis.report(path, options, profileOf(options.hardware, own), context);
  return {
    analyze: report,
  };
}

function profileOf(id: string, own: readonly HardwareProfile[]): HardwareProfile {
  const profile = findProfile(id, own);
  if (profile) return profile;
  const ids = [...own, ...BUILT_IN_PROFILES].map((known) => known.id).join(', ');
  throw new BadInput(`there is no hardware profile "${id}"; known ones are ${ids}`);
}
