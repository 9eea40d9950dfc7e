import * as vscode from 'vscode';
import { closeAll, lenses, openGraph, openListing, until, writeFile } from './support';
import { setTheme, THEMES } from './theme';
import { tinyModel } from './tinyModel';
import { describeUi, ui } from './ui';

describeUi('screenshots', () => {
  let model: vscode.Uri;

  before(async () => {
    const [sample] = await vscode.workspace.findFiles('*net*.onnx');
    model = sample ?? (await writeFile('tiny.onnx', tinyModel()));
    await closeAll();
    await removeOthers(model);
    await vscode.commands.executeCommand('layercost.models.focus');
    // Some versions start light whatever the setting says, and follow it from its first change on.
    await setTheme('highContrast');
  });
  after(async () => {
    await closeAll();
    await setTheme('dark');
  });

  for (const theme of THEMES) {
    it(`of the graph and the listing, ${theme}`, async () => {
      await closeAll();
      await setTheme(theme);
      await openGraph(model);
      await until('the drawn graph', () => ui('webviewExists', 'svg'));
      await ui('moveMouseAway');
      await ui('screenshot', `graph-${theme}`);
      await closeAll();
      const { document } = await openListing(model);
      await lenses(document);
      await until('shown lenses', async () => (await ui('lensTexts')).length > 1);
      await ui('moveMouseAway');
      await ui('screenshot', `listing-${theme}`);
    });
  }

  for (const theme of THEMES) {
    it(`of Python source, ${theme}`, async () => {
      await closeAll();
      await setTheme(theme);
      const [source] = await vscode.workspace.findFiles('mobile_net.py');
      if (source === undefined) throw new Error('the sample network is missing');
      const editor = await vscode.window.showTextDocument(source);
      await lenses(editor.document);
      await until('shown lenses', async () => (await ui('lensTexts')).length > 4);
      await ui('moveMouseAway');
      await ui('screenshot', `python-${theme}`);
    });
  }

  it('of Python source beside its graph', async () => {
    await closeAll();
    await setTheme('dark');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    const [source] = await vscode.workspace.findFiles('mobile_net.py');
    if (source === undefined) throw new Error('the sample network is missing');
    const editor = await vscode.window.showTextDocument(source);
    await lenses(editor.document);
    await until('shown lenses', async () => (await ui('lensTexts')).length > 4);
    editor.revealRange(new vscode.Range(15, 0, 15, 0), vscode.TextEditorRevealType.AtTop);
    await until('lenses of the entry', async () =>
      (await ui('lensTexts')).some((text) => text.includes('218 M')),
    );
    await vscode.commands.executeCommand('layercost.showGraph');
    await until('the drawn graph', () => ui('webviewExists', 'svg.graph'));
    await ui('moveMouseAway');
    await ui('screenshot', 'python-graph');
  });

  it('of a hotspot with its details', async () => {
    await closeAll();
    await setTheme('dark');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await openGraph(model);
    await ui('webviewClick', '.hotspot.hot:not(.head)');
    await until('the details of the hotspot', () => ui('webviewExists', '.formula'));
    await ui('moveMouseAway');
    await ui('screenshot', 'hotspot');
  });

  it('of the graph beside the listing', async () => {
    await closeAll();
    const { document } = await openListing(model);
    await lenses(document);
    await until('shown lenses', async () => (await ui('lensTexts')).length > 1);
    await ui('clickLens', 'k params');
    await until('the drawn graph', () => ui('webviewExists', 'svg.graph'));
    await until('the details of the layer', () => ui('webviewExists', '.formula'));
    await ui('moveMouseAway');
    await ui('screenshot', 'listing-and-graph');
  });
});

/** What other suites have written does not belong in a picture. */
async function removeOthers(model: vscode.Uri): Promise<void> {
  for (const file of await vscode.workspace.findFiles('*.onnx')) {
    if (file.toString() !== model.toString()) await vscode.workspace.fs.delete(file);
  }
  await until('no findings of closed models', () =>
    vscode.languages.getDiagnostics().every(([, findings]) => findings.length === 0),
  );
}
