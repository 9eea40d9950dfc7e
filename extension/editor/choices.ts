import { type Memento, type Uri } from 'vscode';
import { METRICS, type Metric } from '../shared/scene';
import { isDimValue } from '../shared/settings';

/** What the user chose for one model; what is absent follows the settings. */
export interface Choices {
  readonly metric?: Metric;
  readonly hardware?: string;
  readonly dims: Readonly<Record<string, number>>;
}

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
    return readChoices(this.#all()[model.toString()]);
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
  const dims = 'dims' in stored && typeof stored.dims === 'object' && stored.dims !== null ? stored.dims : {};
  return {
    ...(metric !== undefined && { metric }),
    ...(hardware !== undefined && { hardware }),
    dims: Object.fromEntries(
      Object.entries(dims).filter((entry): entry is [string, number] => isDimValue(entry[1])),
    ),
  };
}
