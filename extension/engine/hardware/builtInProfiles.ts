import horowitz45nm from '../../../media/hardware/horowitz-45nm.json';
import tpuv4i7nm from '../../../media/hardware/tpuv4i-7nm.json';
import { BadInput } from '../diagnostics';
import type { HardwareProfile } from './profile';
import { validateProfile } from './validateProfile';

/** Profiles that come with the product, the default first. Add one: a file in media/hardware and a line here. */
export const BUILT_IN_PROFILES: readonly HardwareProfile[] = [horowitz45nm, tpuv4i7nm].map(checked);

export const DEFAULT_PROFILE_ID = 'horowitz-45nm';

/** The profile with this id, among those of the user (which win) and the built-in ones. */
export function findProfile(id: string, own: readonly HardwareProfile[] = []): HardwareProfile | null {
  return [...own, ...BUILT_IN_PROFILES].find((profile) => profile.id === id) ?? null;
}

/** The same; throws {@link BadInput} where there is none. */
export function profileNamed(id: string, own: readonly HardwareProfile[]): HardwareProfile {
  const profile = findProfile(id, own);
  if (profile) return profile;
  const ids = [...own, ...BUILT_IN_PROFILES].map((known) => known.id).join(', ');
  throw new BadInput(`there is no hardware profile "${id}"; known ones are ${ids}`);
}

function checked(json: unknown): HardwareProfile {
  const profile = validateProfile(json);
  if (typeof profile === 'string') throw new Error(profile);
  return profile;
}
