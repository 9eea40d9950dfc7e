import { BUILT_IN_PROFILES } from '../engine/hardware/builtInProfiles';
import type { HardwareProfile } from '../engine/hardware/profile';
import { validateProfile } from '../engine/hardware/validateProfile';
import type { EngineHost } from '../engine/host';
import { CliError } from './cliError';

const MAX_PROFILE_BYTES = 1 << 20;

/** A built-in profile by its id, or one from a JSON file. Throws {@link CliError} with one sentence. */
export async function loadHardware(idOrPath: string, host: EngineHost): Promise<HardwareProfile> {
  const builtIn = BUILT_IN_PROFILES.find(({ id }) => id === idOrPath);
  if (builtIn !== undefined) return builtIn;
  if (!/[/\\]|\.json$/i.test(idOrPath)) throw new CliError(noSuchProfile(idOrPath));
  const profile = validateProfile(await readJson(idOrPath, host));
  if (typeof profile === 'string') throw new CliError(`${idOrPath}: ${profile}`);
  if (BUILT_IN_PROFILES.some(({ id }) => id === profile.id))
    throw new CliError(
      `${idOrPath}: The id "${profile.id}" is that of a built-in profile; choose another one.`,
    );
  return profile;
}

function noSuchProfile(id: string): string {
  const known = BUILT_IN_PROFILES.map((profile) => profile.id).join(', ');
  return `There is no hardware profile "${id}"; there is ${known}, or give the path of a profile's JSON file.`;
}

async function readJson(path: string, host: EngineHost): Promise<unknown> {
  const source = await host.open(path);
  if (source.size > MAX_PROFILE_BYTES)
    throw new CliError(
      `${path}: A hardware profile is smaller than 1 MiB, but this file has ${source.size} bytes.`,
    );
  try {
    const bytes = await source.read(0, source.size);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`${path}: The hardware profile is not JSON (${reason}).`, { cause: error });
  }
}
