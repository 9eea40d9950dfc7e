import { EventEmitter, type Uri } from 'vscode';
import type { Engine } from '../shared/engineCalls';
import type { Report } from '../shared/report';
import { headText, shortTotalsText } from './costText';
import { type Log, logFailure } from './log';
import { localPath } from './modelDocument';
import { readSettings } from './settings';

/** What the list of models says of one: its totals, or why there are none. */
export interface Price {
  readonly text: string;
  /** The same at length. */
  readonly story: string;
  readonly failed: boolean;
}

const UNPRICED: Price = { text: '', story: '', failed: false };

/** Totals of many models, priced one at a time while somebody looks; only the totals are kept. */
export class ModelPrices {
  readonly #engine: Engine<AbortSignal>;
  readonly #log: Log;
  readonly #known = new Map<string, Price>();
  readonly #queue = new Map<string, Uri>();
  readonly #priced = new EventEmitter<Uri>();
  #abort = new AbortController();
  #busy = false;
  #paused = false;

  readonly onDidPrice = this.#priced.event;

  constructor(engine: Engine<AbortSignal>, log: Log) {
    this.#engine = engine;
    this.#log = log;
  }

  /** The price as far as it is known; a model that has none yet is queued. */
  ask(uri: Uri): Price {
    const known = this.#known.get(uri.toString());
    if (known !== undefined) return known;
    this.#queue.set(uri.toString(), uri);
    void this.#work();
    return UNPRICED;
  }

  /** The whole report, asked for anew; null where it cannot be had. */
  async report(uri: Uri): Promise<Report | null> {
    try {
      return await this.#analyze(uri);
    } catch (error) {
      logFailure(this.#log, 'Models view', error);
      return null;
    }
  }

  forget(uri: Uri): void {
    this.#known.delete(uri.toString());
  }

  forgetAll(): void {
    this.#known.clear();
  }

  /** Nothing is priced while the view is hidden. */
  pause(paused: boolean): void {
    this.#paused = paused;
    if (!paused) void this.#work();
  }

  dispose(): void {
    this.#paused = true;
    this.#abort.abort();
    this.#priced.dispose();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#price(next);
    this.#busy = false;
  }

  #next(): Uri | undefined {
    if (this.#paused) return undefined;
    const [first] = this.#queue.values();
    if (first !== undefined) this.#queue.delete(first.toString());
    return first;
  }

  async #price(uri: Uri): Promise<void> {
    const price = await this.#priceOf(uri);
    if (this.#abort.signal.aborted) return;
    this.#known.set(uri.toString(), price);
    this.#priced.fire(uri);
  }

  async #priceOf(uri: Uri): Promise<Price> {
    try {
      const report = await this.#analyze(uri);
      return { text: shortTotalsText(report), story: headText(report), failed: false };
    } catch (error) {
      logFailure(this.#log, 'Models view', error);
      const sentence = error instanceof Error ? error.message : String(error);
      return { text: sentence.slice(sentence.lastIndexOf('/') + 1), story: sentence, failed: true };
    }
  }

  #analyze(uri: Uri): Promise<Report> {
    const { hardware, dims } = readSettings(uri);
    const options = { hardware, dims, inputShapes: {} };
    return this.#engine.analyze(localPath(uri), options, { signal: this.#abort.signal });
  }
}
