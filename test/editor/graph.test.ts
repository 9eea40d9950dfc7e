import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activeLine, closeAll, lineWith, openGraph, openListing, until, writeFile } from './support';
import { tinyModel } from './tinyModel';
import { describeUi, ui } from './ui';

/** Operators of the table that a screen reader finds beside the drawing, with the same boxes. */
const TITLES = '.reader-only td:first-child, .reader-only th[scope=row]';
const BATCH = '.dims input';

describeUi('graph', () => {
  let model: vscode.Uri;

  before(async () => {
    model = await writeFile('graph.onnx', tinyModel('batch'));
  });
  beforeEach(closeAll);
  after(closeAll);

  it('shows every layer and the total', async () => {
    await openGraph(model);
    await drawn();
    const titles = await ui('webviewTexts', TITLES);
    for (const op of ['Conv', 'Relu', 'Flatten', 'Gemm'])
      assert.ok(titles.includes(op), `${op} in ${titles.join()}`);
    assert.match(await ui('webviewText', '.totals'), /75\.8 k/);
  });

  it('prices another batch at once', async () => {
    await openGraph(model);
    await drawn();
    await ui('webviewFill', BATCH, '4');
    await ui('webviewPress', BATCH, 'Enter');
    // 4 * 75,776 MACs
    await until('the new total', async () => (await ui('webviewText', '.totals')).includes('303,104'));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('survives being hidden', async () => {
    await openGraph(model);
    await drawn();
    const shown = (await ui('webviewTexts', TITLES)).sort();
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await until('a hidden graph', async () => !(await ui('webviewExists', 'g.node')));
    await openGraph(model);
    await drawn();
    assert.deepEqual((await ui('webviewTexts', TITLES)).sort(), shown);
  });

  it('is reached from a lens', async () => {
    await openListing(model);
    await until('lenses', async () => (await ui('lensTexts')).length > 1);
    await ui('clickLens', 'MACs (73.0%)');
    await drawn();
    await until('the selected layer', async () =>
      (await ui('webviewText', '.details')).includes('/conv/Conv'),
    );
  });

  it('leads to the line of the selected layer', async () => {
    await openGraph(model);
    await drawn();
    await ui('webviewClick', 'button.hotspot[aria-label*="Gemm"]');
    await until('the details', async () => (await ui('webviewText', '.details')).includes('/fc/Gemm'));
    await ui('webviewClick', '.details vscode-button');
    const editor = await until('the listing', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.query === model.toString()),
    );
    const line = lineWith(editor.document, 'Gemm <');
    await until('its line', () => activeLine(editor) === line);
  });

  it('opens the listing from its title bar', async () => {
    await openGraph(model);
    await drawn();
    await ui('clickTitleAction', 'Open Listing');
    await until('the listing', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.query === model.toString()),
    );
  });

  it('puts the sentence in the place of a graph that cannot be drawn', async () => {
    const damaged = await writeFile('broken.onnx', new TextEncoder().encode('this is not a model'));
    await openGraph(damaged);
    await until('the sentence', async () => (await ui('webviewText', '.notice')).includes('broken.onnx'));
  });

  it('follows the file', async () => {
    const growing = await writeFile('growing.onnx', new TextEncoder().encode('not yet'));
    await openGraph(growing);
    await until('the sentence', async () => (await ui('webviewText', '.notice')).includes('growing.onnx'));
    await writeFile('growing.onnx', tinyModel());
    await drawn();
  });

  it('causes no error on the console', async () => {
    await openGraph(model);
    await drawn();
    assert.deepEqual(await ui('consoleErrors'), []);
  });
});

function drawn(): Promise<true> {
  return until('the drawn graph', async () => (await ui('webviewExists', 'g.node')) && (true as const));
}
