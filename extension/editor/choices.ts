import { type Memento, type Uri } from 'vscode';
import { METRICS, type Metric } from '../shared/scene';
import { isDimValue } from '../shared/settings';
import { own } from '../engine/own';

/** What the user chose for one model; what is absent follows the settings. */
export interface Choices {
  readonly metric?: Metric;
  readonly hardware?: string;
  readonly dims: Readonly<Record<string, number>>;
  /** Entry of a source file whose costs stand on its lines. */
  readonly entry?: string;
  /** By entry of a source file. */
  readonly inputs?: Readonly<Record<string, EntryInput>>;
}

/** Input and arguments that the user gave an entry. */
export interface EntryInput {
  /** By name; "" is the first input. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly types: Readonly<Record<string, string>>;
  /** Keyword arguments in Python. */
  readonly arguments: string;
}

export const NO_INPUT: EntryInput = { shapes: {}, types: {}, arguments: '' };

export const NO_CHOICES: Choices = { dims: {} };

const KEY = 'layercost.choices';
const MAX_MODELS = 100;

/** Choices per model, kept with the workspace; the models looked at longest ago are forgotten first. */
export class ChoiceStore {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get(model: Uri): Choices {
    return readChoices(own(this.#all(), model.toString()));
  }

  set(model: Uri, choices: Choices): void {
    const key = model.toString();
    const others = Object.entries(this.#all()).filter(([other]) => other !== key);
    const kept = others.slice(-(MAX_MODELS - 1));
    void this.#memento.update(KEY, Object.fromEntries([...kept, [key, choices]]));
  }

  #all(): Readonly<Record<string, unknown>> {
    return this.#memento.get<Readonly<Record<string, unknown>>>(KEY, {});
  }
}

/** Older versions may have stored anything. */
function readChoices(stored: unknown): Choices {
  if (typeof stored !== 'object' || stored === null) return NO_CHOICES;
  const metric = 'metric' in stored ? METRICS.find((known) => known === stored.metric) : undefined;
  const hardware = 'hardware' in stored && typeof stored.hardware === 'string' ? stored.hardware : undefined;
  const entry = 'entry' in stored && typeof stored.entry === 'string' ? stored.entry : undefined;
  const inputs = 'inputs' in stored ? readInputs(stored.inputs) : {};
  const dims = 'dims' in stored && typeof stored.dims === 'object' && stored.dims !== null ? stored.dims : {};
  return {
    ...(metric !== undefined && { metric }),
    ...(hardware !== undefined && { hardware }),
    ...(entry !== undefined && { entry }),
    inputs,
    dims: Object.fromEntries(
      Object.entries(dims).filter((entry): entry is [string, number] => isDimValue(entry[1])),
    ),
  };
}

function readInputs(stored: unknown): Readonly<Record<string, EntryInput>> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, EntryInput] => isInput(entry[1])),
  );
}

function isInput(value: unknown): value is EntryInput {
  if (typeof value !== 'object' || value === null) return false;
  const { shapes, types, arguments: given } = value as Readonly<Record<string, unknown>>;
  const isShape = (shape: unknown): boolean => Array.isArray(shape) && shape.every(isDimValue);
  return (
    typeof given === 'string' &&
    typeof types === 'object' &&
    types !== null &&
    typeof shapes === 'object' &&
    shapes !== null &&
    Object.values(types).every((type) => typeof type === 'string') &&
    Object.values(shapes).every(isShape)
  );
}
