import assert from 'node:assert/strict';
import type { SourceLayer, SourceRewrite } from '../../../../extension/engine/source/python/rewrite';
import { lines, rewritten, withNn } from './rewriting';

/** The expression that a call becomes. */
function becomes(
  call: string,
  rewrite: SourceRewrite,
  expected: string,
  facts: Partial<SourceLayer> = {},
): void {
  const text = rewritten(withNn(`c = ${call}`), rewrite, facts);
  const flat = text.slice(text.indexOf('c = ') + 4).trim();
  assert.equal(
    flat
      .replace(/\(\n\s+/g, '(')
      .replace(/,\n\s*\)/g, ')')
      .replace(/,\n\s+/g, ', '),
    expected,
  );
}

describe('rewrites of constructor calls', () => {
  describe('spatial-sequential', () => {
    it("goes 1xK then Kx1, over the output channels in the user's words", () => {
      becomes(
        'nn.Conv2d(i, w * 2, 3, 2, 1, bias=use_bias)',
        { kind: 'spatial-sequential', mid: null },
        'nn.Sequential(nn.Conv2d(i, w * 2, (1, 3), (1, 2), (0, 1), bias=False), ' +
          'nn.Conv2d(w * 2, w * 2, (3, 1), (2, 1), (1, 0), bias=use_bias))',
        { stride: [2, 2] },
      );
    });

    it('takes a number of channels between', () => {
      becomes(
        'nn.Conv2d(16, 32, kernel_size=(3, 5), padding=(1, 2), padding_mode="reflect", device=d)',
        { kind: 'spatial-sequential', mid: 24 },
        'nn.Sequential(nn.Conv2d(16, 24, kernel_size=(1, 5), padding=(0, 2), bias=False, padding_mode="reflect", device=d), ' +
          'nn.Conv2d(24, 32, kernel_size=(3, 1), padding=(1, 0), padding_mode="reflect", device=d))',
        { kernel: [3, 5], padding: [1, 2] },
      );
    });

    it('keeps groups, dilation and words of padding', () => {
      becomes(
        "nn.Conv2d(16, 32, 3, padding='same', dilation=2, groups=4)",
        { kind: 'spatial-sequential', mid: null },
        "nn.Sequential(nn.Conv2d(16, 32, (1, 3), padding='same', dilation=2, groups=4, bias=False), " +
          "nn.Conv2d(32, 32, (3, 1), padding='same', dilation=2, groups=4))",
        { groups: 4, padding: [], dilation: [2, 2] },
      );
    });
  });

  it('spatial-parallel strides in both branches and adds one bias', () => {
    becomes(
      'nn.Conv2d(16, 32, 3, 2, 1)',
      { kind: 'spatial-parallel' },
      'ParallelSum(nn.Conv2d(16, 32, (3, 1), 2, (1, 0)), nn.Conv2d(16, 32, (1, 3), 2, (0, 1), bias=False))',
      { stride: [2, 2] },
    );
  });

  it('spatial-svd goes Kx1 then 1xK', () => {
    becomes(
      'nn.Conv2d(16, 32, 3, padding=1, stride=(2, 1))',
      { kind: 'spatial-svd', rank: 8 },
      'nn.Sequential(nn.Conv2d(16, 8, (3, 1), padding=(1, 0), stride=(2, 1), bias=False), ' +
        'nn.Conv2d(8, 32, (1, 3), padding=(0, 1), stride=1))',
      { stride: [2, 1] },
    );
  });

  describe('kernel-stacking', () => {
    const facts = { kernel: [5, 5], padding: [2, 2] };
    it('makes two 3x3 of 5x5, the first with the stride', () => {
      becomes(
        'nn.Conv2d(16, 32, 5, 2, 2, bias=False)',
        { kind: 'kernel-stacking', count: 2 },
        'nn.Sequential(nn.Conv2d(16, 32, 3, 2, 1, bias=False), nn.Conv2d(32, 32, 3, padding=1, bias=False))',
        { ...facts, stride: [2, 2] },
      );
    });

    it('makes three of 7x7', () => {
      becomes(
        'nn.Conv2d(16, 32, 7, padding=3)',
        { kind: 'kernel-stacking', count: 3 },
        'nn.Sequential(nn.Conv2d(16, 32, 3, padding=1, bias=False), nn.Conv2d(32, 32, 3, padding=1, bias=False), ' +
          'nn.Conv2d(32, 32, 3, padding=1))',
        { kernel: [7, 7], padding: [3, 3] },
      );
    });

    it('shares out other paddings so that the shape stays', () => {
      const rewrite: SourceRewrite = { kind: 'kernel-stacking', count: 2 };
      becomes(
        'nn.Conv2d(16, 32, 5)',
        rewrite,
        'nn.Sequential(nn.Conv2d(16, 32, 3, bias=False), nn.Conv2d(32, 32, 3))',
        { ...facts, padding: [0, 0] },
      );
      becomes(
        'nn.Conv2d(16, 32, 5, padding=(1, 4), dilation=2)',
        rewrite,
        'nn.Sequential(nn.Conv2d(16, 32, 3, padding=(0, 2), dilation=2, bias=False), ' +
          'nn.Conv2d(32, 32, 3, padding=(1, 2), dilation=2))',
        { ...facts, padding: [1, 4], dilation: [2, 2] },
      );
      becomes(
        "nn.Conv2d(16, 32, 5, padding='valid')",
        rewrite,
        "nn.Sequential(nn.Conv2d(16, 32, 3, padding='valid', bias=False), nn.Conv2d(32, 32, 3, padding='valid'))",
        { ...facts, padding: [] },
      );
    });
  });

  it('bottleneck narrows before the kernel', () => {
    becomes(
      'nn.Conv2d(16, 32, 3, stride=s, padding=1)',
      { kind: 'bottleneck', reduced: 8, expand: false },
      'nn.Sequential(nn.Conv2d(16, 8, 1, bias=False), nn.Conv2d(8, 32, 3, stride=s, padding=1))',
    );
    becomes(
      'nn.Conv2d(16, 32, 3, stride=s, padding=1)',
      { kind: 'bottleneck', reduced: 8, expand: true },
      'nn.Sequential(nn.Conv2d(16, 8, 1, bias=False), nn.Conv2d(8, 8, 3, stride=s, padding=1, bias=False), nn.Conv2d(8, 32, 1))',
    );
  });

  it('depthwise-separable has a kernel per channel', () => {
    becomes(
      'nn.Conv2d(in_ch, out_ch, 3, s, 1, 1, 1, True)',
      { kind: 'depthwise-separable' },
      'nn.Sequential(nn.Conv2d(in_ch, in_ch, 3, s, 1, 1, in_ch, False), nn.Conv2d(in_ch, out_ch, 1, bias=True))',
    );
  });

  it('inverted-residual widens, by a product or an expression', () => {
    becomes(
      'nn.Conv2d(16, 32, 3, padding=1)',
      { kind: 'inverted-residual', expansion: 6 },
      'nn.Sequential(nn.Conv2d(16, 96, 1, bias=False), nn.ReLU6(inplace=True), ' +
        'nn.Conv2d(96, 96, 3, padding=1, groups=96, bias=False), nn.ReLU6(inplace=True), nn.Conv2d(96, 32, 1))',
    );
    becomes(
      'nn.Conv2d(a + b, 32, 3)',
      { kind: 'inverted-residual', expansion: 1.5 },
      'nn.Sequential(nn.Conv2d(a + b, int((a + b) * 1.5), 1, bias=False), nn.ReLU6(inplace=True), ' +
        'nn.Conv2d(int((a + b) * 1.5), int((a + b) * 1.5), 3, groups=int((a + b) * 1.5), bias=False), ' +
        'nn.ReLU6(inplace=True), nn.Conv2d(int((a + b) * 1.5), 32, 1))',
    );
  });

  it('grouped-shuffle adds groups and shuffles behind them', () => {
    becomes(
      'nn.Conv2d(16, 32, 3, groups=1, bias=False)',
      { kind: 'grouped-shuffle', groups: 4 },
      'nn.Sequential(nn.Conv2d(16, 32, 3, groups=4, bias=False), nn.ChannelShuffle(4))',
    );
  });

  it('tucker-2 has the kernel among few channels', () => {
    becomes(
      'nn.Conv2d(16, 32, 3, padding=1, dtype=t)',
      { kind: 'tucker-2', inRank: 4, outRank: 6 },
      'nn.Sequential(nn.Conv2d(16, 4, 1, bias=False, dtype=t), nn.Conv2d(4, 6, 3, padding=1, bias=False, dtype=t), ' +
        'nn.Conv2d(6, 32, 1, dtype=t))',
    );
  });

  describe('low-rank', () => {
    const rewrite: SourceRewrite = { kind: 'low-rank', rank: 8 };
    it('splits Linear', () => {
      const facts = { className: 'Linear' };
      becomes(
        'nn.Linear(d, 4 * d)',
        rewrite,
        'nn.Sequential(nn.Linear(d, 8, bias=False), nn.Linear(8, 4 * d))',
        facts,
      );
      becomes(
        'nn.Linear(d, out_features=n, bias=qkv_bias, dtype=t)',
        rewrite,
        'nn.Sequential(nn.Linear(d, out_features=8, bias=False, dtype=t), nn.Linear(8, out_features=n, bias=qkv_bias, dtype=t))',
        facts,
      );
      becomes(
        'nn.Linear(d, n, False)',
        rewrite,
        'nn.Sequential(nn.Linear(d, 8, False), nn.Linear(8, n, False))',
        facts,
      );
    });

    it('splits Conv2d of 1x1, with stride and padding in the first', () => {
      becomes(
        'nn.Conv2d(16, 32, 1, 2, bias=False)',
        rewrite,
        'nn.Sequential(nn.Conv2d(16, 8, 1, 2, bias=False), nn.Conv2d(8, 32, 1, bias=False))',
        { kernel: [1, 1], stride: [2, 2], padding: [0, 0] },
      );
    });

    it('splits Embedding', () => {
      becomes(
        'nn.Embedding(vocab, dim, padding_idx=0, device=d)',
        rewrite,
        'nn.Sequential(nn.Embedding(vocab, 8, padding_idx=0, device=d), nn.Linear(8, dim, bias=False, device=d))',
        { className: 'Embedding' },
      );
    });
  });

  it("takes the layer's own numbers where a name stands for two", () => {
    const text = lines(
      'import torch.nn as nn',
      '',
      'def block(i, o, k=(3, 3), p: "tuple" = (1, 1), s=1):',
      '>    return nn.Conv2d(i, o, k, s, p)',
    );
    assert.equal(
      rewritten(text, { kind: 'spatial-sequential', mid: 4 }).split('\n').slice(3).join('\n'),
      lines(
        '    return nn.Sequential(',
        '        nn.Conv2d(i, 4, (1, 3), (1, s), (0, 1), bias=False),',
        '        nn.Conv2d(4, o, (3, 1), (s, 1), (1, 0)),',
        '    )',
      ),
    );
    becomes(
      'nn.Conv2d(i, o, k)',
      { kind: 'spatial-sequential', mid: 4 },
      'nn.Sequential(nn.Conv2d(i, 4, (1, 5), bias=False), nn.Conv2d(4, o, (3, 1)))',
      { kernel: [3, 5], padding: [0, 0] },
    );
  });
});
