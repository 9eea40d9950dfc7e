import {
  type Disposable,
  Disposable as Disposables,
  type QuickPickItem,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { diffReports, formatDiffMarkdown } from '../engine/report/diff';
import { type Difference, type ModelDiff, NO_DIFFERENCES } from '../shared/diff';
import type { AnalyzeOptions, Engine } from '../shared/engineCalls';
import type { ReportLayer } from '../shared/report';
import { makeRows, openSideBySide } from './compareLayout';
import { type Analysis, localPath, type ModelDocument } from './modelDocument';
import type { Models } from './models';
import type { OnnxEditor } from './onnxEditor';
import type { Results } from './suggestions/results';

/** What a comparison works on. */
export interface CompareServices {
  readonly engine: Engine<AbortSignal>;
  readonly models: Models;
  readonly editor: OnnxEditor;
  readonly results: Results;
}

/** One of two models that are marked, with the analysis that its marks are true of. */
interface Side {
  readonly model: ModelDocument;
  /** The same again where a file was only touched. */
  analysis: Analysis;
}

/** Two models side by side, with what differs marked on both until one of them changes or is closed. */
export class Comparisons {
  readonly #services: CompareServices;
  readonly #subscriptions: Disposable;
  #pairs: readonly (readonly [Side, Side])[] = [];

  constructor(services: CompareServices) {
    this.#services = services;
    this.#subscriptions = Disposables.from(
      services.models.onDidChange((model) => {
        this.#end((side) => side.model === model && hasChanged(side));
      }),
      services.models.onDidClose((uri) => {
        this.#end(({ model }) => model.uri.toString() === uri.toString());
      }),
    );
  }

  /**
   * Opens both, marks what differs and tells it in figures, below what else is to be told, with the old model under its
   * path or another name. Throws one sentence.
   */
  async show(before: Uri, after: Uri, told = '', beforeName: string | null = null): Promise<void> {
    if (before.toString() === after.toString())
      throw new Error('A model is compared with another one; choose two files.');
    const { models, results } = this.#services;
    const holds = [models.hold(before), models.hold(after)];
    try {
      const [old, fresh] = [await sideOf(models.get(before)), await sideOf(models.get(after))];
      const diff = await this.#diff(old.model, fresh.model);
      // The summary first: a graph that is loading may take the focus, and with it the place of what opens next.
      await makeRows();
      const summary = formatDiffMarkdown(named(diff, beforeName));
      await results.show(`${old.model.name} and ${fresh.model.name}`, told + summary);
      await openSideBySide(before, after, this.#services.editor);
      await this.#mark(old, fresh, diff);
    } finally {
      for (const hold of holds) hold.dispose();
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Both are priced for the same hardware and the same sizes: else everything would differ. */
  async #diff(old: ModelDocument, fresh: ModelDocument): Promise<ModelDiff> {
    const { hardware, dims } = old.options;
    const alike: AnalyzeOptions = { ...fresh.options, hardware, dims: { ...fresh.options.dims, ...dims } };
    const { engine } = this.#services;
    const before = await engine.analyze(localPath(old.uri), old.options);
    return diffReports(before, await engine.analyze(localPath(fresh.uri), alike));
  }

  async #mark(old: Side, fresh: Side, { changed, removed, added }: ModelDiff): Promise<void> {
    this.#end(({ model }) => model === old.model || model === fresh.model);
    this.#pairs = [...this.#pairs, [old, fresh]];
    const olds = changed.map(({ before }) => before);
    const news = changed.map(({ after }) => after);
    await this.#markSide(old, [...marks(olds, 'changed'), ...marks(removed, 'removed')]);
    await this.#markSide(fresh, [...marks(news, 'changed'), ...marks(added, 'added')]);
  }

  async #markSide(side: Side, entries: readonly (readonly [string, Difference])[]): Promise<void> {
    const { model, analysis } = side;
    const layers = Object.fromEntries(entries);
    const path = localPath(model.uri);
    const groups = await this.#services.engine.groupDifferences(path, analysis.options, layers);
    // It may have changed, or been closed, while its groups were counted.
    if (!this.#pairs.some((pair) => pair.includes(side))) return;
    model.mark({ layers, groups });
    const ids = entries.map(([id]) => id).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    if (ids.length > 0) this.#services.editor.revealAll(model.uri, ids);
  }

  #end(isOver: (side: Side) => boolean): void {
    const over = this.#pairs.filter((pair) => pair.some(isOver));
    this.#pairs = this.#pairs.filter((pair) => !over.includes(pair));
    for (const { model } of over.flat()) model.mark(NO_DIFFERENCES);
  }
}

function marks(
  layers: readonly ReportLayer[],
  difference: Difference,
): readonly (readonly [string, Difference])[] {
  return layers.map(({ id }) => [id, difference] as const);
}

/** Whether a model is another one than its marks were made for; reading the same content again changes nothing. */
function hasChanged(side: Side): boolean {
  const { value } = side.model.analysis.state;
  if (value === null) return true;
  if (value === side.analysis) return false;
  if (JSON.stringify(value) !== JSON.stringify(side.analysis)) return true;
  side.analysis = value;
  return false;
}

/** With paths as people know them. */
function named({ before, after, ...diff }: ModelDiff, beforeName: string | null): ModelDiff {
  return {
    ...diff,
    before: { ...before, path: beforeName ?? workspace.asRelativePath(before.path) },
    after: { ...after, path: workspace.asRelativePath(after.path) },
  };
}

async function sideOf(model: ModelDocument): Promise<Side> {
  const { value, message } = await model.analysis.settled();
  if (value === null) throw new Error(message);
  return { model, analysis: value };
}

/** The model that another one is to be compared with, as the user picks it. */
export async function chooseCompared(before: Uri): Promise<Uri | undefined> {
  const files = await workspace.findFiles('**/*.onnx', '**/node_modules/**', 500);
  const others = files.filter((file) => file.toString() !== before.toString());
  const items = others.map((file) => ({ label: workspace.asRelativePath(file), file }));
  const browse: QuickPickItem = { label: 'Another file...', alwaysShow: true };
  const title = `Compare ${workspace.asRelativePath(before)} with`;
  const choice = await window.showQuickPick<QuickPickItem & { readonly file?: Uri }>([...items, browse], {
    title,
  });
  if (choice !== browse) return choice?.file;
  return (await window.showOpenDialog({ title, filters: { ONNX: ['onnx'] } }))?.[0];
}
