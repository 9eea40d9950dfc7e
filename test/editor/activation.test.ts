import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, writeFile } from './support';
import { tinyModel } from './tinyModel';

/** Runs first, by its name: the other suites wake the extension up. */
describe('activation', () => {
  after(closeAll);

  it('sleeps until something of it is used, and a listing restored from the last session wakes it', async () => {
    const extension = vscode.extensions.getExtension('layercost.layercost');
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    const model = await writeFile('restored.onnx', tinyModel());
    const listing = vscode.Uri.from({
      scheme: 'layercost-listing',
      path: `${model.path}.txt`,
      query: model.toString(),
    });
    const document = await vscode.workspace.openTextDocument(listing);
    assert.match(document.getText(), /= Conv </);
    assert.equal(extension.isActive, true);
  });
});
