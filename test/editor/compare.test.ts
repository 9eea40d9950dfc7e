import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createEngine } from '../../extension/engine/api';
import { createNodeHost } from '../../extension/host/files.node';
import { closeAll, GRAPH, resultText, until } from './support';
import { describeUi, ui } from './ui';

const SAMPLE = 'squeezenet1_1.onnx';
const NEW = 'squeezenet1_1.compared.onnx';
const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
/** The pooling that the last convolution runs behind: it stands elsewhere there and is a new layer. */
const REMOVED = '63';
/** A 3x3 convolution becomes two of rank 16, and the last 1x1 one runs behind the pooling. */
const IDS = ['spatial-svd@7:rank=16', 'late-reorder@63'];

describe('comparing two models', () => {
  let before_: vscode.Uri;
  let after_: vscode.Uri;

  before(async () => {
    await closeAll();
    const [found] = await vscode.workspace.findFiles(SAMPLE);
    assert.ok(found);
    before_ = found;
    after_ = await rewritten(found);
  });
  after(async () => {
    await closeAll();
    await vscode.commands.executeCommand('vscode.setEditorLayout', { orientation: 0, groups: [{}] });
    await vscode.workspace.fs.delete(after_);
  });

  it('opens both side by side and tells what differs in figures', async () => {
    await vscode.commands.executeCommand('layercost.compareModels', before_, after_);
    const shown = await until('both graphs', () => {
      const graphs = graphTabs();
      return graphs.length === 2 && graphs;
    });
    assert.deepEqual(
      shown.map(({ name }) => name),
      [SAMPLE, NEW],
    );
    assert.notEqual(shown[0]?.column, shown[1]?.column);
    const summary = await resultText(NEW);
    assert.match(summary, /\| MACs +\| +349 M \| +247 M \| +−29% \|/);
    assert.match(summary, /layers are the same/);
    await until('all on the screen', () => vscode.window.tabGroups.all.length === 3);
  });

  describeUi('in the graphs', () => {
    it('marks what was removed on the left, what was added on the right', async () => {
      await until('marks of changed layers', () => ui('webviewExists', '.difference.changed'));
      await until('marks of added layers', () => ui('webviewExists', '.difference.added'));
      await ui('moveMouseAway');
      await ui('screenshot', 'compare-models');
      await vscode.commands.executeCommand('layercost.revealLayer', before_.toString(), REMOVED);
      await until('the mark of the removed layer', () =>
        ui('webviewExists', `.difference.removed[data-differs="${REMOVED}"]`),
      );
      await ui('screenshot', 'compare-models-removed');
    });

    it('takes the marks away when one of them changes', async () => {
      const bytes = await vscode.workspace.fs.readFile(before_);
      await vscode.workspace.fs.writeFile(after_, bytes);
      await until('no marks', async () => !(await ui('webviewExists', '.difference')));
      assert.equal(graphTabs().length, 2);
      assert.deepEqual(await ui('consoleErrors'), []);
    });

    it('asks which one where only one is given', async () => {
      void vscode.commands.executeCommand('layercost.compareModels', before_);
      await until('the list', async () =>
        (await ui('texts', '.quick-input-list .monaco-list-row')).some((row) => row.includes(NEW)),
      );
      const rows = await ui('texts', '.quick-input-list .monaco-list-row');
      assert.ok(!rows.some((row) => row.includes(SAMPLE)), rows.join(', '));
      await ui('press', 'Escape');
    });
  });
});

/** The sample with suggestions applied, written as the engine writes it. */
async function rewritten(model: vscode.Uri): Promise<vscode.Uri> {
  const host = createNodeHost();
  const out = vscode.Uri.joinPath(model, '..', NEW);
  const request = { ids: IDS, out: out.fsPath, replace: true };
  await createEngine(host).rewrite(model.fsPath, OPTIONS, request);
  host.dispose();
  return out;
}

function graphTabs(): readonly { readonly name: string; readonly column: number }[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs, viewColumn }) =>
    tabs.flatMap(({ input }) =>
      input instanceof vscode.TabInputCustom && input.viewType === GRAPH
        ? [{ name: input.uri.path.slice(input.uri.path.lastIndexOf('/') + 1), column: viewColumn }]
        : [],
    ),
  );
}
