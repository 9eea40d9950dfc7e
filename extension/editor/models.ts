import { Disposable, EventEmitter, type Uri, workspace } from 'vscode';
import { ModelDocument, type ModelServices } from './modelDocument';

/** A moved tab closes and opens again; analyses outlive that. */
const GRACE_MILLISECONDS = 3000;

interface Entry {
  readonly document: ModelDocument;
  holders: number;
  timer: NodeJS.Timeout | undefined;
}

/** The models that somebody looks at. */
export class Models {
  readonly #services: ModelServices;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new EventEmitter<ModelDocument>();
  readonly #closed = new EventEmitter<Uri>();
  readonly #configuration: Disposable;

  readonly onDidChange = this.#changed.event;
  readonly onDidClose = this.#closed.event;

  constructor(services: ModelServices) {
    this.#services = services;
    this.#configuration = workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('layercost')) return;
      for (const { document } of this.#entries.values()) document.settingsChanged();
    });
  }

  /** The model, opened if need be; it is let go of soon unless somebody holds it. */
  get(uri: Uri): ModelDocument {
    return this.#entry(uri).document;
  }

  /** The model if somebody looks at it. */
  find(uri: Uri): ModelDocument | undefined {
    return this.#entries.get(uri.toString())?.document;
  }

  /** Keeps the model until the answer is disposed. */
  hold(uri: Uri): Disposable {
    const entry = this.#entry(uri);
    entry.holders++;
    clearTimeout(entry.timer);
    let held = true;
    return new Disposable(() => {
      if (!held) return;
      held = false;
      entry.holders--;
      this.#closeLater(entry);
    });
  }

  /** Reads every open model again. */
  reload(): void {
    for (const { document } of this.#entries.values()) document.reload();
  }

  dispose(): void {
    this.#configuration.dispose();
    for (const { document, timer } of this.#entries.values()) {
      clearTimeout(timer);
      document.dispose();
    }
    this.#entries.clear();
    this.#changed.dispose();
    this.#closed.dispose();
  }

  #entry(uri: Uri): Entry {
    const known = this.#entries.get(uri.toString());
    if (known !== undefined) return known;
    const document = new ModelDocument(uri, this.#services);
    document.onDidChange(() => {
      this.#changed.fire(document);
    });
    const entry: Entry = { document, holders: 0, timer: undefined };
    this.#entries.set(uri.toString(), entry);
    this.#closeLater(entry);
    return entry;
  }

  #closeLater(entry: Entry): void {
    clearTimeout(entry.timer);
    if (entry.holders > 0) return;
    entry.timer = setTimeout(() => {
      this.#close(entry);
    }, GRACE_MILLISECONDS);
  }

  #close({ document }: Entry): void {
    this.#entries.delete(document.uri.toString());
    document.dispose();
    this.#closed.fire(document.uri);
  }
}
