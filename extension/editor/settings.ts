import { type Uri, workspace } from 'vscode';
import { type Settings, SETTINGS } from '../shared/settings';

/** The settings in force for a model; what is not valid reads as its default. */
export function readSettings(scope?: Uri): Settings {
  const configuration = workspace.getConfiguration(undefined, scope ?? null);
  const get = (name: string): unknown => configuration.get<unknown>(name);
  return {
    metric: SETTINGS.metric.read(get(SETTINGS.metric.name)),
    hardware: SETTINGS.hardware.read(get(SETTINGS.hardware.name)),
    countAs: SETTINGS.countAs.read(get(SETTINGS.countAs.name)),
    dims: SETTINGS.dims.read(get(SETTINGS.dims.name)),
    codeLensEnabled: SETTINGS.codeLensEnabled.read(get(SETTINGS.codeLensEnabled.name)),
    inlayHintsEnabled: SETTINGS.inlayHintsEnabled.read(get(SETTINGS.inlayHintsEnabled.name)),
    pythonEnabled: SETTINGS.pythonEnabled.read(get(SETTINGS.pythonEnabled.name)),
    pythonPackages: SETTINGS.pythonPackages.read(get(SETTINGS.pythonPackages.name)),
    pythonTimeLimitSeconds: SETTINGS.pythonTimeLimitSeconds.read(get(SETTINGS.pythonTimeLimitSeconds.name)),
    pythonMemoryLimitMebibytes: SETTINGS.pythonMemoryLimitMebibytes.read(
      get(SETTINGS.pythonMemoryLimitMebibytes.name),
    ),
    hardwareProfiles: SETTINGS.hardwareProfiles.read(get(SETTINGS.hardwareProfiles.name)),
  };
}
