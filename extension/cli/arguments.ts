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
import { checkFits, checkSourceOptions, parseOptions, type Values } from './options';
import { parseDims, parseInputs } from './shapes';

/** What the arguments ask for. Throws {@link CliError} with one sentence where they are off. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parseOptions(args);
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

function mixedPrecisionOf(values: Values): boolean {
  const wanted = values['mixed-precision'] === true;
  if (wanted && values.budget === undefined)
    throw new CliError('--mixed-precision needs one limit: --budget weights=25%.');
  if (!wanted && values.sensitivities !== undefined)
    throw new CliError('--sensitivities is for --mixed-precision.');
  return wanted;
}

function parseSeconds(text: string): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds === 0)
    throw new CliError(`--python-time-limit takes whole seconds above 0, but got "${text}".`);
  return seconds;
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
