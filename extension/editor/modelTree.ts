import {
  Disposable,
  EventEmitter,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { costOf, METRIC_LABELS } from '../engine/view/metrics';
import { layerName } from '../engine/report/cells';
import { plainText } from '../engine/diagnosticsText';
import { rankLayers } from '../engine/view/ranking';
import type { Report, ReportLayer } from '../shared/report';
import { layerText } from './costText';
import { heatKey } from './listingCosts';
import type { ModelPrices, Price } from './modelPrices';
import { readSettings } from './settings';

const MODEL_FILES = '**/*.onnx';
const EXCLUDED = '**/{node_modules,.git}/**';
const MAX_MODELS = 500;
const MAX_HOT_LAYERS = 15;
const QUIET_MILLISECONDS = 300;

interface ModelItem {
  readonly kind: 'model';
  readonly uri: Uri;
}

interface LayerItem {
  readonly kind: 'layer';
  readonly uri: Uri;
  readonly layer: ReportLayer;
  readonly report: Report;
}

export type ModelTreeItem = ModelItem | LayerItem;

/** The workspace's models with their totals, and under each its hottest layers. */
export class ModelTree implements TreeDataProvider<ModelTreeItem> {
  readonly #prices: ModelPrices;
  readonly #changed = new EventEmitter<ModelTreeItem | undefined>();
  readonly #view: TreeView<ModelTreeItem>;
  readonly #subscriptions: Disposable;
  /** Looked for once; null after a change in the workspace. */
  #items: readonly ModelItem[] | null = null;
  #quiet: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(prices: ModelPrices) {
    this.#prices = prices;
    this.#view = window.createTreeView('layercost.models', { treeDataProvider: this, showCollapseAll: true });
    const watcher = workspace.createFileSystemWatcher(MODEL_FILES);
    const later = (uri: Uri): void => {
      prices.forget(uri);
      this.#items = null;
      this.#refreshLater();
    };
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#changed,
      watcher,
      watcher.onDidCreate(later),
      watcher.onDidDelete(later),
      watcher.onDidChange(later),
      // The whole tree: while it is still being filled, news of single items get lost.
      prices.onDidPrice(() => {
        this.#refreshLater();
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        prices.pause(!visible);
      }),
    );
  }

  /** Looks for models again and prices them anew. */
  refresh(): void {
    this.#prices.forgetAll();
    this.#items = null;
    this.#changed.fire(undefined);
  }

  async getChildren(item?: ModelTreeItem): Promise<ModelTreeItem[]> {
    if (item?.kind === 'layer') return [];
    if (item !== undefined) return this.#hotLayers(item);
    this.#items ??= await findModels();
    return [...this.#items];
  }

  getTreeItem(item: ModelTreeItem): TreeItem {
    return item.kind === 'model' ? modelItem(item.uri, this.#prices.ask(item.uri)) : layerItem(item);
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    this.#subscriptions.dispose();
  }

  async #hotLayers({ uri }: ModelItem): Promise<ModelTreeItem[]> {
    const report = await this.#prices.report(uri);
    if (report === null) return [];
    return rankLayers(report, readSettings(uri).metric)
      .filter(({ hot }) => hot)
      .slice(0, MAX_HOT_LAYERS)
      .map(({ layer }) => ({ kind: 'layer', uri, layer, report }));
  }

  #refreshLater(): void {
    this.#quiet ??= setTimeout(() => {
      this.#quiet = undefined;
      this.#changed.fire(undefined);
    }, QUIET_MILLISECONDS);
  }
}

async function findModels(): Promise<readonly ModelItem[]> {
  const uris = await workspace.findFiles(MODEL_FILES, EXCLUDED, MAX_MODELS);
  return uris.sort((a, b) => a.path.localeCompare(b.path)).map((uri) => ({ kind: 'model', uri }));
}

function modelItem(uri: Uri, price: Price): TreeItem {
  const item = new TreeItem(uri, TreeItemCollapsibleState.Collapsed);
  const path = workspace.asRelativePath(uri);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  item.contextValue = 'model';
  item.id = uri.toString();
  item.description = [price.text, folder].filter((part) => part !== '').join('  ·  ');
  item.tooltip = [path, price.story].filter((part) => part !== '').join('\n');
  item.iconPath = new ThemeIcon(price.failed ? 'warning' : 'type-hierarchy');
  item.command = { command: 'layercost.showGraph', title: 'Show Layer Graph', arguments: [uri] };
  if (price.failed) item.collapsibleState = TreeItemCollapsibleState.None;
  return item;
}

function layerItem({ uri, layer, report }: LayerItem): TreeItem {
  const { metric } = readSettings(uri);
  const item = new TreeItem(layerName(layer), TreeItemCollapsibleState.None);
  item.contextValue = 'layer';
  item.id = `${uri.toString()}#${layer.id}`;
  item.description = `${plainText(layer.op)}  ${layerText(layer, report.totals, metric)}`;
  item.iconPath = new ThemeIcon('flame');
  const value = costOf(layer, heatKey(metric));
  item.tooltip = `${METRIC_LABELS[heatKey(metric)]}: ${value === null ? 'unknown' : item.description}`;
  item.command = {
    command: 'layercost.revealLayer',
    title: 'Show in the Layer Graph',
    arguments: [uri.toString(), layer.id],
  };
  return item;
}
