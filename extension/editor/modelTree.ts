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
import { plainText } from '../engine/report/plainText';
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
const QUIET_MILLISECONDS = 500;

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
  /** The same model is the same item whenever the tree asks, so that it can be told that one has changed. */
  readonly #items = new Map<string, ModelItem>();
  #quiet: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(prices: ModelPrices) {
    this.#prices = prices;
    this.#view = window.createTreeView('layercost.models', { treeDataProvider: this, showCollapseAll: true });
    const watcher = workspace.createFileSystemWatcher(MODEL_FILES);
    const later = (uri: Uri): void => {
      prices.forget(uri);
      this.#refreshLater();
    };
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#changed,
      watcher,
      watcher.onDidCreate(later),
      watcher.onDidDelete(later),
      watcher.onDidChange(later),
      prices.onDidPrice((uri) => {
        const item = this.#items.get(uri.toString());
        if (item !== undefined) this.#changed.fire(item);
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        prices.pause(!visible);
      }),
    );
  }

  /** Looks for models again and prices them anew. */
  refresh(): void {
    this.#prices.forgetAll();
    this.#changed.fire(undefined);
  }

  async getChildren(item?: ModelTreeItem): Promise<ModelTreeItem[]> {
    if (item?.kind === 'layer') return [];
    if (item !== undefined) return this.#hotLayers(item);
    const uris = await workspace.findFiles(MODEL_FILES, EXCLUDED, MAX_MODELS);
    return uris.sort((a, b) => a.path.localeCompare(b.path)).map((uri) => this.#item(uri));
  }

  getTreeItem(item: ModelTreeItem): TreeItem {
    return item.kind === 'model' ? modelItem(item.uri, this.#prices.ask(item.uri)) : layerItem(item);
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    this.#subscriptions.dispose();
  }

  #item(uri: Uri): ModelItem {
    const known = this.#items.get(uri.toString());
    const item = known ?? { kind: 'model', uri };
    this.#items.set(uri.toString(), item);
    return item;
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
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#changed.fire(undefined);
    }, QUIET_MILLISECONDS);
  }
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
