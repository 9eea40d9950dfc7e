import { Disposable, type WebviewPanel } from 'vscode';
import type { DocSection } from '../shared/documentation';
import type { Engine, HardwareSummary } from '../shared/engineCalls';
import type { Report } from '../shared/report';
import type { ViewState } from '../shared/scene';
import { type FromWebview, PROTOCOL_VERSION, type ToWebview } from '../shared/webviewProtocol';
import { type Drawing, fetchDrawing } from './drawing';
import { type Log, logFailure } from './log';
import { localPath, type ModelDocument, type Analysis } from './modelDocument';
import { readMessage } from './panelMessages';
import { searchLayers } from './search';
import { snapshotOf } from './snapshot';
import { suggestionsView } from './suggestions/suggestionsView';

/** What a panel may ask for outside itself. */
export interface PanelServices {
  readonly engine: Engine<AbortSignal>;
  readonly log: Log;
  hardwareProfiles(): Promise<readonly HardwareSummary[]>;
  openListing(model: ModelDocument, layer: string | null): void;
  openDocs(section: DocSection): void;
  /** Carries a suggestion out, as far as that can be done. */
  applySuggestion(model: ModelDocument, id: string): void;
  /** Fills the page anew, for one that an older version of the extension left behind. */
  writePage(panel: WebviewPanel): void;
}

/** Layers whose groups are opened at once. */
const MOST_REVEALED = 50;

/** VS Code now and then loses a page that is loaded while editors are rearranged: it is written once more. */
const PAGE_PATIENCE_MILLISECONDS = 8000;

/**
 * One graph panel. A hidden page loses messages and is rebuilt when shown again, so the panel keeps the state and
 * always sends all of it.
 */
export class GraphPanel {
  /** Resolves when the page runs. */
  readonly ready: Promise<void>;
  readonly #panel: WebviewPanel;
  readonly #model: ModelDocument;
  readonly #services: PanelServices;
  readonly #subscriptions: Disposable;
  #view: ViewState;
  #selected: string | null = null;
  #drawing: Drawing | null = null;
  #failure = '';
  #profiles: readonly HardwareSummary[] = [];
  #revision = 0;
  #ready = false;
  #markReady: () => void = () => undefined;
  readonly #watchdog: NodeJS.Timeout;
  /** Something changed while the page was hidden. */
  #missed = false;
  #pendingReveal: readonly string[] = [];
  #update = new AbortController();
  #rewritten = false;

  constructor(panel: WebviewPanel, model: ModelDocument, services: PanelServices) {
    this.#panel = panel;
    this.#model = model;
    this.#services = services;
    this.#view = { metric: model.metric, open: [] };
    this.#subscriptions = Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.#receive(message);
      }),
      panel.onDidChangeViewState(() => {
        if (panel.visible && this.#missed) this.#refresh();
      }),
      model.onDidChange(() => {
        this.#refresh();
      }),
    );
    model.analysis.ensure();
    this.ready = new Promise((resolve) => {
      this.#markReady = resolve;
    });
    this.#watchdog = setTimeout(() => {
      if (!this.#ready && panel.visible) services.writePage(panel);
    }, PAGE_PATIENCE_MILLISECONDS);
    void this.#loadProfiles();
  }

  get visible(): boolean {
    return this.#panel.visible;
  }

  /** Opens what hides layers, selects the first and scrolls to it, now or as soon as there is something to see. */
  reveal(layers: readonly string[]): void {
    this.#pendingReveal = layers.slice(0, MOST_REVEALED);
    this.#selected = layers[0] ?? this.#selected;
    this.#refresh();
  }

  /** Brings the panel to the front of its column. */
  show(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    clearTimeout(this.#watchdog);
    this.#update.abort();
    this.#subscriptions.dispose();
  }

  #receive(raw: unknown): void {
    const message = readMessage(raw);
    if (message === null) this.#services.log.warn('The graph page sent something that is no message.');
    else this.#handle(message);
  }

  #handle(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        this.#pageReady(message.version, message.view);
        return;
      case 'view':
        this.#setView(message.view);
        return;
      case 'hardware':
        this.#model.chooseHardware(message.id);
        return;
      case 'dim':
        this.#model.chooseDim(message.name, message.value);
        return;
      case 'select':
        this.#selected = message.id;
        this.#refresh();
        return;
      case 'reveal':
        this.reveal([message.id]);
        return;
      case 'search':
        this.#search(message.query);
        return;
      case 'openListing':
        this.#services.openListing(this.#model, message.id);
        return;
      case 'openDocs':
        this.#services.openDocs(message.section);
        return;
      case 'suggest':
        this.#model.suggestions.ask();
        return;
      case 'choose':
        this.#model.suggestions.choose(message.ids);
        return;
      case 'preview':
        this.#model.suggestions.showPreview(message.id);
        return;
      case 'ranks':
        this.#model.suggestions.showRanks(message.id);
        return;
      case 'measureRanks':
        this.#model.suggestions.measureRanks();
        return;
      case 'plan':
        this.#model.suggestions.makePlan(message.budget);
        return;
      case 'applySuggestion':
        this.#services.applySuggestion(this.#model, message.id);
        return;
      case 'cancel':
        this.#model.analysis.cancel();
        return;
      case 'fault':
        this.#services.log.error(`Graph page: ${message.message}`);
        return;
    }
  }

  #pageReady(version: number, view: ViewState | null): void {
    if (version !== PROTOCOL_VERSION && !this.#rewritten) {
      this.#rewritten = true;
      this.#services.writePage(this.#panel);
      return;
    }
    this.#ready = true;
    this.#markReady();
    // The page remembers the view across a restart of the editor; the panel's own memory is the younger one.
    if (view !== null && this.#drawing === null) this.#view = { open: view.open, metric: this.#model.metric };
    this.#refresh(true);
  }

  #setView(view: ViewState): void {
    this.#view = view;
    if (view.metric === this.#model.metric) this.#refresh();
    else this.#model.chooseMetric(view.metric);
  }

  #search(query: string): void {
    const report = this.#model.analysis.state.value?.report;
    const found =
      report === undefined ? { matches: [], leftOut: 0 } : searchLayers(report, query, this.#view.metric);
    this.#post({ type: 'found', query, ...found });
  }

  async #loadProfiles(): Promise<void> {
    this.#profiles = await this.#services.hardwareProfiles();
    this.#refresh();
  }

  /**
   * Sends what is known at once, then fetches what is not; a newer refresh takes over from an older one. A page
   * that asks is answered even where its panel does not yet count as visible.
   */
  #refresh(asked = false): void {
    this.#missed = !this.#panel.visible && !asked;
    if (!this.#ready || this.#missed) return;
    this.#view = { ...this.#view, metric: this.#model.metric };
    this.#update.abort();
    this.#update = new AbortController();
    const { value, status } = this.#model.analysis.state;
    if (value === null || status === 'stale') this.#send();
    if (value === null) this.#drawing = null;
    else void this.#draw(value, this.#update.signal);
  }

  async #draw(analysis: Analysis, signal: AbortSignal): Promise<void> {
    const request = {
      path: localPath(this.#model.uri),
      analysis,
      view: this.#view,
      selected: this.#selected,
      reveal: this.#pendingReveal,
    };
    try {
      const drawing = await fetchDrawing(this.#services.engine, request, this.#drawing, signal);
      if (signal.aborted) return;
      this.#drawing = drawing;
      this.#view = drawing.view;
      this.#failure = '';
      this.#send();
      this.#scroll();
    } catch (error) {
      if (signal.aborted) return;
      logFailure(this.#services.log, 'Drawing the graph', error);
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#send();
    }
  }

  #scroll(): void {
    const [id] = this.#pendingReveal;
    this.#pendingReveal = [];
    if (id !== undefined) this.#post({ type: 'reveal', id });
  }

  #send(): void {
    const { status, value, message } = this.#model.analysis.state;
    const failed = this.#failure !== '' && status === 'ready';
    const snapshot = snapshotOf({
      revision: ++this.#revision,
      title: this.#model.name,
      status: failed ? 'failed' : status,
      message: failed ? this.#failure : message === '' && status !== 'ready' ? this.#model.progress : message,
      report: value?.report ?? null,
      hardware: this.#model.options.hardware,
      hardwareProfiles: this.#profiles,
      view: this.#view,
      answer: this.#drawing?.answer ?? null,
      selected: this.#drawing?.selected ?? null,
      suggestions: suggestionsView(this.#model.suggestions, (layer) => nameOf(value?.report ?? null, layer)),
      differing: this.#model.differing,
    });
    this.#post({ type: 'snapshot', snapshot });
  }

  /** What a page misses while it is hidden it asks for when it comes back: nothing is queued for it. */
  #post(message: ToWebview): void {
    void this.#panel.webview.postMessage(message);
  }
}

function nameOf(report: Report | null, layer: string): string {
  const found = report?.layers.find(({ id }) => id === layer);
  return found === undefined || found.name === '' ? (found?.op ?? layer) : found.name;
}
