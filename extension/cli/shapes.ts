import { CliError } from './cliError';

/** Values of `--dim name=value`, by name. */
export function parseDims(texts: readonly string[]): Readonly<Record<string, number>> {
  return collect('--dim', texts.map(parseDim));
}

/** Shapes of `--input name=1x3x224x224`, by name; "" stands for the first input, as in `--input 1x3x224x224`. */
export function parseInputShapes(texts: readonly string[]): Readonly<Record<string, readonly number[]>> {
  return collect('--input', texts.map(parseInput));
}

function parseDim(text: string): readonly [string, number] {
  const [name, value] = splitAtLastEquals(text);
  const size = parseSize(value);
  if (name === '' || size === null)
    throw new CliError(`--dim takes name=value with a whole number, such as batch=8, but got "${text}".`);
  return [name, size];
}

function parseInput(text: string): readonly [string, readonly number[]] {
  const [name, value] = splitAtLastEquals(text);
  const sizes = value === 'scalar' ? [] : value.split(/[x,]/i).map(parseSize);
  if (sizes.includes(null) || (name === '' && text.startsWith('=')))
    throw new CliError(
      `--input takes a shape such as 1x3x224x224 or name=1x3x224x224 with whole numbers, but got "${text}".`,
    );
  return [name, sizes.filter((size) => size !== null)];
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
