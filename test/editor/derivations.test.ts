import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { derivedModel, undecidedModel } from '../helpers/derivedModels';
import { closeAll, lensAt, openGraph, openListing, until, writeFile } from './support';
import { setTheme } from './theme';
import { describeUi, ui } from './ui';

describeUi('derivations', () => {
  let derived: vscode.Uri;
  let undecided: vscode.Uri;

  before(async () => {
    await setTheme('dark');
    await countAs('thop');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    derived = await writeFile('derived.onnx', derivedModel());
    undecided = await writeFile('undecided.onnx', undecidedModel());
  });
  beforeEach(closeAll);
  after(async () => {
    await closeAll();
    await countAs(undefined);
    for (const file of [derived, undecided]) await vscode.workspace.fs.delete(file);
  });

  it('stand in the hover, with the other tool and its reason', async () => {
    const { document } = await openListing(derived);
    assert.match(await lensAt(document, '= MatMul', 'MACs'), /^16\.4 k MACs/);
    assert.match(await lensAt(document, '= Attention', 'MACs'), /29\.2 k causal \| 16\.0 KiB KV cache/);
    const text = await hoverOf('kernel_shape');
    assert.match(text, /55,296 MACs \* 4\.6 pJ \+ 896 B of weights/);
    await ui('screenshot', 'derivations-hover');
    await ui('moveMouseAway');
    const product = await hoverOf('MatMul');
    assert.match(product, /As thop 0\.1\.1\s+0 MACs/);
    assert.match(product, /16,384 fewer: what is computed outside modules/);
    await ui('screenshot', 'derivations-hover-differs');
    await ui('moveMouseAway');
  });

  it('unfold in the detail pane and lead to the documentation', async () => {
    await openGraph(derived);
    await ui('webviewClick', 'button.hotspot[aria-label*="Conv"]');
    await until('the formula', () => ui('webviewExists', '.figures .formula'));
    assert.match(await ui('webviewText', '.totals'), /104448\*batch/);
    await ui('webviewClick', '.figure-line:has-text("Energy") summary');
    assert.match(await ui('webviewText', '.details'), /11,264 B in the buffer \* 12\.5 pJ/);
    await ui('screenshot', 'derivations-panel');
    await ui('webviewClick', '.figure-line:has-text("Energy") .link-button');
    await until('the documentation', () =>
      vscode.window.tabGroups.all.some(({ activeTab }) => activeTab?.label.includes('counting.md')),
    );
    await until('its text', () => ui('webviewExists', '#energy'));
    await ui('screenshot', 'derivations-documentation');
  });

  it('bound what only a run decides, in lens, hover and totals', async () => {
    const { document } = await openListing(undecided);
    assert.match(
      await lensAt(document, '= If', 'MACs'),
      /^256 to 1\.02 k MACs \| \S+ nJ to \S+ nJ \| by the branch taken$/,
    );
    assert.match(await lensAt(document, 'undecided (', 'MACs'), /^512 to 1\.28 k MACs \| 384 params/);
    assert.match(await hoverOf('then_branch'), /at least 256, at most 1,024/);
    await ui('screenshot', 'derivations-if');
    await ui('moveMouseAway');
    await closeAll();
    await openGraph(undecided);
    await until('the totals', async () =>
      (await ui('webviewText', '.totals')).includes('at least 512, at most 1.28 k (1,280)'),
    );
    await ui('screenshot', 'derivations-if-panel');
  });
});

/** Short cells of a hover hold spaces at which no line breaks. */
async function hoverOf(word: string): Promise<string> {
  return (await ui('hover', word)).replaceAll('\u00a0', ' ');
}

function countAs(tool: string | undefined): Thenable<void> {
  return vscode.workspace
    .getConfiguration('layercost')
    .update('countAs', tool, vscode.ConfigurationTarget.Global);
}
