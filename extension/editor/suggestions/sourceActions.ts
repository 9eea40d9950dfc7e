import {
  type CancellationToken,
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  type Disposable,
  languages,
  type Range,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { Engine } from '../../shared/engineCalls';
import type { Suggestion } from '../../shared/suggestions';
import { formatShare } from '../../engine/units';
import type { PythonDocuments } from '../python/pythonDocuments';
import { PYTHON_SELECTOR } from '../python/pythonLenses';
import { sourceEditFor } from './applySource';

const KIND = CodeActionKind.RefactorRewrite.append('layercost');

class SuggestionAction extends CodeAction {
  readonly suggestion: Suggestion;
  readonly uri: Uri;

  constructor(suggestion: Suggestion, uri: Uri) {
    super(titleOf(suggestion), KIND);
    this.suggestion = suggestion;
    this.uri = uri;
  }
}

/** Rewrites behind the light bulb of a line that builds layers: listed from what is known, worked out when chosen. */
export class SourceActions implements CodeActionProvider<SuggestionAction> {
  readonly #documents: PythonDocuments;
  readonly #engine: Engine<AbortSignal>;
  readonly #registration: Disposable;

  constructor(documents: PythonDocuments, engine: Engine<AbortSignal>) {
    this.#documents = documents;
    this.#engine = engine;
    const metadata = { providedCodeActionKinds: [KIND] };
    this.#registration = languages.registerCodeActionsProvider(PYTHON_SELECTOR, this, metadata);
  }

  provideCodeActions(document: TextDocument, range: Range): SuggestionAction[] {
    const known = this.#documents.find(document.uri);
    const list = known?.model.suggestions.list.state;
    if (known === undefined || known.stale || list?.status !== 'ready') return [];
    const line = range.start.line + 1;
    return (list.value?.suggestions ?? [])
      .filter(({ source }) => source?.line === line && source.file === document.uri.fsPath)
      .map((suggestion) => actionOf(suggestion, document.uri));
  }

  async resolveCodeAction(action: SuggestionAction, token: CancellationToken): Promise<SuggestionAction> {
    const known = this.#documents.find(action.uri);
    if (known === undefined) return action;
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      cancel.abort();
    });
    try {
      const edit = await sourceEditFor(known.model, action.suggestion, this.#engine, cancel.signal);
      if (edit !== null) action.edit = edit;
      return action;
    } finally {
      subscription.dispose();
    }
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function actionOf(suggestion: Suggestion, uri: Uri): SuggestionAction {
  const action = new SuggestionAction(suggestion, uri);
  const refused = suggestion.source?.refused ?? null;
  if (refused !== null) action.disabled = { reason: refused };
  return action;
}

/** `Bottleneck 1x1, channels=64 (72% of the MACs)`. */
function titleOf({ title, id, before, after }: Suggestion): string {
  const variant = id.split(':')[1];
  const share = formatShare(before.macs === 0 ? 1 : after.macs / before.macs);
  return `LayerCost: ${title}${variant === undefined ? '' : `, ${variant}`} (${share} of the MACs)`;
}
