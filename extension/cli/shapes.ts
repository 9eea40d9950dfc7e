import { CliError } from './cliError';

/** Values of `--dim name=value`, by name. */
export function parseDims(texts: readonly string[]): Readonly<Record<string, number>> {
  return collect('--dim', texts.map(parseDim));
}

/** What `--input` says, by name; "" stands for the first input, as in `--input 1x3x224x224`. */
export interface GivenInputs {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Element types of those that have one: `--input ids=1x128:int64`. */
  readonly types: Readonly<Record<string, string>>;
}

export function parseInputs(texts: readonly string[]): GivenInputs {
  const inputs = texts.map(parseInput);
  return {
    shapes: collect(
      '--input',
      inputs.map(({ name, sizes }) => [name, sizes] as const),
    ),
    types: Object.fromEntries(inputs.flatMap(({ name, type }) => (type === null ? [] : [[name, type]]))),
  };
}

function parseDim(text: string): readonly [string, number] {
  const [name, value] = splitAtLastEquals(text);
  const size = parseSize(value);
  if (name === '' || size === null)
    throw new CliError(`--dim takes name=value with a whole number, such as batch=8, but got "${text}".`);
  return [name, size];
}

function parseInput(text: string): {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly type: string | null;
} {
  const [name, value] = splitAtLastEquals(text);
  const [shape = '', type = null, ...rest] = value.split(':');
  const sizes = shape === 'scalar' ? [] : shape.split(/[x,]/i).map(parseSize);
  const badType = rest.length > 0 || (type !== null && !/^[a-z]\w*$/.test(type));
  if (sizes.includes(null) || badType || (name === '' && text.startsWith('=')))
    throw new CliError(
      `--input takes a shape such as 1x3x224x224 or name=1x3x224x224 with whole numbers, but got "${text}".`,
    );
  return { name, sizes: sizes.filter((size) => size !== null), type };
}

/** Tensor names may contain equals signs, values never do. */
function splitAtLastEquals(text: string): readonly [name: string, value: string] {
  const at = text.lastIndexOf('=');
  return [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
}

function parseSize(text: string): number | null {
  const size = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(size) ? size : null;
}

function collect<T>(option: string, entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const names = entries.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new CliError(`${option} gives ${twice === '' ? 'the first input' : `"${twice}"`} twice.`);
  return Object.fromEntries(entries);
}
