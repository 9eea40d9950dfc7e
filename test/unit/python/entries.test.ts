import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalyzeOptions } from '../../../extension/shared/engineCalls';
import type { SourceEntries, SourceLines } from '../../../extension/shared/sourceLines';
import { openPythonEngine, type PythonEngine } from '../../helpers/pythonEngine';

const HEAD = 'import torch\nfrom torch import nn\n\n\n';
const NET = `class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.fc = nn.Linear(4, width)

    def forward(self, x):
        return self.fc(x)
`;

describe('entries of Python source', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-entries-'));
  let python: PythonEngine;
  let count = 0;

  before(() => {
    python = openPythonEngine({ project: folder });
  });
  after(() => {
    python.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (text: string, name = `net${count++}.py`): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, HEAD + text);
    return file;
  };
  const list = (text: string): Promise<SourceEntries> =>
    python.engine.sourceEntries(write(text), python.options());
  const lines = (text: string, options: Partial<AnalyzeOptions> = {}): Promise<SourceLines> =>
    python.engine.sourceLines(write(text), python.options(options));

  it('are what a comment says, with its input and arguments', async () => {
    const text = `# layercost: input=2x4 width=3\n${NET}`;
    const { entry, totals, inputs } = await lines(text);
    assert.deepEqual([entry?.origin, entry?.title, entry?.line], ['directive', 'Net(width=3)', 6]);
    assert.equal(totals?.macs, 2 * 4 * 3);
    assert.equal(inputs[0]?.assumed, false);
  });

  it('are told where a comment is wrong', async () => {
    const { findings } = await lines(`# layercost: input=2xfour\n${NET}`);
    assert.deepEqual([findings[0]?.code, findings[0]?.line], ['bad-directive', 5]);
  });

  it('are what layercost.json says', async () => {
    const file = write(NET, 'configured/net.py');
    const entries = [{ file: 'net.py', entry: 'Net(width=5)', inputs: ['3x4'] }];
    writeFileSync(path.join(folder, 'configured/layercost.json'), JSON.stringify({ entries }));
    const { entry, totals } = await python.engine.sourceLines(file, python.options());
    assert.deepEqual([entry?.origin, totals?.macs], ['configured', 3 * 4 * 5]);
  });

  it('are said where layercost.json is wrong', async () => {
    const file = write(NET, 'wrong/net.py');
    writeFileSync(path.join(folder, 'wrong/layercost.json'), '{ "entries": [ { "file": "net.py" } ] }');
    const { findings, totals } = await python.engine.sourceLines(file, python.options());
    assert.equal(findings[0]?.code, 'bad-configuration');
    assert.equal(totals?.params, 4 * 8 + 8);
  });

  it('are the calls of the main block, with their inputs', async () => {
    const { entry, totals, inputs } = await lines(
      `${NET}\n\nif __name__ == "__main__":\n    net = Net(width=2)\n    print(net(torch.randn(5, 4)).shape)\n`,
    );
    assert.deepEqual([entry?.origin, entry?.title], ['main', 'Net(width=2)']);
    assert.equal(totals?.macs, 5 * 4 * 2);
    assert.equal(inputs[0]?.assumed, false);
  });

  it('are classes and functions that can be built, the roots first', async () => {
    const { entries } = await list(
      `class Part(nn.Module):\n    def forward(self, x):\n        return x\n\n\n${NET}\n\ndef make():\n    return nn.Sequential(Part(), Net(4))\n\n\ndef train():\n    return Net()\n\n\ndef needs(x):\n    return Net(x)\n`,
    );
    assert.deepEqual(
      entries.map(({ id }) => id),
      ['make', 'Part', 'Net'],
    );
  });

  it('are any expression, with arguments on top', async () => {
    const { entry, totals } = await lines(NET, { entry: 'nn.Sequential(Net(4), nn.Linear(4, 1))' });
    assert.deepEqual([entry?.origin, totals?.macs], ['expression', 4 * 4 + 4]);
    const wide = await lines(NET, { entry: 'Net', entryArguments: 'width=100' });
    assert.equal(wide.totals?.macs, 4 * 100);
    const wrong = await lines(NET, { entry: 'Net', entryArguments: 'height=1' });
    assert.match(wrong.findings[0]?.message ?? '', /height/);
  });

  it('are none where there is nothing, and that is said', async () => {
    const { entry, findings } = await lines('x = 1\n');
    assert.deepEqual([entry, findings[0]?.code], [null, 'no-entry']);
  });

  it('take inputs that were given, by position and by name', async () => {
    const text = `class Two(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 2)\n\n    def forward(self, x, mask):\n        return self.fc(x) * mask\n`;
    const { totals } = await lines(text, { inputShapes: { '': [6, 4], mask: [6, 1] } });
    assert.equal(totals?.macs, 6 * 4 * 2);
    const wrong = await lines(text, { inputShapes: { nothing: [1] } });
    assert.match(wrong.findings[0]?.message ?? '', /no input "nothing"; it takes x, mask/);
  });

  it('follow imports of the project, and say what is missing', async () => {
    writeFileSync(path.join(folder, 'parts.py'), `${HEAD}WIDTH = 3\n`);
    const found = await lines(
      `from parts import WIDTH\n\n\nclass A(nn.Linear):\n    def __init__(self):\n        super().__init__(4, WIDTH)\n`,
    );
    assert.equal(found.totals?.params, 4 * 3 + 3);
    const { findings } = await lines(
      `import not_there_at_all\n\n\nclass B(not_there_at_all.Base, nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = not_there_at_all.layer(4)\n\n    def forward(self, x):\n        return self.fc(x)\n`,
      { entry: 'B', inputShapes: { '': [1, 4] } },
    );
    const missing = findings.find(({ code }) => code === 'missing-package');
    assert.ok(missing, JSON.stringify(findings));
    assert.equal(missing.line, 5);
    assert.match(missing.message, /not_there_at_all is not installed.*layercost\.python\.packages/);
  });

  it('say where the text is no Python', async () => {
    const { findings } = await lines('class Net(nn.Module:\n');
    assert.deepEqual([findings[0]?.code, findings[0]?.line], ['python-syntax', 5]);
  });
});
