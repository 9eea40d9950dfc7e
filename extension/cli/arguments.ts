import { parseArgs } from 'node:util';
import { DEFAULT_PROFILE_ID } from '../engine/hardware/builtInProfiles';
import { SORT_KEYS, type SortKey } from '../engine/report/ranking';
import { CliError } from './cliError';
import { parseDims, parseInputShapes } from './shapes';

export const FORMATS = ['table', 'json', 'csv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export interface InspectCommand {
  readonly kind: 'inspect';
  readonly files: readonly string[];
  readonly dims: Readonly<Record<string, number>>;
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  /** Id of a profile or path of a profile file. */
  readonly hardware: string;
  readonly sort: SortKey | null;
  readonly top: number | null;
  readonly all: boolean;
  readonly format: Format;
}

export type Command = InspectCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

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
  'python-packages': { type: 'string' },
  count: { type: 'string' },
} as const;

/** Options that are understood in order to say why they do not apply. */
const REFUSED = {
  entry: '--entry picks a model in a Python file, but this version reads ONNX files, which hold one model.',
  'python-packages': '--python-packages serves Python files, but this version reads ONNX files.',
  count: '--count picks a counting convention, but this version has only its own (docs/counting.md).',
} as const;

/** What the arguments ask for. Throws {@link CliError} with one sentence where they are off. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [subcommand, ...files] = positionals;
  checkSubcommand(subcommand);
  for (const name of Object.keys(REFUSED) as (keyof typeof REFUSED)[])
    if (values[name] !== undefined) throw new CliError(REFUSED[name]);
  if (files.length === 0) throw new CliError('inspect needs a file: layercost inspect model.onnx.');
  return {
    kind: 'inspect',
    files,
    dims: parseDims(values.dim ?? []),
    inputShapes: parseInputShapes(values.input ?? []),
    hardware: values.hardware ?? DEFAULT_PROFILE_ID,
    sort: values.sort === undefined ? null : oneOf('--sort', SORT_KEYS, values.sort),
    top: values.top === undefined ? null : parseTop(values.top),
    all: values.all === true,
    format: values.format === undefined ? 'table' : oneOf('--format', FORMATS, values.format),
  };
}

function parsed(args: readonly string[]): ReturnType<typeof parseStrictly> {
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

function checkSubcommand(name: string | undefined): void {
  if (name === 'inspect') return;
  if (name === undefined) throw new CliError('There is no subcommand; there is inspect (see --help).');
  const hint = /\.\w+$/.test(name) ? `: layercost inspect ${name}` : ' (see --help)';
  throw new CliError(`There is no subcommand "${name}"; there is inspect${hint}.`);
}

function oneOf<T extends string>(option: string, choices: readonly T[], text: string): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new CliError(`${option} takes ${choices.join(', ')}, but got "${text}".`);
  return choice;
}

function parseTop(text: string): number {
  const top = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (top === 0) throw new CliError(`--top takes a whole number above 0, but got "${text}".`);
  return top;
}
