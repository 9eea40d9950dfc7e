import { readFileSync, statSync } from 'node:fs';
import type { HardwareProfile } from '../engine/hardware/profile';
import { validateProfile } from '../engine/hardware/validateProfile';

const MAX_PROFILE_BYTES = 1 << 20;

/** Reads the user's hardware profiles; one that cannot be read is left out, and `complain` gets the reason. */
export function readProfiles(
  paths: readonly string[],
  complain: (sentence: string) => void,
): readonly HardwareProfile[] {
  return paths.flatMap((path) => {
    const profile = readProfile(path);
    if (typeof profile !== 'string') return [profile];
    complain(`Hardware profile ${path}: ${profile}`);
    return [];
  });
}

function readProfile(path: string): HardwareProfile | string {
  try {
    const facts = statSync(path);
    if (!facts.isFile() || facts.size > MAX_PROFILE_BYTES) return 'this is not a profile file.';
    return validateProfile(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    return error instanceof SyntaxError ? `this is not JSON: ${error.message}.` : 'the file cannot be read.';
  }
}
