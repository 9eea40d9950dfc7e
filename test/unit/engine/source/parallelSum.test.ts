import assert from 'node:assert/strict';
import type { SourceRewrite } from '../../../../extension/engine/source/python/rewrite';
import { lines, rewritten } from './rewriting';

const PARALLEL: SourceRewrite = { kind: 'spatial-parallel' };

function sumClass(name: string, nn: string): string {
  return lines(
    `class ${name}(${nn}.Module):`,
    '    """Adds what its branches make of the same input."""',
    '',
    '    def __init__(self, *branches):',
    '        super().__init__()',
    `        self.branches = ${nn}.ModuleList(branches)`,
    '',
    '    def forward(self, x):',
    '        total = self.branches[0](x)',
    '        for branch in self.branches[1:]:',
    '            total = total + branch(x)',
    '        return total',
  );
}

/** The call's line before, and after by a class of that name. */
function call(nn: string): string {
  return `>x = ${nn}Conv2d(i, o, 3, padding=1)\n`;
}

function called(name: string, nn: string): string {
  return lines(
    `x = ${name}(`,
    `    ${nn}Conv2d(i, o, (3, 1), padding=(1, 0)),`,
    `    ${nn}Conv2d(i, o, (1, 3), padding=(0, 1), bias=False),`,
    ')',
  );
}

describe('the class that adds branches', () => {
  it('comes before the first definition behind the imports, above its comments', () => {
    const before = 'from torch import nn\nWIDTH = 4\n';
    const after = '# layercost: input=1x3x8x8\n@register\nclass Net(nn.Module):\n    pass\n\n';
    assert.equal(
      rewritten(before + after + call('nn.'), PARALLEL),
      `${before}\n\n${sumClass('ParallelSum', 'nn')}\n\n${after}${called('ParallelSum', 'nn.')}`,
    );
  });

  it('comes before a call that stands above all definitions', () => {
    const imports = 'import torch\n\n\n';
    assert.equal(
      rewritten(`${imports}${call('torch.nn.')}class A: pass\n`, PARALLEL),
      `${imports}${sumClass('ParallelSum', 'torch.nn')}\n\n` +
        called('ParallelSum', 'torch.nn.') +
        'class A: pass\n',
    );
  });

  it('stays below the head and the cells of a file', () => {
    const head = '#!/usr/bin/env python\n# %%\nfrom torch import nn\n# %% the net\n';
    assert.equal(
      rewritten(`${head}# about f\ndef f(): pass\n${call('nn.')}`, PARALLEL),
      `${head}\n\n${sumClass('ParallelSum', 'nn')}\n\n# about f\ndef f(): pass\n${called('ParallelSum', 'nn.')}`,
    );
  });

  it('comes with an import where nn is not there', () => {
    assert.equal(
      rewritten(`from torch.nn import Conv2d\n${call('')}`, PARALLEL),
      `from torch.nn import Conv2d\nimport torch.nn\n\n\n${sumClass('ParallelSum', 'torch.nn')}\n\n${called('ParallelSum', '')}`,
    );
  });

  it("names torch outside where the call's own name is its function's", () => {
    const text =
      'import torch\ndef f(i, o):\n    from torch import nn\n>    return nn.Conv2d(i, o, 3, padding=1)\n';
    const result = rewritten(text, PARALLEL);
    assert.ok(result.startsWith(`import torch\n\n\n${sumClass('ParallelSum', 'torch.nn')}\n\ndef f`), result);
    assert.match(result, /return ParallelSum\(\n {8}nn\.Conv2d/);
  });

  it("is written in the file's own indentation and line breaks", () => {
    const text = 'import torch.nn as nn\r\nclass A:\r\n\tpass\r\n' + call('nn.').replace('\n', '\r\n');
    const expected = sumClass('ParallelSum', 'nn').replaceAll('    ', '\t').replaceAll('\n', '\r\n');
    const result = rewritten(text, PARALLEL);
    assert.ok(result.includes(`\r\n\r\n\r\n${expected}\r\n\r\nclass A:`), result);
    assert.equal(/[^\r]\n/.exec(result), null);
  });

  it('is used again, whatever its comments', () => {
    const own = sumClass('ParallelSum', 'nn')
      .replace('Adds what', 'My own words:')
      .replace('return total', 'return total  # sum');
    const imports = `from torch import nn\n${own}`;
    assert.equal(rewritten(imports + call('nn.'), PARALLEL), imports + called('ParallelSum', 'nn.'));
    const plain = `from torch import nn\n${own.replace(/ {4}""".*"""\n\n/, '')}`;
    assert.equal(rewritten(plain + call('nn.'), PARALLEL), plain + called('ParallelSum', 'nn.'));
  });

  it('is not taken for another class of its name', () => {
    const others = [
      'from sums import ParallelSum\n',
      'class ParallelSum: pass\n',
      sumClass('ParallelSum', 'nn').replace('total + branch', 'total * branch'),
      sumClass('ParallelSum', 'nn').replace('        return total', '            return total'),
    ];
    for (const other of others) {
      const result = rewritten(`from torch import nn\n${other}${call('nn.')}`, PARALLEL);
      assert.ok(result.includes(sumClass('ParallelSum2', 'nn')), result);
      assert.ok(result.endsWith(called('ParallelSum2', 'nn.')), result);
    }
  });

  it('is used again below a second name, too', () => {
    const imports = `from torch import nn\nParallelSum = 1\n\n\n${sumClass('ParallelSum2', 'nn')}\n\n`;
    assert.equal(rewritten(imports + call('nn.'), PARALLEL), imports + called('ParallelSum2', 'nn.'));
  });

  it('is not used above where it is defined', () => {
    const later = sumClass('ParallelSum', 'nn');
    const result = rewritten(`from torch import nn\n${call('nn.')}${later}`, PARALLEL);
    assert.ok(result.includes(`${called('ParallelSum2', 'nn.')}${later}`), result);
  });
});
