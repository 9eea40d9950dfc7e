import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, GRAPH, openGraph, resultText, until } from './support';
import { describeUi, ui } from './ui';

const SAMPLE = 'squeezenet1_1.onnx';
/** The final 1x1 convolution behind the pooling: 86,528,000 MACs at 169 positions become 512,000 at one. */
const ID = 'late-reorder@63';
const NEW = 'squeezenet1_1.late-reorder-63.onnx';

describe('a rewrite of an ONNX model', () => {
  let model: vscode.Uri;
  let original: Uint8Array;

  before(async () => {
    await closeAll();
    const [found] = await vscode.workspace.findFiles(SAMPLE);
    assert.ok(found);
    model = found;
    original = await vscode.workspace.fs.readFile(model);
  });
  after(async () => {
    await closeAll();
    for (const file of await vscode.workspace.findFiles(NEW)) await vscode.workspace.fs.delete(file);
  });

  describeUi('from a card', () => {
    it('asks where to, writes, verifies and shows what came of it', async () => {
      await openGraph(model);
      await vscode.commands.executeCommand('layercost.suggestCompression', model);
      await until('the card', () => ui('webviewExists', `[data-id="${ID}"]`));
      await ui('webviewClick', `[data-id="${ID}"] .card-buttons button:has-text("Apply")`);
      await until('the name that is proposed', async () =>
        (await ui('inputValues', '.quick-input-widget input')).some((value) => value.endsWith(NEW)),
      );
      await ui('press', 'Enter');
      await until('the new file', async () => (await vscode.workspace.findFiles(NEW)).length === 1);
      const summary = await resultText(NEW);
      assert.match(summary, /349 M.*263 M/);
      assert.match(summary, /Verified on seeded random inputs[^]*\| output /);
    });

    it('opens the new model beside the old, and marks where they differ', async () => {
      const opened = await until('the new graph', () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .find(
            ({ input }) =>
              input instanceof vscode.TabInputCustom &&
              input.viewType === GRAPH &&
              input.uri.path.endsWith(NEW),
          ),
      );
      assert.ok(opened);
      await until('marks of the new layer', () => ui('webviewExists', '.difference.added'));
      await ui('moveMouseAway');
      await ui('screenshot', 'rewrite-compare');
    });

    it('has left the model as it was', async () => {
      assert.deepEqual(await vscode.workspace.fs.readFile(model), original);
    });
  });
});
