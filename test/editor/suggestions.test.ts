import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, lensAt, lineWith, openGraph, openListing, until, writeFile } from './support';
import { describeUi, ui } from './ui';

const NET = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide = nn.Conv2d(384, 256, kernel_size=5, padding=2)  # the heavy one
        self.head = nn.Linear(256, 10)

    def forward(self, x):
        return self.head(self.wide(x).mean((2, 3)))


if __name__ == "__main__":
    print(Net()(torch.randn(1, 384, 13, 13)).shape)
`;

/** A published example: 5x5, 384 to 256 channels on 13x13, and the same as 5x1 and 1x5, summed. */
const BEFORE = 415_334_400;
const AFTER = 166_133_760;
const HEAD = 256 * 10;

const SAMPLE = 'squeezenet1_1.onnx';

describe('suggestions in PyTorch source', () => {
  let document: vscode.TextDocument;

  before(async () => {
    await closeAll();
    const uri = await writeFile('wide.py', new TextEncoder().encode(NET));
    document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAll();
  });

  it('a lens says how many there are', async () => {
    assert.match(await lensAt(document, 'self.wide =', 'suggestion'), /^\$\(lightbulb\) \d+ suggestions$/);
  });

  it('the light bulb rewrites the call, and undo takes it back', async () => {
    const action = await actionAt(document, 'Spatial factorization, parallel');
    assert.ok(action.edit, 'the edit is worked out when the action is chosen');
    const applied = vscode.workspace.applyEdit(action.edit);
    await confirmed(applied);
    const text = document.getText();
    assert.match(text, /nn\.Conv2d\(384, 256, kernel_size=\(5, 1\), padding=\(2, 0\)\)/);
    assert.match(text, /# the heavy one/);
    const total = `${((AFTER + HEAD) / 1e6).toPrecision(3)} M`;
    await until('the new total', async () => (await lensAt(document, 'print(Net()', 'MACs')).includes(total));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until('the old text', () => document.getText() === NET);
    const old = `${((BEFORE + HEAD) / 1e6).toPrecision(3)} M`;
    await until('the old total', async () => (await lensAt(document, 'print(Net()', 'MACs')).includes(old));
  });

  describeUi('in the panel', () => {
    it('shows cards for the command beside the text', async () => {
      await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
      await vscode.commands.executeCommand('layercost.suggestCompression');
      const titles = await until('cards', async () => {
        const found = await ui('webviewTexts', '.card h3');
        return found.length > 5 && found;
      });
      assert.ok(
        titles.some((title) => title.includes('Spatial factorization')),
        titles.join(', '),
      );
      await ui('webviewClick', '[data-id="spatial-parallel@0"] input');
      const shown = `${((AFTER + HEAD) / 1e6).toPrecision(3)} M`;
      await until('the effect', async () => (await ui('webviewText', '.summary')).includes(shown));
      await ui('screenshot', 'suggestions-python');
    });
  });

  it('what cannot be rewritten says why', async () => {
    const actions = await actionsAt(document, 'self.wide =');
    const folded = actions.filter(({ disabled }) => disabled !== undefined);
    for (const { disabled } of folded) assert.match(disabled?.reason ?? '', /[a-z]/);
  });
});

describe('suggestions for an ONNX model', () => {
  let model: vscode.Uri;

  before(async () => {
    await closeAll();
    const [found] = await vscode.workspace.findFiles(SAMPLE);
    assert.ok(found);
    model = found;
  });
  after(closeAll);

  describeUi('in the panel', () => {
    before(closeAll);

    it('shows cards for the command, and the combined effect of two', async () => {
      await openGraph(model);
      await vscode.commands.executeCommand('layercost.suggestCompression', model);
      const cards = await until('cards', async () => {
        const titles = await ui('webviewTexts', '.card h3');
        return titles.length > 10 && titles;
      });
      assert.ok(
        cards.some((title) => title.includes('Cast to float16')),
        cards.join(', '),
      );
      await ui('webviewClick', '[data-id="late-reorder@63"] input');
      await ui('webviewClick', '[data-id="float16"] input');
      // 86,528,000 MACs at 169 positions become 512,000 at one; float16 halves the bytes.
      const combined = await until('the combined effect', async () => {
        const text = await ui('webviewText', '.summary');
        return text.includes('2.36 MiB') && text;
      });
      assert.match(combined, /349 M.*263 M/s);
      assert.match(combined, /4\.71 MiB.*2\.36 MiB/s);
      await ui('screenshot', 'suggestions-onnx');
    });

    it('draws the changed part, and tells what the weights say', async () => {
      await ui('webviewClick', '[data-id="late-reorder@63"] .card-buttons button');
      await until('the preview', () => ui('webviewExists', '[data-id="late-reorder@63"] .still svg'));
      await ui('screenshot', 'suggestions-preview');
    });

    it('finds a plan for a budget', async () => {
      await ui('webviewFill', '.budget-field input', 'macs=50%');
      await ui('webviewPress', '.budget-field input', 'Enter');
      await until('the plan', async () =>
        (await ui('webviewText', '.plan-message')).includes('The budget is met by'),
      );
      await ui('screenshot', 'suggestions-plan');
    });
  });

  it('the listing has lenses with their number', async () => {
    await vscode.commands.executeCommand('layercost.suggestCompression', model);
    const { document } = await openListing(model);
    assert.match(await lensAt(document, '= Conv <', 'suggestion'), /^\$\(lightbulb\) \d+ suggestions?$/);
  });
});

async function actionsAt(document: vscode.TextDocument, text: string): Promise<readonly vscode.CodeAction[]> {
  const line = lineWith(document, text);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(line, 8, line, 8),
    vscode.CodeActionKind.RefactorRewrite.value,
    50,
  );
}

function actionAt(document: vscode.TextDocument, title: string): Promise<vscode.CodeAction> {
  return until(`the action ${title}`, async () =>
    (await actionsAt(document, 'self.wide =')).find((action) => action.title.includes(title)),
  );
}

/** The edit asks to be confirmed: VS Code shows its preview, and the test agrees to it. */
async function confirmed(applied: Thenable<boolean>): Promise<void> {
  let done = false;
  void applied.then(() => (done = true));
  await until('the edit', async () => {
    await vscode.commands.executeCommand('refactorPreview.apply').then(undefined, () => undefined);
    return done;
  });
  assert.equal(await applied, true);
}
