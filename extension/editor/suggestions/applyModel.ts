import { ProgressLocation, Uri, window } from 'vscode';
import { formatRewriteMarkdown } from '../../engine/report/rewriteMarkdown';
import type { Engine } from '../../shared/engineCalls';
import type { RewriteAnswer } from '../../shared/rewriting';
import type { Comparisons } from '../compare';
import { localPath, type ModelDocument } from '../modelDocument';

/** What applying suggestions to a model file needs. */
export interface ApplyServices {
  readonly engine: Engine<AbortSignal>;
  readonly comparisons: Comparisons;
}

/** Writes a new model with a suggestion applied, or with all that are chosen, and shows what came of it, beside the old one. */
export async function applyToModel(model: ModelDocument, id: string, services: ApplyServices): Promise<void> {
  const ids = await idsFor(model, id);
  if (ids === null) return;
  const out = await chooseFile(model, ids);
  if (out === undefined) return;
  const answer = await write(model, ids, out, services);
  await services.comparisons.show(model.uri, out, `${formatRewriteMarkdown(answer)}\n`);
}

/** The one, or all that are chosen when it is one of several. */
async function idsFor({ suggestions }: ModelDocument, id: string): Promise<readonly string[] | null> {
  const { chosen } = suggestions;
  if (chosen.length < 2 || !chosen.includes(id)) return [id];
  const all = `Apply all ${chosen.length} that are chosen`;
  const answer = await window.showQuickPick([all, 'Apply this one alone'], { title: 'Apply suggestions' });
  if (answer === undefined) return null;
  return answer === all ? chosen : [id];
}

async function chooseFile(model: ModelDocument, ids: readonly string[]): Promise<Uri | undefined> {
  const [first = ''] = ids;
  const suffix = ids.length === 1 ? first.replace(/[^a-z0-9]+/gi, '-') : `${ids.length}-rewrites`;
  const name = `${model.name.replace(/\.onnx$/i, '')}.${suffix}.onnx`;
  return window.showSaveDialog({
    title: 'Write the rewritten model to',
    defaultUri: Uri.joinPath(model.uri, '..', name),
    filters: { ONNX: ['onnx'] },
    saveLabel: 'Write',
  });
}

/** A file that the user has picked to be replaced may be, but never the model itself. */
async function write(
  model: ModelDocument,
  ids: readonly string[],
  out: Uri,
  { engine }: ApplyServices,
): Promise<RewriteAnswer> {
  const path = localPath(model.uri);
  const location = ProgressLocation.Notification;
  return window.withProgress(
    { location, title: 'Rewriting the model', cancellable: true },
    (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => {
        cancel.abort();
      });
      const report = (stage: string, done: number, total: number): void => {
        progress.report({ message: total > 0 ? `${stage}: ${Math.round((100 * done) / total)}%` : stage });
      };
      const request = { ids, out: out.fsPath, replace: true, verify: true };
      return engine.rewrite(path, model.options, request, { signal: cancel.signal, progress: report });
    },
  );
}
