import assert from 'node:assert/strict';
import type { SourceRewrite } from '../../../../extension/engine/source/python/rewrite';
import { lines, rewritten, withNn } from './rewriting';

const DEPTHWISE: SourceRewrite = { kind: 'depthwise-separable' };
const BOTTLENECK: SourceRewrite = { kind: 'bottleneck', reduced: 4, expand: false };

describe('the style of rewritten source', () => {
  describe('names', () => {
    const cases: readonly (readonly [imports: string, call: string, changed: string])[] = [
      ['import torch', 'torch.nn.Conv2d', 'torch.nn.Sequential'],
      ['import torch.nn', 'torch.nn.Conv2d', 'torch.nn.Sequential'],
      ['import torch.nn as tnn', 'tnn.Conv2d', 'tnn.Sequential'],
      ['from torch import nn', 'nn.Conv2d', 'nn.Sequential'],
      ['import os, torch as t', 't.nn.Conv2d', 't.nn.Sequential'],
      ['from torch.nn import Conv2d as C, Sequential as S', 'C', 'S'],
      ['from torch.nn import (\n    Conv2d,  # one\n    Sequential,\n)', 'Conv2d', 'Sequential'],
      ['from torch.nn import *', 'Conv2d', 'Sequential'],
      ['from torch import nn\nConv = nn.Conv2d', 'Conv', 'nn.Sequential'],
      ['from torch import nn\nlayers = nn', 'layers.Conv2d', 'layers.Sequential'],
      ['from torch.nn.modules.conv import Conv2d\nimport torch', 'Conv2d', 'torch.nn.Sequential'],
      ['try:\n    from torch import nn\nexcept ImportError:\n    nn = None', 'nn.Conv2d', 'nn.Sequential'],
      ['from common import *', 'nn.Conv2d', 'nn.Sequential'],
    ];
    for (const [imports, call, outer] of cases)
      it(`${call} after ${JSON.stringify(imports)}`, () => {
        assert.equal(
          rewritten(`${imports}\n>x = ${call}(16, 32, 3)\n`, BOTTLENECK),
          `${imports}\nx = ${outer}(${call}(16, 4, 1, bias=False), ${call}(4, 32, 3))\n`,
        );
      });

    it('imports torch.nn behind the last import where no name leads there', () => {
      const imports = '"""Doc."""\nfrom torch.nn import Conv2d as C\nimport os  # here\n';
      assert.equal(
        rewritten(`${imports}\n>x = C(16, 32, 3)\nimport later\n`, BOTTLENECK),
        `${imports}import torch.nn\n\nx = torch.nn.Sequential(C(16, 4, 1, bias=False), C(4, 32, 3))\nimport later\n`,
      );
    });

    it('does not use names that only another function has', () => {
      const text = lines(
        'from torch.nn import Conv2d',
        'def other():',
        '    import torch',
        '>def f(): return Conv2d(16, 32, 3)',
      );
      assert.equal(
        rewritten(text, BOTTLENECK),
        lines(
          'from torch.nn import Conv2d',
          'import torch.nn',
          'def other():',
          '    import torch',
          'def f(): return torch.nn.Sequential(Conv2d(16, 4, 1, bias=False), Conv2d(4, 32, 3))',
        ),
      );
    });
  });

  it('keeps comments, each where its argument is first used', () => {
    const call = lines(
      'class Net(nn.Module):',
      '    def __init__(self):',
      '        self.conv = nn.Conv2d(  # the stem',
      '            16,  # colours',
      '            # many',
      '            out_channels=32,',
      '>            kernel_size=3, stride=(1,  # rows',
      '                1),  # small',
      '            # last words',
      '        )  # done',
    );
    assert.equal(
      rewritten(`import torch.nn as nn\n\n${call}`, BOTTLENECK),
      `import torch.nn as nn\n\n${lines(
        'class Net(nn.Module):',
        '    def __init__(self):',
        '        self.conv = nn.Sequential(',
        '            nn.Conv2d(',
        '                # the stem',
        '                16,  # colours',
        '                # many',
        '                out_channels=4,',
        '                kernel_size=1,',
        '                bias=False,',
        '            ),',
        '            nn.Conv2d(',
        '                4,',
        '                out_channels=32,',
        '                kernel_size=3,',
        '                stride=(1,  # rows',
        '                1),  # small',
        '            ),',
        '            # last words',
        '        )  # done',
      )}`,
    );
  });

  it('keeps comments of arguments that no layer has any more', () => {
    const text = withNn('x = nn.Conv2d(16, 32, 1, padding=0,\n  groups=1,  # all\n)');
    assert.equal(
      rewritten(text, { kind: 'low-rank', rank: 4 }, { kernel: [1, 1], padding: [0, 0] }),
      lines(
        'import torch.nn as nn',
        '',
        'x = nn.Sequential(',
        '    nn.Conv2d(',
        '        16,',
        '        4,',
        '        1,',
        '        padding=0,',
        '        groups=1,  # all',
        '        bias=False,',
        '    ),',
        '    nn.Conv2d(4, 32, 1),',
        ')',
      ),
    );
  });

  it('keeps the order of keywords', () => {
    assert.equal(
      rewritten(withNn('x = nn.Conv2d(bias=b, kernel_size=3, out_channels=o, in_channels=i)'), BOTTLENECK),
      lines(
        'import torch.nn as nn',
        '',
        'x = nn.Sequential(',
        '    nn.Conv2d(bias=False, kernel_size=1, out_channels=4, in_channels=i),',
        '    nn.Conv2d(bias=b, kernel_size=3, out_channels=o, in_channels=4),',
        ')',
      ),
    );
  });

  it('breaks lines as the file does: CRLF and tabs', () => {
    const text = [
      'import torch.nn as nn',
      'class Net(nn.Module):',
      '\tdef __init__(self, channels):',
      '>\t\tself.convolution = nn.Conv2d(channels, channels * 2, kernel_size=3, padding=1)',
      '',
    ].join('\r\n');
    assert.equal(
      rewritten(text, DEPTHWISE),
      [
        'import torch.nn as nn',
        'class Net(nn.Module):',
        '\tdef __init__(self, channels):',
        '\t\tself.convolution = nn.Sequential(',
        '\t\t\tnn.Conv2d(channels, channels, kernel_size=3, padding=1, groups=channels, bias=False),',
        '\t\t\tnn.Conv2d(channels, channels * 2, kernel_size=1),',
        '\t\t)',
        '',
      ].join('\r\n'),
    );
  });

  it('indents by two where the file does, and counts UTF-16 units', () => {
    const text = lines(
      '# 🧠 Größe',
      'from torch import nn',
      'def f(größe):',
      '  """🧠"""',
      '>  return nn.Conv2d(größe, größe + größe, 3, padding=1)  # 🧠 a rather long comment, so lines break',
    );
    assert.equal(
      rewritten(text, DEPTHWISE),
      lines(
        '# 🧠 Größe',
        'from torch import nn',
        'def f(größe):',
        '  """🧠"""',
        '  return nn.Sequential(',
        '    nn.Conv2d(größe, größe, 3, padding=1, groups=größe, bias=False),',
        '    nn.Conv2d(größe, größe + größe, 1),',
        '  )  # 🧠 a rather long comment, so lines break',
      ),
    );
  });

  it('reads a byte order mark, form feeds, `1.` and a bare yield', () => {
    const text = lines(
      '\uFEFFfrom torch import nn',
      '\f',
      'def g(p=0., q=1.e-5):',
      '    yield',
      '>x = nn.Conv2d(16, 32, 3)',
    );
    assert.equal(
      rewritten(text, BOTTLENECK),
      text.replace(
        '>x = nn.Conv2d(16, 32, 3)',
        'x = nn.Sequential(nn.Conv2d(16, 4, 1, bias=False), nn.Conv2d(4, 32, 3))',
      ),
    );
  });

  describe('stands in place of the call', () => {
    const NEW = 'nn.Sequential(nn.Conv2d(16, 4, 1, bias=False), nn.Conv2d(4, 32, 3))';
    const places: readonly (readonly [string, string])[] = [
      ['in a Sequential', 'x = nn.Sequential(nn.Conv2d(1, 2, 3),\n>  @, nn.ReLU())'],
      ['in a list comprehension', '>x = [@ for _ in range(3)]'],
      ['in a loop', 'for i in range(3):\n>    xs.append(@)'],
      ['in a lambda', '>make = lambda: @'],
      ['below a decorator', '@register("a(b")\n>def f(): return @'],
      ["as a decorator's argument", '>@wraps(@)\ndef f(): pass'],
      ['beside f-strings with brackets', '>x = f(f"{a[0]}({b!r:>{n}}#", @)'],
      ['with type hints', '>x: nn.Module = @  # why'],
      ['behind a backslash', 'x = \\\n>    @'],
      ['in a dictionary', 'x = {\n>    "conv": @,\n    **more,\n}'],
      ['called at once', '>y = @(x)'],
      ['moved at once', '>y = @.to(device)'],
      ['behind a semicolon', '>a = 1; b = @'],
      ['in a match', 'match x:\n    case 1:\n>        y = @'],
      ['as a default', 'def f(\n    a: int,\n>    conv=@,\n): pass'],
    ];
    for (const [name, place] of places)
      it(name, () => {
        const insert = (call: string): string =>
          `import torch.nn as nn\n${place.replace('@)', `${call})`).replace(/@(?!register|wraps)/, call)}\n`;
        assert.equal(rewritten(insert('nn.Conv2d(16, 32, 3)'), BOTTLENECK), insert(NEW).replace('>', ''));
      });
  });

  it('takes the call that spans the line', () => {
    const text = lines(
      'import torch.nn as nn',
      'x = nn.Sequential(',
      '    nn.Conv2d(1, 16, 3),',
      '    nn.Conv2d(16,',
      '        32 \\',
      '>        , 3',
      '    ),',
      ')',
    );
    assert.equal(
      rewritten(text, BOTTLENECK),
      lines(
        'import torch.nn as nn',
        'x = nn.Sequential(',
        '    nn.Conv2d(1, 16, 3),',
        '    nn.Sequential(nn.Conv2d(16, 4, 1, bias=False), nn.Conv2d(4, 32, 3)),',
        ')',
      ),
    );
  });

  it('rewrites all calls of a line that are the same', () => {
    assert.equal(
      rewritten(
        withNn('a, b = nn.Conv2d(i, o, 1), nn.Conv2d( i, o, 1 )'),
        { kind: 'low-rank', rank: 4 },
        { kernel: [1, 1] },
      ),
      lines(
        'import torch.nn as nn',
        '',
        'a, b = nn.Sequential(nn.Conv2d(i, 4, 1, bias=False), nn.Conv2d(4, o, 1)), ' +
          'nn.Sequential(nn.Conv2d(i, 4, 1, bias=False), nn.Conv2d(4, o, 1))',
      ),
    );
  });
});
