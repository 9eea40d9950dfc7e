import assert from 'node:assert/strict';
import { writeFile as writeOutside } from 'node:fs/promises';
import * as vscode from 'vscode';
import { closeAll, lensAt, lineWith, until, writeFile } from './support';
import { describeUi, ui } from './ui';

const NETS = `from torch import nn

from pair_width import WIDTH


# layercost: input=4x16
class Narrow(nn.Module):
    def __init__(self):
        super().__init__()
        self.narrow = nn.Linear(16, WIDTH)

    def forward(self, x):
        return self.narrow(x)


# layercost: input=4x32
class Wide(nn.Module):
    def __init__(self, out=64):
        super().__init__()
        self.wide = nn.Linear(32, out)

    def forward(self, x):
        return self.wide(x)
`;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('Python source with several entries', () => {
  let document: vscode.TextDocument;
  let width: vscode.Uri;

  before(async () => {
    await closeAll();
    width = await writeFile('pair_width.py', encode('WIDTH = 8\n'));
    document = await vscode.workspace.openTextDocument(await writeFile('pair.py', encode(NETS)));
    await vscode.window.showTextDocument(document);
  });
  after(async () => {
    await closeAll();
    for (const uri of [width, document.uri]) await vscode.workspace.fs.delete(uri);
    await until('no problem of files that are gone', () =>
      [width, document.uri].every((uri) => vscode.languages.getDiagnostics(uri).length === 0),
    );
  });

  it('prices each, and shows the first on its lines', async () => {
    assert.match(await lensAt(document, 'class Narrow', 'MACs'), /512 MACs.*input 4x16/);
    assert.match(await lensAt(document, 'class Wide', 'MACs'), /8\.19 k MACs.*input 4x32/);
    await lensAt(document, 'class Narrow', 'change input...');
    await lensAt(document, 'class Wide', 'show on lines');
    assert.match(await lensAt(document, 'self.wide =', 'MACs'), /\(Wide\(\)\)/);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    const line = lineWith(document, 'class Wide');
    assert.equal(lenses.filter(({ range }) => range.start.line === line).length, 2);
  });

  it('notices an imported file that another program has written', async () => {
    await writeOutside(width.fsPath, 'WIDTH = 24\n');
    await entryShows('class Narrow', /1\.54 k MACs/);
    await writeOutside(width.fsPath, 'WIDTH = 8\n');
    await entryShows('class Narrow', /512 MACs/);
  });

  it('notices an imported file that was saved', async () => {
    const imported = await vscode.workspace.openTextDocument(width);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(width, new vscode.Position(0, 'WIDTH = 8'.length), '0');
    await vscode.workspace.applyEdit(edit);
    await imported.save();
    await entryShows('class Narrow', /5\.12 k MACs/);
    await writeOutside(width.fsPath, 'WIDTH = 8\n');
    await entryShows('class Narrow', /512 MACs/);
  });

  describeUi('by its lenses', () => {
    before(async () => {
      await vscode.window.showTextDocument(document);
    });

    it('shows another one on the lines', async () => {
      await ui('clickLens', 'show on lines');
      await lensAt(document, 'class Wide', 'change input...');
      await lensAt(document, 'class Narrow', 'show on lines');
      assert.doesNotMatch(await lensAt(document, 'self.wide =', 'MACs'), /\(Wide\(\)\)/);
      assert.match(await lensAt(document, 'self.narrow =', 'MACs'), /\(Narrow\(\)\)/);
      await until('the lenses on the screen', async () =>
        (await ui('lensTexts')).some((text) => text.includes('(Narrow())')),
      );
    });

    it('takes another input and other arguments, and says what is none', async () => {
      await askForInput();
      await ui('type', '2xwide');
      await until('the reason', () => complaint('"2xwide" is no shape'));
      await replaceInput('2x32 | out=16');
      await entryShows('class Wide', /1\.02 k MACs.*input 2x32/);
    });

    it('remembers the input while another entry is shown', async () => {
      await chooseEntry('Narrow');
      await lensAt(document, 'class Narrow', 'change input...');
      await entryShows('class Wide', /1\.02 k MACs.*input 2x32/);
      await chooseEntry('Wide');
      await lensAt(document, 'class Wide', 'change input...');
    });

    it('returns to the default input when nothing is given', async () => {
      await askForInput();
      const values = await ui('inputValues', '.quick-input-widget input');
      assert.ok(values.includes('2x32 | out=16'), values.join(', '));
      await replaceInput('');
      await entryShows('class Wide', /8\.19 k MACs.*input 4x32/);
      assert.deepEqual(await ui('consoleErrors'), []);
    });
  });

  /** Waits until the entry at a line of code has such a lens. */
  async function entryShows(code: string, words: RegExp): Promise<void> {
    await until(`${String(words)} at ${code}`, async () => words.test(await lensAt(document, code, 'MACs')));
  }
});

async function askForInput(): Promise<void> {
  await ui('clickLens', 'change input...');
  await until('the box', async () => (await ui('texts', '.quick-input-title')).join().includes('Input of'));
}

/** Types over what stands in the box. */
async function replaceInput(text: string): Promise<void> {
  await ui('press', 'ControlOrMeta+a');
  await ui('press', 'Delete');
  await ui('type', text);
  // An older complaint would keep the box open.
  await until('no complaint', async () => !(await complaint('is no shape')));
  await ui('press', 'Enter');
}

/** Whether the box says that its text is none it can take. */
async function complaint(words: string): Promise<boolean> {
  const messages = await ui('texts', '.quick-input-widget .quick-input-message');
  return messages.some((text) => text.includes(words));
}

/** Picks an entry from the list that the command offers. */
async function chooseEntry(title: string): Promise<void> {
  void vscode.commands.executeCommand('layercost.chooseEntry');
  await until('the list', async () => {
    const rows = await ui('texts', '.quick-input-list .monaco-list-row');
    return rows.some((row) => row.includes(title) && row.includes('MACs'));
  });
  await ui('type', title);
  await ui('press', 'Enter');
}
