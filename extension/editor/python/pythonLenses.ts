import {
  CodeLens,
  type CodeLensProvider,
  Disposable,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
} from 'vscode';
import type { SourceEntry, SourceLine, SourceLines } from '../../shared/sourceLines';
import { iconFree } from '../costText';
import { readSettings } from '../settings';
import type { PythonDocument } from './pythonDocument';
import type { PythonDocuments } from './pythonDocuments';
import type { PricedEntry } from './sourcePrices';
import { entryText, hotLines, sourceLineText } from './sourceText';

export const PYTHON_SELECTOR = { language: 'python', scheme: 'file' } as const;

/** Beyond this many lenses an editor scrolls badly. */
const MAX_LENSES = 1000;

/** Costs above the lines that build and call layers. Answers at once with what is known. */
export class PythonLenses implements CodeLensProvider {
  readonly #documents: PythonDocuments;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable;
  readonly #shown = new WeakMap<PythonDocument, string>();

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(documents: PythonDocuments) {
    this.#documents = documents;
    this.#subscriptions = Disposable.from(
      this.#changed,
      languages.registerCodeLensProvider(PYTHON_SELECTOR, this),
      documents.onDidChange((document) => {
        // Lenses that say the same are left alone: redrawing them makes the text jump.
        if (fingerprint(lensesOf(document)) !== this.#shown.get(document)) this.#changed.fire();
      }),
    );
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    const known = this.#documents.find(document.uri);
    if (known === undefined || !readSettings(document.uri).codeLensEnabled) return [];
    const lenses = lensesOf(known);
    this.#shown.set(known, fingerprint(lenses));
    return lenses;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function fingerprint(lenses: readonly CodeLens[]): string {
  return lenses.map(({ range, command }) => `${range.start.line} ${command?.title ?? ''}`).join('\n');
}

function lensesOf(document: PythonDocument): CodeLens[] {
  if (document.shown === null) return [];
  const { lines, report } = document.shown;
  const { metric } = document.model;
  const hot = hotLines(lines.lines, report, metric);
  const shown = new Set(lines.lines.map(({ line }) => line));
  const own = lines.lines
    .filter((line) => !isEntry(line, lines))
    .map((line) => lineLens(line, lines, hot.has(line), '', document));
  return [
    ...entryLenses(document, lines),
    ...own,
    ...suggestionLenses(document, shown),
    ...foreignLenses(document, shown),
  ].slice(0, MAX_LENSES);
}

/** How many rewrites there are for the layers of a line; shown beside its costs. */
function suggestionLenses(document: PythonDocument, priced: ReadonlySet<number>): readonly CodeLens[] {
  const uri = document.document.uri;
  const counts = new Map<number, { count: number; layer: string | null }>();
  for (const { source, layer } of document.model.suggestions.list.state.value?.suggestions ?? []) {
    if (source?.file !== uri.fsPath || layer === null || !priced.has(source.line)) continue;
    const known = counts.get(source.line) ?? { count: 0, layer };
    counts.set(source.line, { ...known, count: known.count + 1 });
  }
  return [...counts].map(([line, { count, layer }]) =>
    lens(
      document,
      line,
      `$(lightbulb) ${count} ${count === 1 ? 'suggestion' : 'suggestions'}`,
      'layercost.suggestCompression',
      [uri.toString(), layer],
    ),
  );
}

/** The entry's own lens says what its class costs. */
function isEntry({ kind, line }: SourceLine, { entry }: SourceLines): boolean {
  return kind === 'class' && line === entry?.line;
}

/** Lines that only another entry reaches show what that one makes of them. */
function foreignLenses(document: PythonDocument, shown: Set<number>): readonly CodeLens[] {
  return document.entries.entries.flatMap(({ id, title }) => {
    const other = document.other(id)?.lines;
    if (other === undefined) return [];
    const fresh = other.lines.filter((line) => !shown.has(line.line) && !isEntry(line, other));
    for (const { line } of fresh) shown.add(line);
    return fresh.map((line) => lineLens(line, other, false, ` (${title})`, document));
  });
}

function lineLens(
  line: SourceLine,
  { totals }: SourceLines,
  isHot: boolean,
  note: string,
  document: PythonDocument,
): CodeLens {
  if (totals === null) return lens(document, line.line, '', 'layercost.showGraph', []);
  const text = sourceLineText(line, totals, document.model.metric);
  const hottest = line.items[0]?.layer ?? line.layers[0] ?? null;
  return lens(
    document,
    line.line,
    `${isHot ? '$(flame) ' : ''}${text}${iconFree(note)}`,
    'layercost.revealLayer',
    [document.document.uri.toString(), note === '' ? hottest : null],
  );
}

function entryLenses(document: PythonDocument, active: SourceLines): readonly CodeLens[] {
  const listed = document.entries.entries;
  const entries =
    active.entry === null || listed.some(({ id }) => id === active.entry?.id)
      ? listed
      : [active.entry, ...listed];
  return entries.flatMap((entry) => {
    const isActive = entry.id === active.entry?.id;
    const other = isActive ? { lines: active, stale: document.stale } : document.other(entry.id);
    return other === undefined ? [] : lensesOfEntry(document, entry, other, isActive);
  });
}

function lensesOfEntry(
  document: PythonDocument,
  entry: SourceEntry,
  { lines, stale }: PricedEntry,
  isActive: boolean,
): readonly CodeLens[] {
  const uri = document.document.uri.toString();
  const name = entry.origin === 'main' || entry.origin === 'configured' ? `${iconFree(entry.title)}: ` : '';
  const total = lens(
    document,
    entry.line,
    `${stale ? '$(sync) ' : ''}${name}${iconFree(entryText(lines))}`,
    'layercost.showGraph',
    [uri],
  );
  const change = lens(document, entry.line, 'change input...', 'layercost.changeInput', [uri, entry.id]);
  const show = lens(document, entry.line, 'show on lines', 'layercost.showEntry', [uri, entry.id]);
  return isActive ? [total, change] : [total, show];
}

function lens(
  document: PythonDocument,
  line: number,
  title: string,
  command: string,
  args: readonly unknown[],
): CodeLens {
  const at = Math.max(0, document.lineNow(line) - 1);
  return new CodeLens(new Range(at, 0, at, 0), { title, command, arguments: [...args] });
}
