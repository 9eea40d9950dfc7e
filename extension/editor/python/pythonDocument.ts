import { type Disposable, EventEmitter, type TextDocument, type TextDocumentChangeEvent } from 'vscode';
import type { AnalyzeOptions, Engine } from '../../shared/engineCalls';
import type { Report } from '../../shared/report';
import type { SourceEntries, SourceLines } from '../../shared/sourceLines';
import { Latest } from '../latest';
import { type Log, logFailure } from '../log';
import { localPath, type ModelDocument } from '../modelDocument';
import type { Models } from '../models';
import { type LineShift, shiftOf, shifted } from './shifting';

/** What is known of a file: the chosen entry's lines, and what its layers cost in all. */
export interface PricedSource {
  readonly lines: SourceLines;
  /** Null where nothing could be run. */
  readonly report: Report | null;
}

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
  readonly #others = new Map<string, SourceLines>();
  #entries: SourceEntries = { entries: [], findings: [] };
  #shifts: LineShift[] = [];
  #quiet: NodeJS.Timeout | undefined;
  #round = 0;
  #lastGood: PricedSource | null = null;
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
    return this.#entries;
  }

  /** What an entry other than the chosen one costs, once that is known. */
  other(id: string): SourceLines | undefined {
    return this.#others.get(id);
  }

  /** How far a run has come, or "". */
  get progress(): string {
    return this.#progress;
  }

  /** Where a line of the last result is now. */
  lineNow(line: number): number {
    return shifted(line, this.#shifts);
  }

  /** The last result that has figures: text that cannot be run for a moment does not take them away. */
  get shown(): PricedSource | null {
    return this.#lastGood;
  }

  /** Whether what is shown is older than the text. */
  get stale(): boolean {
    const { status, value } = this.priced.state;
    return this.#shifts.length > 0 || status === 'stale' || value !== this.#lastGood;
  }

  edited({ contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    for (const { range, text } of contentChanges)
      this.#shifts.push(shiftOf(range.start.line, range.end.line, text));
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
    this.#round++;
    this.priced.cancel();
    this.#services.engine.setText(localPath(this.document.uri), null).catch(() => undefined);
    this.#hold.dispose();
    this.#changed.dispose();
  }

  async #price(signal: AbortSignal): Promise<PricedSource> {
    const { engine, log } = this.#services;
    const path = localPath(this.document.uri);
    const { options } = this.model;
    const typed = this.#shifts.length;
    try {
      await engine.setText(path, this.document.getText());
      const progress = (stage: string): void => {
        this.#progress = stage;
      };
      const lines = await engine.sourceLines(path, options, { signal, progress });
      const report = lines.totals === null ? null : await engine.analyze(path, options, { signal });
      const priced = { lines, report };
      if (report === null) return priced;
      this.#lastGood = priced;
      this.#shifts = this.#shifts.slice(typed);
      this.model.analysis.refresh();
      this.model.suggestions.list.ensure();
      void this.#priceOthers(path, options);
      return priced;
    } catch (error) {
      logFailure(log, 'Python source', error);
      throw error;
    }
  }

  /** The list of entries, then what each of the others costs, one after the other behind what the user waits for. */
  async #priceOthers(path: string, options: AnalyzeOptions): Promise<void> {
    const round = ++this.#round;
    const { engine, log } = this.#services;
    try {
      this.#entries = await engine.sourceEntries(path, options);
      const known = new Set(this.#entries.entries.map(({ id }) => id));
      for (const id of this.#others.keys()) if (!known.has(id)) this.#others.delete(id);
      for (const { id } of this.#entries.entries) {
        if (round !== this.#round) return;
        this.#others.set(id, await engine.sourceLines(path, this.model.optionsFor(id)));
      }
      if (round === this.#round) this.#changed.fire(undefined);
    } catch (error) {
      logFailure(log, 'Python entries', error);
    }
  }
}
