import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, openGraph, until } from './support';
import { describeUi, ui } from './ui';

/** The last layer, 512 to 1000 channels, as a matrix of that size. */
const ID = 'low-rank@61:rank=168';
const CARD = `[data-id="${ID}"]`;

describeUi('the ranks of a low-rank card', () => {
  before(async () => {
    await closeAll();
    const [model] = await vscode.workspace.findFiles('squeezenet1_1.onnx');
    assert.ok(model);
    await openGraph(model);
    await vscode.commands.executeCommand('layercost.suggestCompression', model);
    await until('the card', () => ui('webviewExists', CARD));
  });
  after(closeAll);

  it('stand in a plot with what each costs', async () => {
    await ui('webviewClick', `${CARD} .card-buttons button:has-text("Ranks")`);
    await until('the plot', () => ui('webviewExists', `${CARD} .rank-line.energy[d]`));
    assert.match(await ui('webviewText', `${CARD} .rank-figures`), /1 to 512, break-even at 338/);
    assert.match(await ui('webviewText', `${CARD} .rank-figures`), /Output error\s+not measured/);
  });

  it('are run, and the error of the outputs falls to nothing at the full rank', async () => {
    await ui('webviewClick', `${CARD} .ranks button:has-text("Measure output error")`);
    await until('measured ranks', () => ui('webviewExists', `${CARD} .rank-stage .rank-mark.error`));
    await ui('webviewPress', `${CARD} .rank-slider`, 'End');
    const full = await ui('webviewText', `${CARD} .rank-figures`);
    assert.match(full, /Output error\s+<0\.1% of the output/);
    await ui('webviewPress', `${CARD} .rank-slider`, 'Home');
    assert.match(
      await ui('webviewText', `${CARD} .rank-figures`),
      /Output error\s+\d{2,}(\.\d+)?% of the output/,
    );
    await ui('moveMouseAway');
    await ui('screenshot', 'ranks');
  });

  it('are chosen in place of others', async () => {
    await ui('webviewPress', `${CARD} .rank-slider`, 'ArrowRight');
    await ui('webviewClick', `${CARD} .ranks button:has-text("Use rank")`);
    await until('the chosen rank', async () =>
      (await ui('webviewText', '.section-suggestions .summary')).includes('1 chosen'),
    );
    assert.deepEqual(await ui('consoleErrors'), []);
  });
});
