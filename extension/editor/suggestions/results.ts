import { commands, Disposable, EventEmitter, Uri, window, workspace } from 'vscode';

const SCHEME = 'layercost-result';

/** Summaries of what was done, as read-only Markdown documents that nobody has to save. */
export class Results {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;
  #count = 0;

  constructor() {
    this.#registration = Disposable.from(
      this.#changed,
      workspace.registerTextDocumentContentProvider(SCHEME, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? 'This summary is gone.',
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#texts.delete(uri.toString());
      }),
    );
  }

  /** Shows a text as Markdown: rendered where VS Code's own preview is there, else as it is written. */
  async show(title: string, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${title}.md`, query: String(++this.#count) });
    this.#texts.set(uri.toString(), markdown);
    const known = await commands.getCommands(true);
    if (known.includes('markdown.showPreview')) await commands.executeCommand('markdown.showPreview', uri);
    else await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }
}
