import { parseArgs } from 'node:util';
import { own } from '../engine/own';
import { CliError } from './cliError';

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  dim: { type: 'string', multiple: true },
  input: { type: 'string', multiple: true },
  hardware: { type: 'string' },
  sort: { type: 'string' },
  top: { type: 'string' },
  all: { type: 'boolean' },
  format: { type: 'string' },
  entry: { type: 'string' },
  args: { type: 'string' },
  'python-packages': { type: 'string', multiple: true },
  'python-time-limit': { type: 'string' },
  count: { type: 'string' },
  budget: { type: 'string' },
  cost: { type: 'string' },
  rank: { type: 'string' },
  technique: { type: 'string', multiple: true },
  trivial: { type: 'boolean' },
  apply: { type: 'string', multiple: true },
  out: { type: 'string' },
  replace: { type: 'boolean' },
  verify: { type: 'boolean' },
  pack: { type: 'string' },
  inputs: { type: 'string', multiple: true },
  weights: { type: 'boolean' },
  'mixed-precision': { type: 'boolean' },
  sensitivities: { type: 'string' },
} as const;

/** Values of the options that were given, by name. */
export type Values = Parsed['values'];

type Parsed = ReturnType<typeof parseStrictly>;

/** Options and what stands beside them. Throws {@link CliError} with one sentence where there is no such option. */
export function parseOptions(args: readonly string[]): Parsed {
  try {
    return parseStrictly(args);
  } catch (error) {
    // Node's advice on unknown options, about `--`, helps nobody here.
    const message = error instanceof Error ? error.message : String(error);
    const [sentence = message] = message.split('. To specify a positional');
    throw new CliError(sentence.endsWith('.') ? sentence : `${sentence}.`, { cause: error });
  }
}

function parseStrictly(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
}

/** Options that only some subcommands understand. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  sort: ['inspect'],
  all: ['inspect'],
  count: ['inspect'],
  top: ['inspect', 'suggest'],
  budget: ['suggest', 'check'],
  cost: ['suggest'],
  rank: ['suggest'],
  technique: ['suggest'],
  trivial: ['suggest'],
  weights: ['suggest'],
  'mixed-precision': ['suggest'],
  sensitivities: ['suggest'],
  apply: ['rewrite'],
  out: ['rewrite'],
  replace: ['rewrite'],
  verify: ['rewrite'],
  inputs: ['rewrite'],
  pack: ['rewrite'],
};

/** Throws {@link CliError} where an option is for other subcommands. */
export function checkFits(kind: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, kinds] of Object.entries(ONLY))
    if (own(values, name) !== undefined && !kinds.includes(kind))
      throw new CliError(`--${name} is for ${kinds.join(' and ')}, not for ${kind}.`);
}

const SOURCE_OPTIONS = ['entry', 'args', 'python-packages', 'python-time-limit'] as const;

/** Throws {@link CliError} where an option would do nothing: that is a slip of the pen. */
export function checkSourceOptions(
  values: Readonly<Record<string, unknown>>,
  files: readonly string[],
): void {
  const given = SOURCE_OPTIONS.find((name) => values[name] !== undefined);
  const other = files.find((file) => !/\.py$/i.test(file));
  if (given !== undefined && other !== undefined)
    throw new CliError(`--${given} is for Python files, but ${other} is not one.`);
}
