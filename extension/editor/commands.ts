import {
  commands,
  Disposable,
  env,
  Uri,
  type ViewColumn,
  ViewColumn as Column,
  window,
  workspace,
} from 'vscode';
import type { Revisions } from '../host/git/revisions.node';
import { type DocSection, readSection } from '../shared/documentation';
import type { HardwareSummary } from '../shared/engineCalls';
import { METRIC_LABELS } from '../engine/view/metrics';
import { METRICS } from '../shared/scene';
import { activeModel, GRAPH_VIEW_TYPE, graphIsActive, SOURCE_VIEW_TYPE } from './activeModel';
import { chooseCompared, type Comparisons } from './compare';
import { compareRevision } from './compareRevision';
import { iconFree, lineText, totalsText } from './costText';
import { lineOfOrigins } from './listingPlaces';
import { LISTING_SCHEME, listingUri, modelOfListing } from './listingUri';
import type { ModelDocument } from './modelDocument';
import type { Models } from './models';
import type { OnnxEditor } from './onnxEditor';
import type { Pricing } from './pricedListing';
import { changeInput, chooseEntry, openSource, showEntry } from './python/pythonCommands';
import type { PythonDocuments } from './python/pythonDocuments';
import { isPython } from './python/pythonText';
import { pickDim } from './dimInput';
import { parseDim } from './dimText';
import { own } from '../engine/own';

/** What the commands work on. */
export interface CommandServices {
  readonly models: Models;
  readonly python: PythonDocuments;
  readonly editor: OnnxEditor;
  readonly comparisons: Comparisons;
  /** Null where the editor cannot run Git. */
  readonly revisions: Revisions | null;
  readonly pricing: Pricing;
  readonly hardwareProfiles: () => Promise<readonly HardwareSummary[]>;
  readonly refreshModels: () => void;
  readonly openDocs: (section: DocSection) => Promise<void>;
}

/** Stored tensors up to this number stay unfolded. */
const MANY_LINES = 8;

type Handler = (services: CommandServices, ...args: readonly unknown[]) => Promise<void>;

/** Every command and what it does; the manifest names the same ones. */
export const COMMANDS: Readonly<Record<string, Handler>> = {
  'layercost.showGraph': async (_services, target) => {
    const uri = await targetOf(target);
    if (uri !== undefined) await openGraph(uri, isPython(uri) ? Column.Beside : Column.Active);
  },
  'layercost.suggestCompression': async ({ models, editor }, target, layer) => {
    const uri = await targetOf(target);
    if (uri === undefined) return;
    const model = models.get(uri);
    model.suggestions.ask();
    if (!editor.reveal(uri, typeof layer === 'string' ? layer : null))
      await openGraph(uri, isPython(uri) ? Column.Beside : Column.Active);
  },
  'layercost.compareModels': async ({ comparisons }, target, other) => {
    const chosen =
      Array.isArray(other) && other.length === 2 ? other.map(uriOf) : [uriOf(target), uriOf(other)];
    const before = chosen[0] ?? (await targetOf(undefined));
    const after = before && (chosen[1] ?? (await chooseCompared(before)));
    if (before && after) await comparisons.show(before, after);
  },
  'layercost.compareRevision': async (services, target, revision) => {
    const uri = await targetOf(target);
    if (uri !== undefined)
      await compareRevision(uri, typeof revision === 'string' ? revision : null, services);
  },
  'layercost.openListing': async (services, target, layer) => {
    const uri = await targetOf(target);
    const id = typeof layer === 'string' ? layer : null;
    if (uri !== undefined && isPython(uri)) await openSource(services.models.get(uri), id);
    else if (uri !== undefined) await openListing(services, uri, id);
  },
  'layercost.revealLayer': async ({ editor }, model, layer) => {
    if (typeof model !== 'string') return;
    const uri = Uri.parse(model, true);
    if (!editor.reveal(uri, typeof layer === 'string' ? layer : null)) await openGraph(uri, Column.Beside);
  },
  'layercost.refreshModels': ({ refreshModels }) => {
    refreshModels();
    return Promise.resolve();
  },
  'layercost.showEntry': ({ python }, model, entry) => {
    if (typeof model === 'string' && typeof entry === 'string')
      showEntry(python, Uri.parse(model, true), entry);
    return Promise.resolve();
  },
  'layercost.chooseEntry': async ({ python }) => {
    const uri = activeModel();
    if (uri !== undefined) await chooseEntry(python, uri);
  },
  'layercost.changeInput': async ({ python }, model, entry) => {
    const uri = typeof model === 'string' ? Uri.parse(model, true) : activeModel();
    if (uri !== undefined) await changeInput(python, uri, typeof entry === 'string' ? entry : null);
  },
  'layercost.analyzeAgain': async ({ models, python }, target) => {
    const uri = await targetOf(target);
    if (uri === undefined) return;
    python.find(uri)?.refresh();
    models.get(uri).reload();
  },
  'layercost.setDimension': async ({ models }) => {
    const model = await modelOf(models);
    if (model !== undefined) await setDimension(model);
  },
  'layercost.chooseMetric': async ({ models }) => {
    const model = await modelOf(models);
    if (model === undefined) return;
    const items = METRICS.map((id) => ({ label: METRIC_LABELS[id], id, picked: id === model.metric }));
    const choice = await window.showQuickPick(items, { title: `Metric for ${model.name}` });
    if (choice !== undefined) model.chooseMetric(choice.id);
  },
  'layercost.chooseHardware': async ({ models, hardwareProfiles }) => {
    const model = await modelOf(models);
    if (model === undefined) return;
    const profiles = await hardwareProfiles();
    const items = profiles.map(({ id, label }) => ({ label: iconFree(label), description: id, id }));
    const choice = await window.showQuickPick(items, { title: `Hardware profile for ${model.name}` });
    if (choice !== undefined) model.chooseHardware(choice.id);
  },
  'layercost.openDocumentation': async ({ openDocs }, section) => {
    await openDocs(readSection(section) ?? 'macs');
  },
  'layercost.copyCost': async (services, target) => {
    const text = await costToCopy(services, target);
    if (text !== undefined) await env.clipboard.writeText(text);
  },
};

/** Registers the table. A handler that fails says so in one sentence. */
export function registerCommands(services: CommandServices): Disposable {
  const registrations = Object.entries(COMMANDS).map(([name, handler]) =>
    commands.registerCommand(name, async (...args: readonly unknown[]) => {
      try {
        await handler(services, ...args);
      } catch (error) {
        void window.showErrorMessage(`LayerCost: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  return Disposable.from(...registrations);
}

/** The model a command is about: the item it was called on, else the active one, else one that the user picks. */
async function targetOf(target: unknown): Promise<Uri | undefined> {
  const uri = uriOf(target) ?? activeModel();
  if (uri !== undefined) return uri.scheme === LISTING_SCHEME ? modelOfListing(uri) : uri;
  const files = await workspace.findFiles('**/*.onnx', '**/node_modules/**', 500);
  if (files.length === 0) throw new Error('There is no .onnx file in this workspace.');
  const items = files.map((file) => ({ label: workspace.asRelativePath(file), file }));
  return (await window.showQuickPick(items, { title: 'Model' }))?.file;
}

function uriOf(target: unknown): Uri | undefined {
  if (target instanceof Uri) return target;
  if (typeof target === 'string') return Uri.parse(target, true);
  if (typeof target === 'object' && target !== null && 'uri' in target) return uriOf(target.uri);
  return undefined;
}

async function modelOf(models: Models): Promise<ModelDocument | undefined> {
  const uri = await targetOf(undefined);
  return uri === undefined ? undefined : models.get(uri);
}

async function openGraph(uri: Uri, viewColumn: ViewColumn): Promise<void> {
  const viewType = isPython(uri) ? SOURCE_VIEW_TYPE : GRAPH_VIEW_TYPE;
  await commands.executeCommand('vscode.openWith', uri, viewType, { viewColumn });
}

/** Opens the listing, beside the graph where it was called from there, and puts the cursor on a layer's line. */
export async function openListing(
  { models }: Pick<CommandServices, 'models'>,
  uri: Uri,
  layer: string | null,
): Promise<void> {
  const document = await workspace.openTextDocument(listingUri(uri));
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = shown?.viewColumn ?? (graphIsActive() ? Column.Beside : Column.Active);
  const line = layer === null ? null : await lineOf(models.get(uri), layer);
  const selection = line === null ? undefined : document.lineAt(Math.min(line, document.lineCount - 1)).range;
  await window.showTextDocument(document, { viewColumn, preview: false, ...(selection && { selection }) });
  if (shown === undefined && line === null) await foldInitializers(models.get(uri));
}

/** The tensors that a model stores come before its first node and would fill the screen. */
async function foldInitializers(model: ModelDocument): Promise<void> {
  const { value: listing } = await model.listing.settled();
  const folded = listing?.regions
    .filter(({ kind }) => kind === 'graph')
    .flatMap(({ children }) =>
      children.filter(({ name, kind }) => kind === 'scope' && name === 'initializers'),
    )
    .filter(({ firstLine, lastLine }) => lastLine - firstLine >= MANY_LINES);
  if (folded === undefined || folded.length === 0) return;
  await commands.executeCommand('editor.fold', { selectionLines: folded.map(({ firstLine }) => firstLine) });
}

async function lineOf(model: ModelDocument, layerId: string): Promise<number | null> {
  const { value: analysis } = await model.analysis.settled();
  const { value: listing } = await model.listing.settled();
  const layer = analysis?.report.layers.find(({ id }) => id === layerId);
  return layer === undefined || listing === null ? null : lineOfOrigins(listing, layer.origins ?? []);
}

async function setDimension(model: ModelDocument): Promise<void> {
  const { value, message } = await model.analysis.settled();
  if (value === null) throw new Error(message);
  const name = await pickDim(value.report);
  if (name === undefined) return;
  const text = await window.showInputBox({
    title: `Size of ${name}`,
    prompt: 'A whole number; empty returns to the default.',
    value: String(own(value.report.dims, name) ?? ''),
    validateInput: (input) =>
      parseDim(input) === undefined ? 'This is not a whole number that a dim can have.' : null,
  });
  const size = text === undefined ? undefined : parseDim(text);
  if (size !== undefined) model.chooseDim(name, size);
}

async function costToCopy(
  { models, pricing }: CommandServices,
  target: unknown,
): Promise<string | undefined> {
  const uri = await targetOf(target);
  if (uri === undefined) return undefined;
  const model = models.get(uri);
  const { value, message } = await model.analysis.settled();
  if (value === null) throw new Error(message);
  const editor = window.activeTextEditor;
  const inListing = target === undefined && editor?.document.uri.toString() === listingUri(uri).toString();
  const line = inListing ? pricing(model)?.costs.get(editor.selection.active.line) : undefined;
  return line === undefined ? totalsText(value.report) : lineText(line, value.report.totals, model.metric);
}
