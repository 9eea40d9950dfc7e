import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createEngine } from '../../extension/engine/api';
import { createNodeHost } from '../../extension/host/files.node';
import { type GitRepository, gitRepository } from '../helpers/gitRepository';
import { closeAll, GRAPH, until } from './support';
import { describeUi, ui } from './ui';

const SAMPLE = 'squeezenet1_1.onnx';
const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
/** A 3x3 convolution becomes two of rank 16. */
const IDS = ['spatial-svd@7:rank=16'];

describe('comparing with a Git revision', () => {
  let model: vscode.Uri;
  let repository: GitRepository;
  let first: string;

  before(async () => {
    await closeAll();
    const [sample] = await vscode.workspace.findFiles(SAMPLE);
    assert.ok(sample);
    const folder = vscode.Uri.joinPath(sample, '..', 'history');
    repository = gitRepository(folder.fsPath);
    model = vscode.Uri.joinPath(folder, 'net.onnx');
    await vscode.workspace.fs.copy(sample, model);
    first = repository.commit('SqueezeNet as it was published $(bug)');
    const host = createNodeHost();
    const request = { ids: IDS, out: model.fsPath, replace: true };
    await createEngine(host).rewrite(sample.fsPath, OPTIONS, request);
    host.dispose();
    repository.commit('Its first fire module is thinner');
  });
  after(async () => {
    await closeAll();
    await vscode.commands.executeCommand('vscode.setEditorLayout', { orientation: 0, groups: [{}] });
    repository.remove();
  });

  it('opens the earlier version on the left, named for its commit, and tells what differs', async () => {
    await vscode.commands.executeCommand('layercost.compareRevision', model, 'HEAD~1');
    const shown = await until('both graphs', () => {
      const graphs = graphTabs();
      return graphs.length === 2 && graphs;
    });
    const [old, fresh] = shown;
    assert.ok(old && fresh && old.column < fresh.column);
    const short = /^net@([0-9a-f]{7,})\.onnx$/.exec(nameOf(old.uri))?.[1] ?? assert.fail(old.uri.path);
    assert.ok(first.startsWith(short));
    assert.equal(fresh.uri.toString(), model.toString());
    assert.ok(!old.uri.fsPath.startsWith(repository.folder), 'not among the files of the user');
    const summary = await until('the summary', () =>
      vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'layercost-result' && uri.path.includes(nameOf(old.uri)),
      ),
    );
    assert.match(summary.getText(), new RegExp(`history/net\\.onnx.* @ ${short}`));
    assert.match(summary.getText(), /\| MACs +\| +349 M \| +\d+ M \| +−4\.7% \|/);
  });

  describeUi('in the window', () => {
    it('marks what differs on both sides', async () => {
      await until('marks of the old one', () => ui('webviewExists', '.difference.changed'));
      await until('marks of the new one', () => ui('webviewExists', '.difference.added'));
      await ui('moveMouseAway');
      await ui('screenshot', 'compare-revision');
      assert.deepEqual(await ui('consoleErrors'), []);
    });

    it('offers the commits that changed the file, and to name another', async () => {
      await closeAll();
      void vscode.commands.executeCommand('layercost.compareRevision', model);
      const rows = await until('the list', async () => {
        const found = await ui('texts', '.quick-input-list .monaco-list-row');
        return found.length === 3 && found;
      });
      assert.match(rows[0] ?? '', /Its first fire module is thinner/);
      assert.match(rows[1] ?? '', /as it was published \$ \(bug\).*Ada/s);
      assert.match(rows[2] ?? '', /Another revision/);
      await ui('screenshot', 'compare-revision-list');
      await ui('press', 'ArrowDown');
      await ui('press', 'Enter');
      await until('both graphs', () => graphTabs().length === 2);
      await until('the summary below them', () =>
        vscode.window.tabGroups.all[2]?.tabs.some(({ label }) => label.includes(' and net.onnx')),
      );
    });
  });
});

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function graphTabs(): readonly { readonly uri: vscode.Uri; readonly column: number }[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs, viewColumn }) =>
    tabs.flatMap(({ input }) =>
      input instanceof vscode.TabInputCustom && input.viewType === GRAPH
        ? [{ uri: input.uri, column: viewColumn }]
        : [],
    ),
  );
}
