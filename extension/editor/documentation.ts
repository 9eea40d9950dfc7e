import { commands, Uri, ViewColumn, window } from 'vscode';
import { DOC_SECTIONS, type DocSection } from '../shared/documentation';

/** Shows a section of the documentation that comes with the extension, beside what is open. */
export async function openDocs(extensionUri: Uri, section: DocSection): Promise<void> {
  const { file, fragment } = DOC_SECTIONS[section];
  const uri = Uri.joinPath(extensionUri, 'docs', file);
  try {
    await commands.executeCommand('markdown.showPreviewToSide', uri.with({ fragment }));
  } catch {
    // Without the preview, which a user can switch off, the text itself.
    await window.showTextDocument(uri, { viewColumn: ViewColumn.Beside });
  }
}
