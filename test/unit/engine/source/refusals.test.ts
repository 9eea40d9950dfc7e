import assert from 'node:assert/strict';
import type { SourceLayer, SourceRewrite } from '../../../../extension/engine/source/python/rewrite';
import { refusal, withNn } from './rewriting';

const BOTTLENECK: SourceRewrite = { kind: 'bottleneck', reduced: 4, expand: false };
const SEQUENTIAL: SourceRewrite = { kind: 'spatial-sequential', mid: null };

describe('refused rewrites', () => {
  const statements: readonly (readonly [statement: string, why: RegExp])[] = [
    ['x = nn.Conv2d(16, 32, 3', /could not be read as Python: see line 4/],
    ['x = )(', /could not be read as Python/],
    ['x = nn.Linear(1, 2)', /Line 3 holds no call of Conv2d/],
    ['x = make(nn.Conv2d)', /holds no call/],
    ['super().__init__(16, 32, 3)', /holds no call/],
    ['x = nn.Conv2d(16, 32, 3), nn.Conv2d(16, 32, 1)', /2 calls of Conv2d with different arguments/],
    ['x = nn.Conv2d(*args)', /arguments from \*args/],
    ['x = nn.Conv2d(16, 32, 3, **kwargs)', /arguments from \*\*kwargs/],
    ['x = nn.Conv2d(i for i in y)', /generator/],
    ['x = nn.Conv2d(i := 16, 32, 3)', /assignment/],
    ['x = nn.Conv2d(next(widths), 32, 3)', /next\(widths\) cannot be written twice/],
    ['x = nn.Conv2d(16, 32)', /gives no kernel_size/],
    ['x = nn.Conv2d(16, 32, 3, in_channels=16)', /gives in_channels twice/],
    ['x = nn.Conv2d(16, 32, 3, name="a")', /Conv2d has no argument name/],
    ['x = nn.Conv2d(16, 32, 3, 1, 1, 1, 1, True, "zeros", None, None, 4)', /more arguments than Conv2d/],
    ['x = nn.Conv2d(16, 32, 5)', /kernel_size is 5x5, the layer's 3x3/],
    ['x = nn.Conv2d(16, 32, 3, 2)', /stride is 2x2, the layer's 1x1/],
    ['x = nn.Conv2d(16, 64, 3)', /out_channels is 64, the layer's 32/],
    ['x = nn.Conv2d(16, 32, (3, 3, 3))', /are not two/],
    ['x = f"{nn.Conv2d(16, 32, 3)}"', /inside an f-string/],
    ['x = nn.Conv2d(16, 32, 3).weight', /uses \.weight/],
    ['x = nn.Conv2d(16, 32, 3)[0]', /uses a part/],
    ['x = nn.utils.weight_norm(nn.Conv2d(16, 32, 3))', /weight_norm needs a layer with a weight/],
    ['conv = nn.Conv2d(16, 32, 3)\nnn.init.zeros_(conv.weight)', /uses conv\.weight/],
  ];
  for (const [statement, why] of statements)
    it(statement, () => {
      assert.match(refusal(withNn(statement), BOTTLENECK), why);
    });

  it('uses of the layer in another method', () => {
    const text =
      'from torch import nn\nclass A(nn.Module):\n  def __init__(self):\n>    self.c = nn.Conv2d(16, 32, 3)\n' +
      '  def tie(self):\n    return self.c.bias\n';
    assert.match(refusal(text, BOTTLENECK), /uses self\.c\.bias/);
  });

  it("classes of the file that only are named like PyTorch's", () => {
    assert.match(refusal('class Conv2d: pass\n>x = Conv2d(16, 32, 3)\n', BOTTLENECK), /holds no call/);
    assert.match(refusal('from mine import Conv2d\n>x = Conv2d(16, 32, 3)\n', BOTTLENECK), /holds no call/);
  });

  it('lines that are not there', () => {
    assert.match(refusal('import torch\n\n\n>', BOTTLENECK), /Line 4 holds no call/);
  });

  const layers: readonly (readonly [string, SourceRewrite, Partial<SourceLayer>, RegExp])[] = [
    ['16, 32, 1', SEQUENTIAL, { kernel: [1, 1] }, /1x1 has no two axes/],
    ['16, 32, (1, 3)', SEQUENTIAL, { kernel: [1, 3] }, /1x3 has no two axes/],
    ['16, 32, 3', { kind: 'spatial-sequential', mid: 0 }, {}, /cannot be 0/],
    [
      '16, 32, 3, groups=4',
      { kind: 'spatial-sequential', mid: 6 },
      { groups: 4 },
      /6 channels cannot be divided into 4/,
    ],
    ['16, 32, 3', { kind: 'spatial-parallel' }, { padding: [0, 0] }, /padding that keeps the size/],
    ['16, 32, 3, padding="valid"', { kind: 'spatial-parallel' }, {}, /padding that keeps the size/],
    ['16, 32, 4, padding=2', { kind: 'spatial-parallel' }, { kernel: [4, 4] }, /padding that keeps the size/],
    ['16, 32, 3, padding=1, dilation=2', { kind: 'spatial-parallel' }, {}, /padding that keeps the size/],
    ['16, 32, 3', { kind: 'kernel-stacking', count: 1 }, {}, /3x3 is no stack/],
    ['16, 32, 4', { kind: 'kernel-stacking', count: 2 }, { kernel: [4, 4] }, /4x4 is no stack/],
    ['16, 32, (5, 7)', { kind: 'kernel-stacking', count: 2 }, { kernel: [5, 7] }, /5x7 is no stack/],
    ['16, 32, 7', { kind: 'kernel-stacking', count: 2 }, { kernel: [7, 7] }, /as wide as 3 kernels/],
    [
      '16, 32, 5, 2',
      { kind: 'kernel-stacking', count: 2 },
      { kernel: [5, 5], stride: [2, 2] },
      /stride 2 and padding 0/,
    ],
    ['16, 32, 1', { kind: 'bottleneck', reduced: 4, expand: true }, { kernel: [1, 1] }, /1x1 already/],
    ['16, 32, 3', { kind: 'bottleneck', reduced: 2.5, expand: true }, {}, /cannot be 2\.5/],
    ['16, 32, 3, groups=16', { kind: 'depthwise-separable' }, { groups: 16 }, /16 groups/],
    ['16, 32, 3, groups=g', { kind: 'tucker-2', inRank: 2, outRank: 2 }, { groups: 2 }, /2 groups/],
    ['16, 32, 3', { kind: 'inverted-residual', expansion: 0 }, {}, /expansion cannot be 0/],
    ['16, 32, 3', { kind: 'grouped-shuffle', groups: 5 }, {}, /16 channels cannot be divided into 5/],
    ['16, 32, 3', { kind: 'grouped-shuffle', groups: 1 }, {}, /has already/],
    ['16, 32, 3', { kind: 'low-rank', rank: 4 }, {}, /3x3 is no matrix/],
    ['16, 32, 3', { kind: 'spatial-svd', rank: -1 }, {}, /rank cannot be -1/],
  ];
  for (const [given, rewrite, facts, why] of layers)
    it(`${JSON.stringify(rewrite)} of Conv2d(${given})`, () => {
      assert.match(refusal(withNn(`x = nn.Conv2d(${given})`), rewrite, facts), why);
    });

  it('layers of other classes', () => {
    const text = withNn('x = nn.Conv1d(16, 32, 3)');
    assert.match(refusal(text, BOTTLENECK, { className: 'Conv1d' }), /is for Conv2d; the layer is a Conv1d/);
    assert.match(
      refusal(text, { kind: 'low-rank', rank: 4 }, { className: 'Conv1d' }),
      /Linear, Conv2d, Embedding/,
    );
    const embedding = withNn('x = nn.Embedding(9, 8, max_norm=1.)');
    assert.match(refusal(embedding, { kind: 'low-rank', rank: 4 }, { className: 'Embedding' }), /max_norm/);
  });
});
