import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, openGraph, openListing, until, writeFile } from './support';
import { tinyModel } from './tinyModel';
import { describeUi, ui } from './ui';

describeUi('around the editor', () => {
  let model: vscode.Uri;

  before(async () => {
    model = await writeFile('around.onnx', tinyModel());
    await writeFile('ruin.onnx', new TextEncoder().encode('this is not a model'));
  });
  beforeEach(closeAll);
  after(closeAll);

  it('the status bar tells the total of the active model, and nothing of other files', async () => {
    await openGraph(model);
    await until('the total', async () =>
      (await ui('statusTexts')).some((text) => text.includes('75.8 k MACs | 20.7 k params')),
    );
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await until('no total', async () => !(await ui('statusTexts')).some((text) => text.includes('MACs')));
    await openListing(model);
    await until('the total', async () =>
      (await ui('statusTexts')).some((text) => text.includes('75.8 k MACs')),
    );
  });

  it('the Models view lists models with their totals, and says which cannot be read', async () => {
    await vscode.commands.executeCommand('layercost.models.focus');
    const rows = await until('priced rows', async () => {
      const texts = await ui('texts', '.part.sidebar .monaco-list-row');
      return texts.some((text) => text.includes('around.onnx') && text.includes('75.8 k MACs')) && texts;
    });
    assert.ok(rows.some((text) => text.includes('ruin.onnx') && !text.includes('MACs')));
  });

  it('the Models view notices new models', async () => {
    await vscode.commands.executeCommand('layercost.models.focus');
    await writeFile('late.onnx', tinyModel());
    await until('the new row', async () =>
      (await ui('texts', '.part.sidebar .monaco-list-row')).some(
        (text) => text.includes('late.onnx') && text.includes('MACs'),
      ),
    );
  });

  it('the total of the active model can be copied', async () => {
    await openGraph(model);
    await until('the total', async () => (await ui('statusTexts')).some((text) => text.includes('MACs')));
    await vscode.commands.executeCommand('layercost.copyCost');
    assert.match(
      await vscode.env.clipboard.readText(),
      /^75\.8 k MACs \| 20\.7 k params \| 80\.9 KiB \| 14\.1 µJ$/,
    );
  });
});
