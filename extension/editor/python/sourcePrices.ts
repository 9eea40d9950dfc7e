import { Cancelled } from '../../host/channel';
import type { Report } from '../../shared/report';
import type { SourceEntries, SourceEntry, SourceLines } from '../../shared/sourceLines';
import { type LineShift, shifted } from './shifting';

/** What is known of a file: the chosen entry's lines, and what its layers cost in all. */
export interface PricedSource {
  readonly lines: SourceLines;
  /** Null where nothing could be run. */
  readonly report: Report | null;
}

/** What one of a file's entries costs. */
export interface PricedEntry {
  readonly lines: SourceLines;
  /** Whether these are older figures of an entry that cannot be run as it is now. */
  readonly stale: boolean;
}

/** What can be asked of one file. */
export interface SourceQuestions {
  /** Hands over the text as it is now; all answers that follow are about it. */
  setText(): Promise<void>;
  lines(signal: AbortSignal): Promise<SourceLines>;
  report(signal: AbortSignal): Promise<Report>;
  entries(signal: AbortSignal): Promise<SourceEntries>;
  linesOf(entry: string, signal: AbortSignal): Promise<SourceLines>;
}

/** The last good figures of a file while it is typed in, each beside its code as that moves. */
export class SourcePrices {
  readonly #others = new Map<string, PricedEntry>();
  #entries: SourceEntries = { entries: [], findings: [] };
  #shifts: readonly LineShift[] = [];
  #shown: PricedSource | null = null;
  #behind = new AbortController();

  /** The last result that has figures: text that cannot be run for a moment does not take them away. */
  get shown(): PricedSource | null {
    return this.#shown;
  }

  get entries(): SourceEntries {
    return this.#entries;
  }

  /** Whether the text was edited since. */
  get moved(): boolean {
    return this.#shifts.length > 0;
  }

  other(id: string): PricedEntry | undefined {
    return this.#others.get(id);
  }

  /** Where a line of what is known is now. */
  lineNow(line: number): number {
    return shifted(line, this.#shifts);
  }

  edited(shift: LineShift): void {
    this.#shifts = [...this.#shifts, shift];
  }

  /** Prices the text as it is now. Rejects with Cancelled, and keeps all as it was, once the signal says so. */
  async price(ask: SourceQuestions, signal: AbortSignal): Promise<PricedSource> {
    // From here on the others would be priced with a text that may not be good.
    this.cancelOthers();
    const typed = this.#shifts.length;
    await ask.setText();
    const lines = await ask.lines(signal);
    const report = lines.totals === null ? null : await ask.report(signal);
    throwIfAborted(signal);
    const priced = { lines, report };
    if (report !== null) this.#show(priced, typed);
    return priced;
  }

  /** The list of entries, then what each of the others costs, one after the other. Rejects with Cancelled, too. */
  async priceOthers(ask: SourceQuestions): Promise<void> {
    this.cancelOthers();
    const { signal } = (this.#behind = new AbortController());
    const listed = await ask.entries(signal);
    throwIfAborted(signal);
    this.#list(listed);
    for (const { id } of listed.entries) {
      const lines = await ask.linesOf(id, signal);
      throwIfAborted(signal);
      const old = this.#others.get(id);
      const priced = lines.totals !== null || old === undefined || old.lines.totals === null;
      this.#others.set(id, priced ? { lines, stale: false } : { ...old, stale: true });
    }
  }

  cancelOthers(): void {
    this.#behind.abort();
  }

  /** Takes a result over; what is known of other entries is older, and goes along with the first `typed` edits. */
  #show(priced: PricedSource, typed: number): void {
    const done = this.#shifts.slice(0, typed);
    this.#shifts = this.#shifts.slice(typed);
    this.#shown = priced;
    const entries = this.#entries.entries.map((entry) => moved(entry, done));
    this.#entries = { ...this.#entries, entries };
    for (const [id, { lines, stale }] of this.#others)
      this.#others.set(id, { lines: movedLines(lines, done), stale });
  }

  #list(listed: SourceEntries): void {
    this.#entries = listed;
    const known = new Set(listed.entries.map(({ id }) => id));
    for (const id of this.#others.keys()) if (!known.has(id)) this.#others.delete(id);
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Cancelled();
}

function moved<T extends { readonly line: number }>(at: T, shifts: readonly LineShift[]): T {
  return { ...at, line: shifted(at.line, shifts) };
}

function movedLines(lines: SourceLines, shifts: readonly LineShift[]): SourceLines {
  const entry: SourceEntry | null = lines.entry && moved(lines.entry, shifts);
  return { ...lines, entry, lines: lines.lines.map((line) => moved(line, shifts)) };
}
