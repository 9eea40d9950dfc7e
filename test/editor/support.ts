import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

const PATIENCE_MILLISECONDS = 40_000;
const POLL_MILLISECONDS = 50;

export const GRAPH = 'layercost.onnx';

/** Waits until the probe answers something, and answers that; tells what was awaited when it never comes. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | null | false | Promise<T | undefined | null | false>,
): Promise<T> {
  const end = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(POLL_MILLISECONDS);
  }
}

/** Writes a file into the workspace (a temporary copy) and answers its address. */
export async function writeFile(name: string, content: Uint8Array): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, content);
  return uri;
}

export async function openGraph(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', uri);
  await until('the graph editor', () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return (
      input instanceof vscode.TabInputCustom &&
      input.viewType === GRAPH &&
      input.uri.toString() === uri.toString()
    );
  });
}

/** Opens a model's listing by the command, alone in the window. */
export async function openListing(uri: vscode.Uri): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('layercost.openListing', uri);
  return until('the listing', () =>
    vscode.window.visibleTextEditors.find((editor) => editor.document.uri.query === uri.toString()),
  );
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Number of the first line that contains the text. */
export function lineWith(document: vscode.TextDocument, text: string): number {
  const line = document
    .getText()
    .split('\n')
    .findIndex((content) => content.includes(text));
  assert.notEqual(line, -1, `no line with ${text}`);
  return line;
}

/** Titles of a document's lenses of costs by line, once there are any; {@link lensAt} finds those of suggestions. */
export async function lenses(document: vscode.TextDocument): Promise<ReadonlyMap<number, string>> {
  const found = await until('lenses', async () => {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      5000,
    );
    return all.length > 0 && all;
  });
  const titles = found.map(({ range, command }) => [range.start.line, command?.title ?? ''] as const);
  return new Map(titles.filter(([, title]) => !title.startsWith('$(lightbulb)')));
}

/** Line of the cursor. */
export function activeLine(editor: vscode.TextEditor): number {
  return editor.selection.active.line;
}

/** The title of the lens at the line with `text` that contains `word`, once there is one. */
export async function lensAt(document: vscode.TextDocument, text: string, word: string): Promise<string> {
  return until(`a lens with ${word} at ${text}`, async () => {
    const line = lineWith(document, text);
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      5000,
    );
    const found = all.find(
      ({ range, command }) => range.start.line === line && command?.title.includes(word) === true,
    );
    return found?.command?.title;
  });
}

/** The summary that is shown of two models, once there is one. */
export async function resultText(after: string): Promise<string> {
  const document = await until(`the summary of ${after}`, () =>
    vscode.workspace.textDocuments.find(
      ({ uri }) => uri.scheme === 'layercost-result' && uri.path.endsWith(` and ${after}.md`),
    ),
  );
  return document.getText();
}
