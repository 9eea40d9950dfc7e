import { Uri, ViewColumn, window, workspace } from 'vscode';
import type { SourceEntry } from '../../shared/sourceLines';
import { iconFree } from '../costText';
import type { ModelDocument } from '../modelDocument';
import { parseInputText } from './inputText';
import type { PythonDocument } from './pythonDocument';
import type { PythonDocuments } from './pythonDocuments';
import { entryText } from './sourceText';
import { own } from '../../engine/own';

/** Shows another entry's costs on the lines. */
export function showEntry(documents: PythonDocuments, uri: Uri, id: string): void {
  const document = documents.find(uri);
  document?.model.chooseEntry(id);
  document?.refresh();
}

/** Lets the user pick the entry whose costs stand on the lines. */
export async function chooseEntry(documents: PythonDocuments, uri: Uri): Promise<void> {
  const document = documents.find(uri);
  if (document === undefined) throw new Error('Open a Python file that defines a model first.');
  await document.priced.settled();
  const items = document.entries.entries.map(({ id, title }) => {
    const lines = document.other(id)?.lines;
    return { label: iconFree(title), description: lines === undefined ? '' : iconFree(entryText(lines)), id };
  });
  if (items.length === 0) throw new Error('Nothing in this file can be priced as it is.');
  const choice = await window.showQuickPick(items, { title: 'Entry to price' });
  if (choice !== undefined) showEntry(documents, uri, choice.id);
}

/** Asks for another input and other arguments of an entry, and remembers them; empty returns to the entry's own. */
export async function changeInput(documents: PythonDocuments, uri: Uri, id: string | null): Promise<void> {
  const document = documents.find(uri);
  const entry = document === undefined ? undefined : entryOf(document, id);
  if (document === undefined || entry === undefined)
    throw new Error('There is no entry to change the input of.');
  const { model } = document;
  const text = await window.showInputBox({
    title: `Input of ${entry.title}`,
    prompt:
      'Shapes like 1x3x224x224, or by name like ids=1x128:int64 mask=1x128; then arguments behind a bar: 1x3x64x64 | width=0.5. Empty returns to the default.',
    value: currentText(model, entry.id),
    validateInput: (value) => {
      const parsed = parseInputText(value);
      return typeof parsed === 'string' ? parsed : null;
    },
  });
  const parsed = text === undefined ? undefined : parseInputText(text);
  if (parsed === undefined || typeof parsed === 'string') return;
  model.chooseInput(entry.id, parsed);
  document.refresh();
}

function entryOf(document: PythonDocument, id: string | null): SourceEntry | undefined {
  const active = document.shown?.lines.entry ?? undefined;
  if (id === null || active?.id === id) return active;
  return document.entries.entries.find((entry) => entry.id === id);
}

function currentText(model: ModelDocument, id: string): string {
  const { shapes, types, arguments: given } = model.inputOf(id);
  const inputs = Object.entries(shapes).map(([name, shape]) => {
    const type = own(types, name);
    return `${name === '' ? '' : `${name}=`}${shape.join('x')}${type === undefined ? '' : `:${type}`}`;
  });
  return [inputs.join(' '), ...(given === '' ? [] : [given])].join(' | ');
}

/** Opens the source of a layer beside the graph, with the cursor on its line. */
export async function openSource(model: ModelDocument, layer: string | null): Promise<void> {
  const { value } = await model.analysis.settled();
  const source = value?.report.layers.find(({ id }) => id === layer)?.source ?? null;
  const document = await workspace.openTextDocument(source === null ? model.uri : Uri.file(source.file));
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  const line = source === null ? null : document.lineAt(Math.min(source.line, document.lineCount) - 1).range;
  await window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? ViewColumn.Beside,
    preview: false,
    ...(line !== null && { selection: line }),
  });
}
