import { type CustomReadonlyEditorProvider, Disposable, type Uri, type WebviewPanel, window } from 'vscode';
import { GRAPH_VIEW_TYPE, SOURCE_VIEW_TYPE } from './activeModel';
import { GraphPanel, type PanelServices } from './graphPanel';
import type { Models } from './models';
import { resourceRoots, webviewHtml } from './webviewHtml';

const READY_PATIENCE_MILLISECONDS = 5000;

interface OnnxDocument {
  readonly uri: Uri;
  dispose(): void;
}

/** Opens .onnx files, and source files beside their text, as layer graphs; read-only, and it never holds the weights. */
export class OnnxEditor implements CustomReadonlyEditorProvider<OnnxDocument> {
  readonly #models: Models;
  readonly #services: PanelServices;
  readonly #extensionUri: Uri;
  readonly #registration: Disposable;
  readonly #panels = new Map<string, Set<GraphPanel>>();
  /** Layers to show in panels that are only just opening. */
  readonly #awaited = new Map<string, readonly string[]>();

  constructor(models: Models, services: Omit<PanelServices, 'writePage'>, extensionUri: Uri) {
    this.#models = models;
    this.#extensionUri = extensionUri;
    this.#services = {
      ...services,
      writePage: (panel) => {
        this.#writePage(panel);
      },
    };
    this.#registration = Disposable.from(
      ...[GRAPH_VIEW_TYPE, SOURCE_VIEW_TYPE].map((viewType) =>
        window.registerCustomEditorProvider(viewType, this, { supportsMultipleEditorsPerDocument: true }),
      ),
    );
  }

  openCustomDocument(uri: Uri): OnnxDocument {
    const hold = this.#models.hold(uri);
    return {
      uri,
      dispose: () => {
        hold.dispose();
      },
    };
  }

  resolveCustomEditor({ uri }: OnnxDocument, webviewPanel: WebviewPanel): void {
    webviewPanel.webview.options = {
      enableScripts: true,
      localResourceRoots: resourceRoots(this.#extensionUri),
    };
    const panel = new GraphPanel(webviewPanel, this.#models.get(uri), this.#services);
    this.#remember(uri, panel, webviewPanel);
    const awaited = this.#awaited.get(uri.toString());
    this.#awaited.delete(uri.toString());
    if (awaited !== undefined) panel.reveal(awaited);
    this.#writePage(webviewPanel);
  }

  /** Shows a layer in the model's panels; false where there is none, then in the next one that opens. */
  reveal(uri: Uri, layer: string | null): boolean {
    const panels = [...(this.#panels.get(uri.toString()) ?? [])];
    if (panels.length === 0) {
      if (layer !== null) this.#awaited.set(uri.toString(), [layer]);
      return false;
    }
    const shown = panels.filter((panel) => panel.visible);
    if (shown.length === 0) panels[0]?.show();
    for (const panel of panels) if (layer !== null) panel.reveal([layer]);
    return true;
  }

  /** Opens what hides layers in the panels of a model and goes to the first of them. */
  revealAll(uri: Uri, layers: readonly string[]): void {
    const panels = this.#panels.get(uri.toString());
    if (panels === undefined) this.#awaited.set(uri.toString(), layers);
    else for (const panel of panels) panel.reveal(layers);
  }

  /** Waits until a page of this model runs, but not for ever. */
  async whenReady(uri: Uri): Promise<void> {
    const pages = [...(this.#panels.get(uri.toString()) ?? [])].map((panel) => panel.ready);
    const late = new Promise<void>((resolve) => setTimeout(resolve, READY_PATIENCE_MILLISECONDS));
    if (pages.length > 0) await Promise.race([...pages, late]);
  }

  /** Whether a panel of this model is on the screen. */
  shows(uri: Uri): boolean {
    return [...(this.#panels.get(uri.toString()) ?? [])].some((panel) => panel.visible);
  }

  dispose(): void {
    this.#registration.dispose();
    for (const panels of this.#panels.values()) for (const panel of panels) panel.dispose();
  }

  #remember(uri: Uri, panel: GraphPanel, webviewPanel: WebviewPanel): void {
    const key = uri.toString();
    const panels = this.#panels.get(key) ?? new Set();
    this.#panels.set(key, panels.add(panel));
    webviewPanel.onDidDispose(() => {
      panel.dispose();
      panels.delete(panel);
      if (panels.size === 0) this.#panels.delete(key);
    });
  }

  #writePage({ webview }: WebviewPanel): void {
    webview.html = webviewHtml(webview, this.#extensionUri);
  }
}
