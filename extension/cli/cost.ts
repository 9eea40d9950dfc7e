import type { CostWeights } from '../shared/compression';
import { CliError } from './cliError';

const NAMES = ['macs', 'bytes', 'error'] as const;

/** Reads `macs=1,bytes=0.5,error=2`; what is not named weighs 1. Throws {@link CliError} where it is off. */
export function parseCost(text: string | undefined): CostWeights {
  const weights = { macs: 1, bytes: 1, error: 1 };
  for (const part of text === undefined ? [] : text.split(',')) {
    const [given = '', value = ''] = part.split('=');
    const name = NAMES.find((known) => known === given.trim());
    if (name === undefined || !/^\d+(\.\d+)?$/.test(value.trim()))
      throw new CliError(`--cost takes weights such as macs=1,bytes=0.5,error=2, but got "${part}".`);
    weights[name] = Number(value);
  }
  return weights;
}
