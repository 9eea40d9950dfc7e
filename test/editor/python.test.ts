import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, lensAt, lineWith, until, writeFile } from './support';
import { ui } from './ui';

const NET = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)
        self.relu = nn.ReLU()

    def forward(self, x):
        return x + self.relu(self.conv(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, stride=2, padding=1)
        self.blocks = nn.Sequential(*[Block(16) for _ in range(4)])
        self.head = nn.Linear(16, 10)

    def forward(self, x):
        x = self.blocks(self.stem(x))
        scores = x.flatten(2) @ x.flatten(2).transpose(1, 2)
        return self.head(scores.mean(1))


if __name__ == "__main__":
    print(Net()(torch.randn(1, 3, 32, 32)).shape)
`;

/** By hand: 16x16 outputs behind the stride; four blocks; a 16x256 by 256x16 product. */
const STEM = 16 * 16 * 16 * 3 * 9;
const BLOCK = 16 * 16 * 16 * 16 * 9;
const PRODUCT = 16 * 16 * 256;
const TOTAL = STEM + 4 * BLOCK + PRODUCT + 16 * 10;

describe('Python source', () => {
  let document: vscode.TextDocument;

  before(async () => {
    await closeAll();
    document = await vscode.workspace.openTextDocument(
      await writeFile('net.py', new TextEncoder().encode(NET)),
    );
    await vscode.window.showTextDocument(document);
  });
  after(closeAll);

  it('shows what the lines cost', async () => {
    const entry = await lensAt(document, 'print(Net()', 'MACs');
    assert.ok(entry.includes(mega(TOTAL)), entry);
    assert.match(entry, /input 1x3x32x32/);
    assert.doesNotMatch(entry, /assumed/);
    assert.ok((await lensAt(document, 'self.stem =', 'MACs')).includes(kilo(STEM)));
    const conv = await lensAt(document, 'self.conv =', 'MACs');
    assert.ok(conv.includes(mega(4 * BLOCK)) && conv.includes('x4'), conv);
    assert.ok((await lensAt(document, 'scores =', 'MACs')).includes(kilo(PRODUCT)));
  });

  it('tells every digit in the hover', async () => {
    const text = await hoverText('self.conv =');
    assert.ok(text.includes((4 * BLOCK).toLocaleString('en')), text);
    assert.ok(text.includes('blocks.0.conv'), text);
  });

  it('tells the whole story of a line that is one layer', async () => {
    const text = await until('the story', async () => {
      const told = await hoverText('self.stem =');
      return told.includes('How it is counted') ? told : undefined;
    });
    assert.ok(text.includes(STEM.toLocaleString('en')), text);
    assert.match(text, /How it is counted: \[MACs\]\(command:layercost\.openDocumentation/);
    await lensAt(document, 'self.stem =', 'MACs');
    await ui('hover', 'stem');
    await ui('screenshot', 'python-hover');
    await ui('moveMouseAway');
  });

  it('tells what another tool counts, of one layer and of several', async () => {
    const settings = vscode.workspace.getConfiguration('layercost');
    await settings.update('countAs', 'thop', vscode.ConfigurationTarget.Global);
    try {
      for (const line of ['self.stem =', 'self.conv ='])
        await until(`thop's number of ${line}`, async () => (await hoverText(line)).includes('As thop'));
    } finally {
      await settings.update('countAs', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  /** What the hover says in the middle of a line. */
  async function hoverText(line: string): Promise<string> {
    const position = new vscode.Position(lineWith(document, line), 12);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    return hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
      .join('\n')
      .replaceAll('\\', '');
  }

  it('marks a broken shape at its line while it is typed, and takes the mark away', async () => {
    await replace(document, 'nn.Linear(16, 10)', 'nn.Linear(32, 10)');
    const problem = await until('the problem', () => problemsOf(document)[0]);
    assert.equal(problem.range.start.line, lineWith(document, 'return self.head('));
    assert.match(problem.message, /^head: .*1x16 and 32x10/);
    await replace(document, 'nn.Linear(32, 10)', 'nn.Linear(16, 10)');
    await until('no problem', () => problemsOf(document).length === 0);
  });

  it('keeps the last good figures, marked stale, while the text is no Python', async () => {
    await replace(document, 'self.head = nn.Linear(16, 10)', 'self.head = nn.Linear(16, 10');
    const problem = await until('the problem', () => problemsOf(document)[0]);
    assert.match(problem.message, /SyntaxError/);
    assert.ok((await lensAt(document, 'self.stem =', 'MACs')).includes(kilo(STEM)));
    assert.match(await lensAt(document, 'print(Net()', 'MACs'), /^\$\(sync\)/);
    await replace(document, 'self.head = nn.Linear(16, 10', 'self.head = nn.Linear(16, 10)');
    await until('no problem', () => problemsOf(document).length === 0);
    await until(
      'fresh figures',
      async () => !(await lensAt(document, 'print(Net()', 'MACs')).includes('sync'),
    );
  });

  it('keeps lenses beside their code while text is typed', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# a comment\n');
    await vscode.workspace.applyEdit(edit);
    assert.ok((await lensAt(document, 'self.stem =', 'MACs')).includes(kilo(STEM)));
  });

  it('shows output shapes where that is wanted', async () => {
    const settings = vscode.workspace.getConfiguration('layercost');
    await settings.update('inlayHints.enabled', true, vscode.ConfigurationTarget.Global);
    const line = lineWith(document, 'x = self.blocks(self.stem(x))');
    const hint = await until('a hint', async () => {
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        whole,
      );
      return hints.find(({ position }) => position.line === line);
    });
    assert.ok(typeof hint.label === 'string' && hint.label.includes('1x16x16x16'));
    await settings.update('inlayHints.enabled', undefined, vscode.ConfigurationTarget.Global);
  });

  it('opens the layer graph beside the text', async () => {
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('layercost.showGraph');
    await until('the graph', () =>
      vscode.window.tabGroups.all.some(({ activeTab }) => {
        const input = activeTab?.input;
        return input instanceof vscode.TabInputCustom && input.viewType === 'layercost.source';
      }),
    );
  });
});

function problemsOf(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'LayerCost');
}

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, to);
  await vscode.workspace.applyEdit(edit);
}

/** Three significant digits, as lenses print them. */
function mega(count: number): string {
  return `${(count / 1e6).toPrecision(3)} M`;
}

function kilo(count: number): string {
  return `${(count / 1e3).toPrecision(3)} k`;
}
