import { parseArgs } from 'node:util';
import { DEFAULT_PROFILE_ID } from '../engine/hardware/builtInProfiles';
import { SORT_KEYS } from '../engine/report/ranking';
import { CliError } from './cliError';
import {
  type CheckCommand,
  type Command,
  type DiffCommand,
  FORMATS,
  type InspectCommand,
  type ModelChoices,
  type RewriteCommand,
  type SuggestCommand,
} from './commands';
import { RANKINGS } from '../shared/compression';
import { COUNTING_TOOLS } from '../shared/counting';
import { WEIGHT_PLACES } from '../shared/rewriting';
import { parseCost } from './cost';
import { parseDims, parseInputs } from './shapes';
import { own } from '../engine/own';

type Values = ReturnType<typeof parseStrictly>['values'];

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

/** What the arguments ask for. Throws {@link CliError} with one sentence where they are off. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [given, ...files] = positionals;
  const kind = checkSubcommand(given);
  if (files.length === 0) throw new CliError(`${kind} needs a file: layercost ${kind} model.onnx.`);
  checkFits(kind, values);
  checkSourceOptions(values, files);
  const choices = modelChoices(values);
  switch (kind) {
    case 'inspect':
      return inspectCommand(values, files, choices);
    case 'rewrite':
      return rewriteCommand(values, files, choices);
    case 'diff':
      return diffCommand(values, files, choices);
    default:
      return compressCommand(kind, values, files, choices);
  }
}

function modelChoices(values: Values): ModelChoices {
  const inputs = parseInputs(values.input ?? []);
  return {
    dims: parseDims(values.dim ?? []),
    inputShapes: inputs.shapes,
    inputTypes: inputs.types,
    source: {
      entry: values.entry ?? '',
      arguments: values.args ?? '',
      packages: values['python-packages'] ?? [],
      timeLimitSeconds: parseSeconds(values['python-time-limit'] ?? '10'),
    },
    hardware: values.hardware ?? DEFAULT_PROFILE_ID,
  };
}

function inspectCommand(values: Values, files: readonly string[], choices: ModelChoices): InspectCommand {
  return {
    kind: 'inspect',
    files,
    ...choices,
    sort: values.sort === undefined ? null : oneOf('--sort', SORT_KEYS, values.sort),
    top: values.top === undefined ? null : parseTop(values.top),
    all: values.all === true,
    countAs: values.count === undefined ? null : oneOf('--count', COUNTING_TOOLS, values.count),
    format: values.format === undefined ? 'table' : oneOf('--format', FORMATS, values.format),
  };
}

function rewriteCommand(values: Values, files: readonly string[], choices: ModelChoices): RewriteCommand {
  const [file = '', ...others] = files;
  if (others.length > 0) throw new CliError(`rewrite takes one file, but got ${files.join(', ')}.`);
  const ids = (values.apply ?? []).flatMap((list) => list.split(',')).filter((id) => id !== '');
  if (ids.length === 0)
    throw new CliError('rewrite needs suggestions: --apply ID[,ID...] with ids from layercost suggest.');
  if (values.out === undefined) throw new CliError('rewrite needs a name for the new file: --out new.onnx.');
  return {
    kind: 'rewrite',
    file,
    ...choices,
    ids,
    out: values.out,
    replace: values.replace === true,
    verify: values.verify === true,
    inputs: values.inputs ?? [],
    weights: values.pack === undefined ? 'keep' : oneOf('--pack', WEIGHT_PLACES, values.pack),
    format: values.format === undefined ? 'table' : oneOf('--format', ['table', 'json'], values.format),
  };
}

function diffCommand(values: Values, files: readonly string[], choices: ModelChoices): DiffCommand {
  const [before, after, ...others] = files;
  if (before === undefined || after === undefined || others.length > 0)
    throw new CliError('diff takes two files: layercost diff old.onnx new.onnx.');
  const format =
    values.format === undefined ? 'table' : oneOf('--format', ['table', 'json', 'markdown'], values.format);
  return { kind: 'diff', files: [before, after], ...choices, format };
}

function compressCommand(
  kind: 'suggest' | 'check',
  values: Values,
  files: readonly string[],
  choices: ModelChoices,
): SuggestCommand | CheckCommand {
  const [file = '', ...others] = files;
  if (others.length > 0) throw new CliError(`${kind} takes one file, but got ${files.join(', ')}.`);
  const format = values.format === undefined ? 'table' : oneOf('--format', ['table', 'json'], values.format);
  const budget = values.budget ?? null;
  if (kind === 'check') {
    if (budget === null) throw new CliError('check needs a budget: --budget macs=1G,weights=20MB.');
    return { kind, file, ...choices, budget, format };
  }
  return {
    kind,
    file,
    ...choices,
    budget,
    cost: parseCost(values.cost),
    ranking: values.rank === undefined ? 'cost' : oneOf('--rank', RANKINGS, values.rank),
    techniques: values.technique ?? [],
    trivial: values.trivial === true,
    weights: values.weights === true,
    mixedPrecision: mixedPrecisionOf(values),
    sensitivities: values.sensitivities ?? null,
    top: values.top === undefined ? null : parseTop(values.top),
    format,
  };
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

function mixedPrecisionOf(values: Values): boolean {
  const wanted = values['mixed-precision'] === true;
  if (wanted && values.budget === undefined)
    throw new CliError('--mixed-precision needs one limit: --budget weights=25%.');
  if (!wanted && values.sensitivities !== undefined)
    throw new CliError('--sensitivities is for --mixed-precision.');
  return wanted;
}

function checkFits(kind: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, kinds] of Object.entries(ONLY))
    if (own(values, name) !== undefined && !kinds.includes(kind))
      throw new CliError(`--${name} is for ${kinds.join(' and ')}, not for ${kind}.`);
}

const SOURCE_OPTIONS = ['entry', 'args', 'python-packages', 'python-time-limit'] as const;

/** An option that would do nothing is a slip of the pen. */
function checkSourceOptions(values: Readonly<Record<string, unknown>>, files: readonly string[]): void {
  const given = SOURCE_OPTIONS.find((name) => values[name] !== undefined);
  const other = files.find((file) => !/\.py$/i.test(file));
  if (given !== undefined && other !== undefined)
    throw new CliError(`--${given} is for Python files, but ${other} is not one.`);
}

function parseSeconds(text: string): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds === 0)
    throw new CliError(`--python-time-limit takes whole seconds above 0, but got "${text}".`);
  return seconds;
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

const SUBCOMMANDS = ['inspect', 'suggest', 'check', 'rewrite', 'diff'] as const;

function checkSubcommand(name: string | undefined): (typeof SUBCOMMANDS)[number] {
  const known = SUBCOMMANDS.find((subcommand) => subcommand === name);
  if (known !== undefined) return known;
  const list = SUBCOMMANDS.join(', ');
  if (name === undefined) throw new CliError(`There is no subcommand; there is ${list} (see --help).`);
  const hint = /\.\w+$/.test(name) ? `: layercost inspect ${name}` : ' (see --help)';
  throw new CliError(`There is no subcommand "${name}"; there is ${list}${hint}.`);
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
