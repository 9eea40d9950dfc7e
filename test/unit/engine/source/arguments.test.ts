import assert from 'node:assert/strict';
import { lines, refusal, rewritten, withNn } from './rewriting';

function set(statement: string, name: string, value: string, className = 'Conv2d'): string {
  const text = rewritten(withNn(statement), { kind: 'argument', name, value }, { className });
  return text.slice('import torch.nn as nn\n\n'.length, -1);
}

describe('arguments set to a literal', () => {
  it('exchanges positional ones and keywords', () => {
    assert.equal(
      set('x = nn.Conv2d(3, w * 2, 3)  # w', 'out_channels', '24'),
      'x = nn.Conv2d(3, 24, 3)  # w',
    );
    assert.equal(
      set('x = nn.Conv2d(3, 8, 3, groups = g)', 'groups', '4'),
      'x = nn.Conv2d(3, 8, 3, groups = 4)',
    );
    assert.equal(
      set('x = nn.Linear(3, out_features=n)', 'out_features', '5', 'Linear'),
      'x = nn.Linear(3, out_features=5)',
    );
  });

  it('adds what is not there, in the way of the call', () => {
    assert.equal(set('x = nn.Conv2d(3, 8, 3)', 'groups', '4'), 'x = nn.Conv2d(3, 8, 3, groups=4)');
    assert.equal(set('x = nn.Conv2d(3, 8, 3,)', 'groups', '4'), 'x = nn.Conv2d(3, 8, 3, groups=4,)');
    assert.equal(set('x = nn.ReLU()', 'inplace', 'True', 'ReLU'), 'x = nn.ReLU(inplace=True)');
    assert.equal(set('x = nn.Conv2d(3, 8,\n  3)', 'groups', '4'), 'x = nn.Conv2d(3, 8,\n  3, groups=4)');
    assert.equal(
      set('x = nn.Conv2d(\n    3,\n    8,\n    3,  # size\n)', 'groups', '4'),
      'x = nn.Conv2d(\n    3,\n    8,\n    3,  # size\n    groups=4,\n)',
    );
    assert.equal(
      set('x = nn.Conv2d(\n    3, 8,\n    3  # size\n)', 'groups', '4'),
      'x = nn.Conv2d(\n    3, 8,\n    3,  # size\n    groups=4\n)',
    );
    assert.equal(
      set('x = nn.Conv2d(\n    3, 8,\n    3\n)', 'groups', '4'),
      'x = nn.Conv2d(\n    3, 8,\n    3,\n    groups=4\n)',
    );
  });

  it("knows parameters of the file's own classes and functions", () => {
    const text = lines(
      'class Squeeze(Base):',
      '    def __init__(self, channels: int, ratio=4, *, act=None):',
      '        pass',
      'def make(width=1.0, /, depth=2): pass',
      '>x = Squeeze(8, 4), make(1., 2)',
    );
    const ratio = rewritten(text, { kind: 'argument', name: 'ratio', value: '16' }, { className: 'Squeeze' });
    assert.ok(ratio.endsWith('x = Squeeze(8, 16), make(1., 2)\n'), ratio);
    const width = rewritten(text, { kind: 'argument', name: 'width', value: '0.5' }, { className: 'make' });
    assert.ok(width.endsWith('x = Squeeze(8, 4), make(0.5, 2)\n'), width);
    const act = rewritten(text, { kind: 'argument', name: 'act', value: 'None' }, { className: 'Squeeze' });
    assert.ok(act.endsWith('x = Squeeze(8, 4, act=None), make(1., 2)\n'), act);
  });

  it('finds classes by the name they have where they come from', () => {
    const text = 'from timm.layers import SqueezeExcite as SE\n>x = SE(channels=8, rd_ratio=.25)\n';
    assert.equal(
      rewritten(text, { kind: 'argument', name: 'rd_ratio', value: '0.125' }, { className: 'SqueezeExcite' }),
      'from timm.layers import SqueezeExcite as SE\nx = SE(channels=8, rd_ratio=0.125)\n',
    );
  });

  it('refuses what stays open', () => {
    const why = (statement: string, name = 'groups', value = '4'): string =>
      refusal(withNn(statement), { kind: 'argument', name, value });
    assert.match(why('x = nn.Conv2d(3, 8, 3, **more)'), /\*\*more, which may hold groups/);
    assert.match(why('x = nn.Conv2d(3, 8, 3, groups=4)'), /is 4 already/);
    assert.match(why('x = mine.Conv2d(3, 8, 3)'), /Which argument of mine\.Conv2d is groups/);
    assert.match(why('x = nn.Conv2d(3, 8, 3)', 'a b'), /cannot be named a b/);
    assert.match(why('x = nn.Conv2d(3, 8, 3)', 'groups', '1\n'), /one line/);
    assert.match(why('x = nn.Conv2d(1, 2, 3), nn.Conv2d(2, 3, 3)'), /different arguments/);
    assert.match(why('x = 3'), /no call of Conv2d/);
  });
});

describe('activations exchanged for their hard kin', () => {
  function hard(imports: string, statement: string, className = 'SiLU'): string {
    return rewritten(`${imports}\n>${statement}\n`, { kind: 'h-swish' }, { className }).slice(0, -1);
  }

  it('in calls and where they are passed on', () => {
    const imports = 'import torch\nimport torch.nn.functional as F\nfrom torch import nn';
    const cases: readonly (readonly [string, string, string])[] = [
      ['SiLU', 'x = nn.SiLU(inplace=True)', 'x = nn.Hardswish(inplace=True)'],
      ['SiLU', 'x = F.silu(F.silu(y), **k)', 'x = F.hardswish(F.hardswish(y), **k)'],
      ['SiLU', 'x = Block(3, nn.SiLU, silu=F.silu)', 'x = Block(3, nn.Hardswish, silu=F.hardswish)'],
      ['silu', 'x = torch.nn.functional.silu(y)', 'x = torch.nn.functional.hardswish(y)'],
      ['SiLU', 'def f(act=nn.SiLU, gate=nn.Sigmoid): pass', 'def f(act=nn.Hardswish, gate=nn.Sigmoid): pass'],
      ['SiLU', 'act: nn.SiLU = nn.SiLU()', 'act: nn.SiLU = nn.Hardswish()'],
      ['Sigmoid', 'x = nn.Sigmoid()', 'x = nn.Hardsigmoid()'],
      ['Sigmoid', 'x = a * torch.sigmoid(b)', 'x = a * F.hardsigmoid(b)'],
      ['Sigmoid', 'x = f"{nn.Sigmoid()}"', 'x = f"{nn.Hardsigmoid()}"'],
    ];
    for (const [className, before, after] of cases)
      assert.equal(hard(imports, before, className), `${imports}\n${after}`);
  });

  it('over lines', () => {
    assert.equal(
      hard('from torch import nn', 'x = Block(\n    3,\n    nn.SiLU,\n    act=nn.ReLU,\n)'),
      'from torch import nn\nx = Block(\n    3,\n    nn.Hardswish,\n    act=nn.ReLU,\n)',
    );
  });

  it('under bare names', () => {
    assert.equal(
      hard('from torch.nn import SiLU, Hardswish as H', 'x = SiLU()'),
      'from torch.nn import SiLU, Hardswish as H\nx = H()',
    );
    assert.equal(
      hard('from torch.nn.functional import silu', 'x = silu(y)'),
      'from torch.nn.functional import silu\nimport torch.nn\nx = torch.nn.functional.hardswish(y)',
    );
  });

  it('refuses others', () => {
    const why = (statement: string, className: string): string =>
      refusal(withNn(statement), { kind: 'h-swish' }, { className });
    assert.match(why('x = nn.GELU()', 'GELU'), /no hard variant of GELU/);
    assert.match(why('x = make(act="silu")', 'SiLU'), /Line 3 does not name SiLU/);
    assert.match(why('x = nn.GELU()', 'constructor'), /no hard variant/);
  });
});
