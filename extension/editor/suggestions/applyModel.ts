import { ProgressLocation, type QuickPickItem, Uri, window } from 'vscode';
import { formatRewriteMarkdown } from '../../engine/report/rewriteMarkdown';
import type { Engine } from '../../shared/engineCalls';
import type { RewriteAnswer, RewriteRequest, WeightPlace } from '../../shared/rewriting';
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
  const weights = await choosePlace(model, out);
  if (weights === undefined) return;
  const answer = await write(model, { ids, out: out.fsPath, weights }, services);
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

interface PlaceItem extends QuickPickItem {
  readonly place: WeightPlace;
}

/** Where weights go, asked only of models that keep them in other files; undefined where the user turns back. */
async function choosePlace(model: ModelDocument, out: Uri): Promise<WeightPlace | undefined> {
  const files = model.analysis.state.value?.report.weightFiles ?? [];
  if (files.length === 0) return 'keep';
  const name = out.path.slice(out.path.lastIndexOf('/') + 1);
  const keep: PlaceItem = {
    place: 'keep',
    label: 'Leave the weights where they are',
    description: `the new model refers to ${files.slice(0, 3).join(', ')}`,
  };
  const items: readonly PlaceItem[] = [
    { place: 'beside', label: 'Write the weights beside it', description: `into ${name}.data` },
    { place: 'inside', label: 'Write the weights into it', description: 'up to 2 GiB' },
  ];
  // What it refers to has to lie in its own folder.
  const isBeside = Uri.joinPath(out, '..').toString() === Uri.joinPath(model.uri, '..').toString();
  const title = 'Weights of the new model';
  return (await window.showQuickPick(isBeside ? [keep, ...items] : items, { title }))?.place;
}

/** A file that the user has picked to be replaced may be, but never the model itself. */
async function write(
  model: ModelDocument,
  chosen: Pick<RewriteRequest, 'ids' | 'out' | 'weights'>,
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
      const request = { ...chosen, replace: true, verify: true };
      return engine.rewrite(path, model.options, request, { signal: cancel.signal, progress: report });
    },
  );
}
