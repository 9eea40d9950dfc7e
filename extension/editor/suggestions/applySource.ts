import { Range, type TextDocument, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { SourceChange } from '../../shared/compression';
import type { Engine } from '../../shared/engineCalls';
import { formatShare } from '../../engine/units';
import { localPath, type ModelDocument } from '../modelDocument';
import type { SuggestionHead } from './modelSuggestions';

/** Rewrites the source behind a suggestion, with VS Code's own preview in between. */
export async function applySuggestion(
  model: ModelDocument,
  id: string,
  engine: Engine<AbortSignal>,
): Promise<void> {
  const suggestion = model.suggestions.find(id);
  const edit = suggestion && (await sourceEditFor(model, suggestion, engine));
  if (edit) await workspace.applyEdit(edit);
}

/**
 * The edit that carries a suggestion out, marked as one to be confirmed: it changes what the network computes. Null
 * where the line cannot be rewritten; the user is told why.
 */
export async function sourceEditFor(
  model: ModelDocument,
  suggestion: SuggestionHead,
  engine: Engine<AbortSignal>,
  signal?: AbortSignal,
): Promise<WorkspaceEdit | null> {
  const path = localPath(model.uri);
  const document = await workspace.openTextDocument(model.uri);
  const { version } = document;
  await engine.setText(path, document.getText());
  const change = await engine.sourceChange(path, model.options, suggestion.id, { ...(signal && { signal }) });
  if ('refused' in change) {
    void window.showWarningMessage(
      `LayerCost cannot rewrite this line: ${change.refused}.`.replace(/\.\.$/, '.'),
    );
    return null;
  }
  if (document.version !== version) {
    void window.showWarningMessage('LayerCost: the text has changed meanwhile; try again.');
    return null;
  }
  return editOf(document, change, suggestion);
}

function editOf(
  document: TextDocument,
  change: Extract<SourceChange, { readonly file: string }>,
  suggestion: SuggestionHead,
): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  const metadata = {
    needsConfirmation: true,
    label: suggestion.title,
    description: `${savingText(change)}; ${needText(suggestion)}`,
  };
  for (const { start, end, text } of change.edits) {
    const range = new Range(document.positionAt(start), document.positionAt(end));
    edit.replace(Uri.file(change.file), range, text, metadata);
  }
  return edit;
}

/** What the edited file costs, from running it. */
function savingText({ before, after }: Extract<SourceChange, { readonly file: string }>): string {
  const share = (from: number, to: number): string => formatShare(from === 0 ? 1 : to / from);
  return `${share(before.macs, after.macs)} of the MACs, ${share(before.params, after.params)} of the params`;
}

function needText({ needs, exact }: SuggestionHead): string {
  if (exact) return 'exact';
  return needs.includes('retraining') ? 'needs retraining' : 'changes the outputs';
}
