import { type CancellationToken, Disposable, type Progress, ProgressLocation, window } from 'vscode';
import type { ModelDocument } from './modelDocument';
import type { Models } from './models';

const PATIENCE_MILLISECONDS = 1000;
const TICK_MILLISECONDS = 200;

/** Shows an analysis that takes longer than a second, with a way to cancel it; `shownElsewhere` models have their own. */
export function showProgress(models: Models, shownElsewhere: (model: ModelDocument) => boolean): Disposable {
  const waiting = new Map<ModelDocument, NodeJS.Timeout>();
  const watch = (model: ModelDocument): void => {
    if (!model.analysis.running || waiting.has(model)) return;
    const timer = setTimeout(() => {
      if (model.analysis.running && !shownElsewhere(model))
        void notify(model).then(() => waiting.delete(model));
      else waiting.delete(model);
    }, PATIENCE_MILLISECONDS);
    waiting.set(model, timer);
  };
  const subscription = models.onDidChange(watch);
  return new Disposable(() => {
    subscription.dispose();
    for (const timer of waiting.values()) clearTimeout(timer);
  });
}

function notify(model: ModelDocument): Thenable<void> {
  const options = {
    location: ProgressLocation.Notification,
    cancellable: true,
    title: `LayerCost: analyzing ${model.name}`,
  };
  return window.withProgress(options, (progress, token) => follow(model, progress, token));
}

async function follow(
  model: ModelDocument,
  progress: Progress<{ message?: string }>,
  token: CancellationToken,
): Promise<void> {
  const cancelling = token.onCancellationRequested(() => {
    model.analysis.cancel();
  });
  const ticking = setInterval(() => {
    progress.report({ message: model.progress });
  }, TICK_MILLISECONDS);
  await model.analysis.settled();
  clearInterval(ticking);
  cancelling.dispose();
}
