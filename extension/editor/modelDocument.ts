import { type Disposable, EventEmitter, RelativePattern, Uri, workspace } from 'vscode';
import type { PythonLimits } from '../engine/hostPython';
import type { AnalyzeOptions, Engine } from '../shared/engineCalls';
import { type Differing, NO_DIFFERENCES } from '../shared/diff';
import type { Listing } from '../shared/listing';
import type { Report } from '../shared/report';
import type { Metric } from '../shared/scene';
import { type Choices, type ChoiceStore, type EntryInput, NO_INPUT } from './choices';
import { Latest } from './latest';
import type { Log } from './log';
import { logFailure } from './log';
import { isPython } from './python/pythonText';
import { readSettings } from './settings';
import { ModelSuggestions } from './suggestions/modelSuggestions';
import { own } from '../engine/own';

/** A report with the options it answers, so that a view of it asks with the same ones. */
export interface Analysis {
  readonly report: Report;
  readonly options: AnalyzeOptions;
}

export interface ModelServices {
  readonly engine: Engine<AbortSignal>;
  readonly choices: ChoiceStore;
  readonly log: Log;
  /** What the sandbox may use for a source file. */
  limitsOf(uri: Uri): PythonLimits;
}

/** Exporters write a file in several steps; it is read again once it has been quiet for this long. */
const QUIET_MILLISECONDS = 300;

/** A model file that somebody looks at: its analysis and listing, computed when asked for and kept up to date. */
export class ModelDocument {
  readonly uri: Uri;
  readonly analysis: Latest<Analysis>;
  readonly listing: Latest<Listing>;
  readonly suggestions: ModelSuggestions;
  readonly #services: ModelServices;
  readonly #changed = new EventEmitter<undefined>();
  readonly #disposables: readonly { dispose(): unknown }[];
  #choices: Choices;
  #progress = '';
  #differing: Differing = NO_DIFFERENCES;
  #quiet: NodeJS.Timeout | undefined;

  /** Analysis, listing or choices changed. */
  readonly onDidChange = this.#changed.event;

  constructor(uri: Uri, services: ModelServices) {
    this.uri = uri;
    this.#services = services;
    this.#choices = services.choices.get(uri);
    const changed = (): void => {
      this.#changed.fire(undefined);
    };
    this.analysis = new Latest((signal) => this.#analyze(signal), changed);
    this.listing = new Latest((signal) => this.#list(signal), changed);
    const subject = { path: () => localPath(this.uri), options: () => this.options };
    this.suggestions = new ModelSuggestions(services.engine, subject, services.log, changed);
    this.#disposables = [this.#changed, ...this.#watch()];
  }

  get name(): string {
    return this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1);
  }

  get metric(): Metric {
    return this.#choices.metric ?? readSettings(this.uri).metric;
  }

  /** What the next analysis will be asked with. */
  get options(): AnalyzeOptions {
    if (isPython(this.uri)) return this.optionsFor(this.#choices.entry ?? '');
    const settings = readSettings(this.uri);
    return { ...this.#hardware(), dims: { ...settings.dims, ...this.#choices.dims }, inputShapes: {} };
  }

  /** The same for an entry of a source file. */
  optionsFor(entry: string): AnalyzeOptions {
    const { shapes, types, arguments: given } = this.inputOf(entry);
    return {
      ...this.#hardware(),
      dims: {},
      inputShapes: shapes,
      inputTypes: types,
      entry,
      entryArguments: given,
      python: this.#services.limitsOf(this.uri),
    };
  }

  /** What the user gave an entry of a source file. */
  inputOf(entry: string): EntryInput {
    return own(this.#choices.inputs ?? {}, entry) ?? NO_INPUT;
  }

  #hardware(): Pick<AnalyzeOptions, 'hardware' | 'countAs'> {
    const { hardware, countAs } = readSettings(this.uri);
    return { hardware: this.#choices.hardware ?? hardware, ...(countAs !== '' && { countAs }) };
  }

  /** How far a running analysis has come, or "". */
  get progress(): string {
    return this.#progress;
  }

  /** In what it differs from the model that it is compared with, by report id. */
  get differing(): Differing {
    return this.#differing;
  }

  /** Marks what differs, {@link NO_DIFFERENCES} unmarks it. */
  mark(differing: Differing): void {
    if (differing === this.#differing) return;
    this.#differing = differing;
    this.#changed.fire(undefined);
  }

  chooseMetric(metric: Metric): void {
    if (metric === this.metric) return;
    this.#choose({ ...this.#choices, metric });
    this.#changed.fire(undefined);
  }

  chooseHardware(hardware: string): void {
    if (hardware === this.options.hardware) return;
    this.#choose({ ...this.#choices, hardware });
    this.analysis.refresh();
  }

  /** Binds a dim, or with null leaves it to the settings. */
  chooseDim(name: string, value: number | null): void {
    const others = Object.fromEntries(Object.entries(this.#choices.dims).filter(([other]) => other !== name));
    this.#choose({ ...this.#choices, dims: value === null ? others : { ...others, [name]: value } });
    this.analysis.refresh();
  }

  chooseEntry(entry: string): void {
    this.#choose({ ...this.#choices, entry });
  }

  chooseInput(entry: string, input: EntryInput): void {
    this.#choose({ ...this.#choices, entry, inputs: { ...this.#choices.inputs, [entry]: input } });
  }

  /** Reads the file again. */
  reload(): void {
    if (this.analysis.state.status !== 'idle') this.analysis.refresh();
    if (this.listing.state.status !== 'idle') this.listing.refresh();
  }

  /** Settings changed: prices again where that makes a difference. */
  settingsChanged(): void {
    const analyzed = this.analysis.state.value?.options;
    if (analyzed !== undefined && JSON.stringify(analyzed) !== JSON.stringify(this.options))
      this.analysis.refresh();
    else this.#changed.fire(undefined);
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    this.analysis.cancel();
    this.listing.cancel();
    this.suggestions.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #choose(choices: Choices): void {
    this.#choices = choices;
    this.#services.choices.set(this.uri, choices);
  }

  async #analyze(signal: AbortSignal): Promise<Analysis> {
    const { options } = this;
    this.#progress = '';
    const progress = (stage: string, done: number, total: number): void => {
      this.#progress = total > 0 ? `${stage}: ${done} of ${total}` : stage;
    };
    const call = this.#services.engine.analyze(localPath(this.uri), options, { signal, progress });
    const report = await this.#logged('Analysis', call);
    this.suggestions.outdated();
    return { report, options };
  }

  #list(signal: AbortSignal): Promise<Listing> {
    return this.#logged('Listing', this.#services.engine.listing(localPath(this.uri), { signal }));
  }

  async #logged<T>(what: string, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      logFailure(this.#services.log, what, error);
      throw error;
    }
  }

  #watch(): Disposable[] {
    if (this.uri.scheme !== 'file') return [];
    const folder = Uri.joinPath(this.uri, '..');
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, globOf(this.name)));
    const touched = (): void => {
      clearTimeout(this.#quiet);
      this.#quiet = setTimeout(() => {
        this.reload();
      }, QUIET_MILLISECONDS);
    };
    return [
      watcher,
      watcher.onDidChange(touched),
      watcher.onDidCreate(touched),
      watcher.onDidDelete(touched),
    ];
  }
}

/** Path of a model on this machine; throws one sentence for files that live elsewhere. */
export function localPath(uri: Uri): string {
  if (uri.scheme === 'file') return uri.fsPath;
  throw new Error(
    `LayerCost reads models from disk only; this one comes from "${uri.scheme}:". Save a copy to open it.`,
  );
}

/** A file name as a glob that matches nothing else. */
function globOf(name: string): string {
  return name.replace(/[*?[\]{}!]/g, (character) => `[${character}]`);
}
