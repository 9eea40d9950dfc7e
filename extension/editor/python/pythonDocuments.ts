import {
  commands,
  Disposable,
  EventEmitter,
  ProgressLocation,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { CONFIGURATION_GLOB } from '../../shared/settings';
import { readSettings } from '../settings';
import { PythonDocument, type PythonServices } from './pythonDocument';
import { mayDefineModel } from './pythonText';
import { watchSources } from './sourceWatch';

/** Says to menus whether the active editor shows a Python file that may define a model. */
const CONTEXT_KEY = 'layercost.pythonModel';

const PATIENCE_MILLISECONDS = 1000;

/** The open Python files that may define models. */
export class PythonDocuments {
  readonly #services: PythonServices;
  readonly #documents = new Map<string, PythonDocument>();
  readonly #changed = new EventEmitter<PythonDocument>();
  readonly #closed = new EventEmitter<Uri>();
  readonly #subscriptions: Disposable;

  readonly onDidChange = this.#changed.event;
  readonly onDidClose = this.#closed.event;

  constructor(services: PythonServices) {
    this.#services = services;
    const watcher = workspace.createFileSystemWatcher(CONFIGURATION_GLOB);
    const sources = workspace.createFileSystemWatcher('**/*.py');
    const reload = (): void => {
      this.reload();
    };
    this.#subscriptions = Disposable.from(
      workspace.onDidOpenTextDocument((document) => {
        this.#consider(document);
      }),
      workspace.onDidCloseTextDocument((document) => {
        this.#close(document.uri);
      }),
      workspace.onDidChangeTextDocument((event) => {
        this.#consider(event.document);
        this.find(event.document.uri)?.edited(event);
      }),
      sources,
      watchSources(sources, (files) => {
        this.#reloadImporters(files);
      }),
      // VS Code keeps a document for a while after its tab is closed: of a file that is gone nothing is shown.
      sources.onDidDelete((uri) => {
        this.#close(uri);
      }),
      sources.onDidCreate((uri) => {
        for (const document of workspace.textDocuments)
          if (document.uri.toString() === uri.toString()) this.#consider(document);
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('layercost')) this.#settingsChanged();
      }),
      workspace.onDidGrantWorkspaceTrust(reload),
      window.onDidChangeActiveTextEditor(() => {
        this.#tellMenus();
      }),
      watcher,
      watcher.onDidChange(reload),
      watcher.onDidCreate(reload),
      watcher.onDidDelete(reload),
    );
    for (const document of workspace.textDocuments) this.#consider(document);
    this.#tellMenus();
  }

  find(uri: Uri): PythonDocument | undefined {
    return this.#documents.get(uri.toString());
  }

  reload(): void {
    for (const document of this.#documents.values()) document.refresh();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const document of this.#documents.values()) document.dispose();
    this.#documents.clear();
    this.#changed.dispose();
    this.#closed.dispose();
  }

  #consider(document: TextDocument): void {
    const key = document.uri.toString();
    if (this.#documents.has(key) || !mayDefineModel(document)) return;
    if (!readSettings(document.uri).pythonEnabled) return;
    const opened = new PythonDocument(document, this.#services);
    this.#documents.set(key, opened);
    opened.onDidChange(() => {
      this.#changed.fire(opened);
    });
    opened.refresh();
    void showLongRun(opened);
    this.#tellMenus();
  }

  #settingsChanged(): void {
    for (const { document } of [...this.#documents.values()])
      if (!readSettings(document.uri).pythonEnabled) this.#close(document.uri);
    for (const document of workspace.textDocuments) this.#consider(document);
    this.reload();
  }

  /** Any file may be imported by the shown ones; those that did not import it are answered from what is known. */
  #reloadImporters(files: ReadonlySet<string>): void {
    for (const [uri, document] of this.#documents) if (files.size > 1 || !files.has(uri)) document.refresh();
  }

  #close(uri: Uri): void {
    const known = this.#documents.get(uri.toString());
    if (known === undefined) return;
    this.#documents.delete(uri.toString());
    known.dispose();
    this.#closed.fire(uri);
  }

  #tellMenus(): void {
    const uri = window.activeTextEditor?.document.uri;
    void commands.executeCommand(
      'setContext',
      CONTEXT_KEY,
      uri !== undefined && this.find(uri) !== undefined,
    );
  }
}

/** The first run may have to start Python: what takes longer than a second says so in the status bar. */
async function showLongRun(opened: PythonDocument): Promise<void> {
  const settled = opened.priced.settled();
  const soon = new Promise<'late'>((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, 'late'));
  if ((await Promise.race([settled, soon])) !== 'late') return;
  await window.withProgress({ location: ProgressLocation.Window }, async (progress) => {
    progress.report({
      message: `LayerCost: ${opened.progress === '' ? 'Starting Python' : opened.progress}`,
    });
    await settled;
  });
}
