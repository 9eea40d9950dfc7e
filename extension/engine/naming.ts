import { BadInput } from './diagnostics';
import { oneSentence } from './diagnosticsText';

const LONGEST_REFUSAL = 350;

/** Adds the file's name to what is wrong with it. */
export function naming<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw refusalOf(path, error);
  }
}

export async function namingAsync<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw refusalOf(path, error);
  }
}

/** The file's own words may be in a refusal: names of any length and of any characters. */
function refusalOf(path: string, error: unknown): unknown {
  return error instanceof BadInput
    ? new BadInput(`${path}: ${oneSentence(error.message, LONGEST_REFUSAL)}`)
    : error;
}
