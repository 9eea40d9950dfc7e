import { type Disposable, EventEmitter, type TextDocument, type TextDocumentChangeEvent } from 'vscode';
import type { Engine } from '../../shared/engineCalls';
import type { SourceEntries } from '../../shared/sourceLines';
import { Latest } from '../latest';
import { type Log, logFailure } from '../log';
import { localPath, type ModelDocument } from '../modelDocument';
import type { Models } from '../models';
import { shiftOf } from './shifting';
import { type PricedEntry, type PricedSource, SourcePrices, type SourceQuestions } from './sourcePrices';

export interface PythonServices {
  readonly engine: Engine<AbortSignal>;
  readonly models: Models;
  readonly log: Log;
}

/** Typing pauses for this long before a file is run again. */
const QUIET_MILLISECONDS = 250;

/** A Python file in an editor: run again while it is typed in; the last good result stays where its code is. */
export class PythonDocument {
  readonly document: TextDocument;
  readonly priced: Latest<PricedSource>;
  readonly #services: PythonServices;
  readonly #hold: Disposable;
  readonly #changed = new EventEmitter<undefined>();
  readonly #prices = new SourcePrices();
  #quiet: NodeJS.Timeout | undefined;
  #progress = '';

  readonly onDidChange = this.#changed.event;

  constructor(document: TextDocument, services: PythonServices) {
    this.document = document;
    this.#services = services;
    this.#hold = services.models.hold(document.uri);
    this.priced = new Latest(
      (signal) => this.#price(signal),
      () => {
        this.#changed.fire(undefined);
      },
    );
  }

  get model(): ModelDocument {
    return this.#services.models.get(this.document.uri);
  }

  get entries(): SourceEntries {
    return this.#prices.entries;
  }

  /** What an entry other than the chosen one costs, once that is known. */
  other(id: string): PricedEntry | undefined {
    return this.#prices.other(id);
  }

  /** How far a run has come, or "". */
  get progress(): string {
    return this.#progress;
  }

  /** Where a line of the last result is now. */
  lineNow(line: number): number {
    return this.#prices.lineNow(line);
  }

  /** The last result that has figures: text that cannot be run for a moment does not take them away. */
  get shown(): PricedSource | null {
    return this.#prices.shown;
  }

  /** Whether what is shown is older than the text. */
  get stale(): boolean {
    const { status, value } = this.priced.state;
    return this.#prices.moved || status === 'stale' || value !== this.shown;
  }

  edited({ contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    for (const { range, text } of contentChanges)
      this.#prices.edited(shiftOf(range.start.line, range.end.line, text));
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.refresh();
    }, QUIET_MILLISECONDS);
    this.#changed.fire(undefined);
  }

  /** Runs the file again; graphs and totals follow. */
  refresh(): void {
    clearTimeout(this.#quiet);
    this.priced.refresh();
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    this.priced.cancel();
    this.#prices.cancelOthers();
    this.#services.engine.setText(localPath(this.document.uri), null).catch(() => undefined);
    this.#hold.dispose();
    this.#changed.dispose();
  }

  async #price(signal: AbortSignal): Promise<PricedSource> {
    const ask = this.#questions();
    const { log } = this.#services;
    try {
      const priced = await this.#prices.price(ask, signal);
      if (priced.report === null) return priced;
      this.model.analysis.refresh();
      this.model.suggestions.list.ensure();
      void this.#priceOthers(ask);
      return priced;
    } catch (error) {
      logFailure(log, 'Python source', error);
      throw error;
    }
  }

  /** Behind what the user waits for. */
  async #priceOthers(ask: SourceQuestions): Promise<void> {
    try {
      await this.#prices.priceOthers(ask);
      this.#changed.fire(undefined);
    } catch (error) {
      logFailure(this.#services.log, 'Python entries', error);
    }
  }

  /** With the options of this moment. */
  #questions(): SourceQuestions {
    const { engine } = this.#services;
    const path = localPath(this.document.uri);
    const { options } = this.model;
    const progress = (stage: string): void => {
      this.#progress = stage;
    };
    return {
      setText: () => engine.setText(path, this.document.getText()),
      lines: (signal) => engine.sourceLines(path, options, { signal, progress }),
      report: (signal) => engine.analyze(path, options, { signal }),
      entries: (signal) => engine.sourceEntries(path, options, { signal }),
      linesOf: (entry, signal) => engine.sourceLines(path, this.model.optionsFor(entry), { signal }),
    };
  }
}
