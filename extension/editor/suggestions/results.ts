import {
  commands,
  Disposable,
  EventEmitter,
  extensions,
  type FileChangeEvent,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';

const SCHEME = 'layercost-result';
/** VS Code's own preview as an editor: unlike its command, it opens in the group that is asked for. */
const PREVIEW = {
  extension: 'vscode.markdown-language-features',
  viewType: 'vscode.markdown.preview.editor',
};
const GONE = 'This summary is gone.';

/** Summaries of what was done, as read-only Markdown documents that nobody has to save. */
export class Results {
  readonly #texts = new Map<string, string>();
  readonly #registration: Disposable;
  #count = 0;

  constructor() {
    const files = readOnlyFiles((uri) => this.#texts.get(uri.toString()) ?? GONE);
    this.#registration = Disposable.from(
      workspace.registerFileSystemProvider(SCHEME, files, { isCaseSensitive: true, isReadonly: true }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#texts.delete(uri.toString());
      }),
    );
  }

  /** Shows a text as Markdown in the active group: rendered where VS Code's own preview is there, else as it is written. */
  async show(title: string, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${title}.md`, query: String(++this.#count) });
    this.#texts.set(uri.toString(), markdown);
    const options = { viewColumn: ViewColumn.Active, preview: false };
    if (extensions.getExtension(PREVIEW.extension) === undefined)
      await window.showTextDocument(await workspace.openTextDocument(uri), options);
    else await commands.executeCommand('vscode.openWith', uri, PREVIEW.viewType, options);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }
}

/** Files that are made of texts; the preview watches what it shows, which documents without files do not bear. */
function readOnlyFiles(textOf: (uri: Uri) => string): FileSystemProvider {
  const refuse = (uri: Uri): never => {
    throw FileSystemError.NoPermissions(uri);
  };
  return {
    onDidChangeFile: new EventEmitter<FileChangeEvent[]>().event,
    watch: () => new Disposable(() => undefined),
    stat: (uri) => ({ type: FileType.File, ctime: 0, mtime: 0, size: encode(textOf(uri)).length }),
    readFile: (uri) => encode(textOf(uri)),
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
