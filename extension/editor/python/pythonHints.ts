import {
  Disposable,
  EventEmitter,
  InlayHint,
  type InlayHintsProvider,
  languages,
  Position,
  type Range,
  type TextDocument,
} from 'vscode';
import { readSettings } from '../settings';
import type { PythonDocuments } from './pythonDocuments';
import { PYTHON_SELECTOR } from './pythonLenses';

/** Shapes of what the calls in forward return, at the end of their lines. */
export class PythonHints implements InlayHintsProvider {
  readonly #documents: PythonDocuments;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable;

  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(documents: PythonDocuments) {
    this.#documents = documents;
    this.#subscriptions = Disposable.from(
      this.#changed,
      languages.registerInlayHintsProvider(PYTHON_SELECTOR, this),
      documents.onDidChange(() => {
        this.#changed.fire();
      }),
    );
  }

  provideInlayHints(document: TextDocument, range: Range): InlayHint[] {
    const known = this.#documents.find(document.uri);
    const lines = known?.shown?.lines;
    if (known === undefined || lines === undefined || !readSettings(document.uri).inlayHintsEnabled)
      return [];
    return lines.shapes.flatMap(({ line, shapes }) => {
      const at = known.lineNow(line) - 1;
      if (at < range.start.line || at > range.end.line || at >= document.lineCount) return [];
      const hint = new InlayHint(new Position(at, document.lineAt(at).text.length), shapes.join(' | '));
      hint.paddingLeft = true;
      return [hint];
    });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
