import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, lenses, lineWith, openListing, writeFile } from './support';
import { strangeModel, tinyModel } from './tinyModel';

describe('listing', () => {
  let model: vscode.Uri;
  let document: vscode.TextDocument;

  before(async () => {
    model = await writeFile('tiny.onnx', tinyModel());
    ({ document } = await openListing(model));
  });
  after(closeAll);

  it('is a read-only document in ONNX text with one node a line', () => {
    assert.equal(document.languageId, 'onnx-text');
    assert.equal(document.uri.path, `${model.path}.txt`);
    for (const op of ['Conv', 'Relu', 'Flatten', 'Gemm']) {
      assert.match(document.lineAt(lineWith(document, ` ${op} `)).text, new RegExp(`= ${op} .*\\(`));
    }
  });

  it('carries the costs above the lines', async () => {
    const titles = await lenses(document);
    // Energy of the convolution on horowitz-45nm: 55,296 * 4.6 + 896 B * 160 + (3,072 + 8,192) B * 12.5 = 538,522 pJ.
    assert.equal(
      titles.get(lineWith(document, 'Conv <')),
      '$(flame) 55.3 k MACs (73.0%) | 224 params | 896 B | 539 nJ',
    );
    // 20,480 * 4.6 + 81,960 B * 160 + (8,192 + 40) B * 12.5 = 13,310,708 pJ.
    assert.equal(
      titles.get(lineWith(document, 'Gemm <')),
      '20.5 k MACs (27.0%) | 20.5 k params | 80.0 KiB | 13.3 µJ',
    );
    // It has no weights: 16,384 B move, at 12.5 pJ.
    assert.equal(titles.get(lineWith(document, 'Relu (')), '16.0 KiB moved | 205 nJ');
    assert.equal(titles.get(lineWith(document, 'Flatten ')), undefined);
  });

  it('carries the total above the graph', async () => {
    const titles = await lenses(document);
    const head = titles.get(lineWith(document, 'tiny ('));
    assert.match(head ?? '', /^75\.8 k MACs \| 20\.7 k params \| 80\.9 KiB \| 14\.1 µJ \| horowitz-45nm$/);
  });

  it('says what is assumed', async () => {
    const dynamic = await writeFile('dynamic.onnx', tinyModel('batch'));
    const titles = await lenses((await openListing(dynamic)).document);
    assert.ok([...titles.values()].some((title) => title.includes('input 1x3x16x16 assumed')));
  });

  it('says "at least" and why where an operator is unknown', async () => {
    const strange = await openListing(await writeFile('strange.onnx', strangeModel()));
    const titles = await lenses(strange.document);
    assert.match(titles.get(lineWith(strange.document, 'Frobnicate')) ?? '', /unknown: .*Frobnicate/);
    assert.match(titles.get(lineWith(strange.document, 'strange (')) ?? '', /^\? MACs .*>= /);
  });

  it('tells the whole story in a hover', async () => {
    const text = await hoverAt(lineWith(document, 'Conv <'), 'Conv');
    for (const part of ['Conv', '55,296', '224', '73.0%', '1x8x16x16'])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.match(text, /arithmetic and data movement only/);
  });

  it('tells type and shape of a tensor', async () => {
    const text = await hoverAt(lineWith(document, 'Relu ('), 'features');
    assert.match(text, /features float32 1x8x16x16/);
    assert.match(text, /read once/);
  });

  it('leads from a use to its definition and back', async () => {
    const place = positionOf(lineWith(document, 'Relu ('), 'features');
    const [definition] = await locations('vscode.executeDefinitionProvider', place);
    assert.equal(definition?.range.start.line, lineWith(document, 'Conv <'));
    const references = await locations('vscode.executeReferenceProvider', place);
    assert.deepEqual(
      new Set(references.map(({ range }) => range.start.line)),
      new Set([lineWith(document, 'Conv <'), lineWith(document, 'Relu (')]),
    );
  });

  it('has an outline and folds', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const names = flatten(symbols).map(({ name }) => name);
    for (const name of ['tiny', 'Conv', 'Relu', 'Flatten', 'Gemm']) assert.ok(names.includes(name), name);
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(folds.some(({ start }) => start === lineWith(document, 'tiny (')));
  });

  it('comes back with its costs after it was closed for a while', async () => {
    await closeAll();
    // longer than a closed model is kept
    await new Promise((resolve) => setTimeout(resolve, 3500));
    ({ document } = await openListing(model));
    assert.match((await lenses(document)).get(lineWith(document, 'Conv <')) ?? '', /55\.3 k MACs/);
  });

  it('follows the file', async () => {
    const changing = await writeFile('changing.onnx', tinyModel());
    const shown = await openListing(changing);
    await lenses(shown.document);
    await writeFile('changing.onnx', strangeModel());
    await new Promise<void>((resolve) => {
      const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== shown.document || !event.document.getText().includes('Frobnicate')) return;
        subscription.dispose();
        resolve();
      });
    });
  });

  function positionOf(line: number, word: string): vscode.Position {
    const column = document.lineAt(line).text.indexOf(word);
    assert.notEqual(column, -1);
    return new vscode.Position(line, column + 1);
  }

  async function hoverAt(line: number, word: string): Promise<string> {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      positionOf(line, word),
    );
    const contents = hovers.flatMap(({ contents: parts }) => parts);
    return contents
      .map((part) => (part instanceof vscode.MarkdownString ? part.value : ''))
      .join('\n')
      .replaceAll('\\', '');
  }

  function locations(command: string, place: vscode.Position): Thenable<vscode.Location[]> {
    return vscode.commands.executeCommand<vscode.Location[]>(command, document.uri, place);
  }
});

function flatten(symbols: readonly vscode.DocumentSymbol[]): readonly vscode.DocumentSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children)]);
}
