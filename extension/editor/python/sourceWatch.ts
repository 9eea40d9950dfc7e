import { Disposable, type FileSystemWatcher, type Uri, workspace } from 'vscode';

/** A checkout or an installation changes many files: what imports them is run again once they have been quiet for this long. */
const QUIET_MILLISECONDS = 300;

/** Tells which Python files were saved, or changed by others on disk, gathered until nothing more happens. */
export function watchSources(
  watcher: FileSystemWatcher,
  changed: (files: ReadonlySet<string>) => void,
): Disposable {
  const gathered = new Set<string>();
  let quiet: NodeJS.Timeout | undefined;
  const touched = (uri: Uri): void => {
    gathered.add(uri.toString());
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      const files = new Set(gathered);
      gathered.clear();
      changed(files);
    }, QUIET_MILLISECONDS);
  };
  return Disposable.from(
    watcher.onDidChange(touched),
    watcher.onDidCreate(touched),
    watcher.onDidDelete(touched),
    // The watcher knows the workspace alone.
    workspace.onDidSaveTextDocument((document) => {
      if (document.languageId === 'python') touched(document.uri);
    }),
    new Disposable(() => {
      clearTimeout(quiet);
    }),
  );
}
