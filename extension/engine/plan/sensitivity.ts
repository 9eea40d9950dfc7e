import { BadInput } from '../diagnostics';

/** Errors that somebody measured, by the name of a layer or of its weight. */
export interface Sensitivity {
  /** Average Hessian trace: the error of a bit width is this times the squared error of the weights (HAWQ-V2). */
  readonly trace: number | null;
  /** The error itself, by bit width. */
  readonly errors: ReadonlyMap<number, number>;
}

export type Sensitivities = ReadonlyMap<string, Sensitivity>;

/**
 * Reads `{ "layers": { "conv1": { "trace": 0.3 }, "fc": { "errors": { "4": 0.8, "8": 0.01 } } } }`. Throws BadInput that
 * names the entry which is off.
 */
export function readSensitivities(text: string): Sensitivities {
  const layers = record(
    record(parse(text), 'the sensitivity file')['layers'],
    '"layers" of the sensitivity file',
  );
  return new Map(Object.entries(layers).map(([name, value]) => [name, readOne(name, value)]));
}

function readOne(name: string, value: unknown): Sensitivity {
  const place = `layer "${name}" of the sensitivity file`;
  const { trace, errors } = record(value, place);
  if (trace === undefined && errors === undefined)
    throw new BadInput(`${place} needs a "trace" or "errors" by bit width`);
  const list = errors === undefined ? [] : Object.entries(record(errors, `"errors" of ${place}`));
  return {
    trace: trace === undefined ? null : amount(trace, `"trace" of ${place}`),
    errors: new Map(
      list.map(([bits, error]) => [Number(bits), amount(error, `the error at ${bits} bits of ${place}`)]),
    ),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BadInput(
      `the sensitivity file is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function record(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadInput(`${place} is to be an object`);
  return value as Readonly<Record<string, unknown>>;
}

function amount(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new BadInput(`${place} is to be a number from 0 on, but is ${JSON.stringify(value)}`);
  return value;
}
