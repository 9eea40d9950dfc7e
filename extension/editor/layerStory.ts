import { type CancellationToken, MarkdownString } from 'vscode';
import type { Engine } from '../shared/engineCalls';
import { detailsMarkdown, DOCUMENTATION_COMMAND } from './markdown';
import { localPath, type ModelDocument } from './modelDocument';

/** A layer as the engine tells it, for a hover: its costs and how they came about; null where there is nothing to tell (any more). */
export async function layerStory(
  model: ModelDocument,
  layer: string,
  engine: Engine<AbortSignal>,
  token: CancellationToken,
): Promise<string | null> {
  const analysis = model.analysis.state.value;
  if (analysis === null) return null;
  const abort = new AbortController();
  const cancelling = token.onCancellationRequested(() => {
    abort.abort();
  });
  try {
    const { signal } = abort;
    const details = await engine
      .details(localPath(model.uri), analysis.options, layer, { signal })
      .catch(() => null);
    return details && detailsMarkdown(details);
  } finally {
    cancelling.dispose();
  }
}

/** Text that came from a model: no HTML, and no command but the one that shows the documentation. */
export function untrusted(text: string): MarkdownString {
  const markdown = new MarkdownString(text);
  markdown.isTrusted = { enabledCommands: [DOCUMENTATION_COMMAND] };
  markdown.supportHtml = false;
  return markdown;
}
