import { commands, type Uri, ViewColumn, window } from 'vscode';
import { GRAPH_VIEW_TYPE, SOURCE_VIEW_TYPE } from './activeModel';
import type { OnnxEditor } from './onnxEditor';
import { isPython } from './python/pythonText';

/** Heights of the graphs and of the summary below them, as shares. */
const ROWS = [0.74, 0.26] as const;

/** Opens two graphs next to each other, one after the other: pages that load at once may be lost. */
export async function openSideBySide(left: Uri, right: Uri, editor: OnnxEditor): Promise<void> {
  await open(left, ViewColumn.One);
  await editor.whenReady(left);
  await open(right, ViewColumn.Two);
}

async function open(uri: Uri, viewColumn: ViewColumn): Promise<void> {
  const viewType = isPython(uri) ? SOURCE_VIEW_TYPE : GRAPH_VIEW_TYPE;
  await commands.executeCommand('vscode.openWith', uri, viewType, { viewColumn, preview: false });
}

/**
 * Makes room for two columns with a summary below, so that it covers neither, and goes there. Where the user has
 * arranged more editors, the summary is one more tab in the last of them.
 */
export async function makeRows(): Promise<void> {
  const [above, below] = ROWS;
  const layout = { orientation: 1, groups: [{ groups: [{}, {}], size: above }, { size: below }] };
  if (window.tabGroups.all.length <= 2) await commands.executeCommand('vscode.setEditorLayout', layout);
  await commands.executeCommand('workbench.action.focusLastEditorGroup');
}
