import assert from 'node:assert/strict';
import {
  applyEdits,
  rewriteSource,
  type SourceRewrite,
} from '../../../../extension/engine/source/python/rewrite';
import { layerOf, lines } from './rewriting';

const TEXT = lines(
  'import torch.nn as nn',
  'from torch.nn import functional as F, Linear',
  '',
  '# about the net',
  '@wrap("a(b")',
  'class Net(nn.Module):',
  '    """🧠 doc"""',
  '',
  '    def __init__(self, w: int = 16, *, k=3, **rest) -> None:',
  '        super().__init__()',
  '        self.conv = nn.Conv2d(  # stem',
  '            w, 32, kernel_size=(k, 3), padding=1,  # pad',
  '        )',
  '        self.head = nn.Sequential(*[Linear(32, 32) for _ in range(2)], nn.SiLU())',
  '        self.name = f"{w!r:>{k}} {self.conv}" \\',
  '            "rest"',
  '',
  '    def forward(self, x):',
  '        return F.silu(self.head(self.conv(x).mean((2, 3))))',
);

const REWRITES: readonly (readonly [className: string, rewrite: SourceRewrite])[] = [
  ['Conv2d', { kind: 'spatial-parallel' }],
  ['Conv2d', { kind: 'depthwise-separable' }],
  ['Linear', { kind: 'low-rank', rank: 4 }],
  ['SiLU', { kind: 'h-swish' }],
  ['Linear', { kind: 'argument', name: 'bias', value: 'False' }],
];

/** Rewrites on every line, and that each gives edits which lie in the text and apart, or a sentence. */
function rewriteAll(text: string): number {
  let count = 0;
  for (const [className, rewrite] of REWRITES)
    for (let line = 0; line <= text.split('\n').length + 1; line++) {
      const result = rewriteSource(text, line, layerOf({ className }), rewrite);
      if ('refused' in result) {
        assert.match(result.refused, /\.$/);
        continue;
      }
      let end = 0;
      for (const edit of result.edits.toSorted((a, b) => a.start - b.start)) {
        assert.ok(edit.start >= end && edit.end >= edit.start && edit.end <= text.length);
        end = edit.end;
      }
      assertReadable(applyEdits(text, result.edits));
      count++;
    }
  return count;
}

/** An argument is refused for its name only behind the parser. */
function assertReadable(text: string): void {
  const result = rewriteSource(text, 1, layerOf(), { kind: 'argument', name: '-', value: '1' });
  assert.ok('refused' in result && result.refused.startsWith('An argument cannot be named'), text);
}

describe('rewriting any text', () => {
  it('finds what there is to rewrite', () => {
    assert.ok(rewriteAll(TEXT) >= 8);
    assert.ok(rewriteAll(TEXT.replaceAll('\n', '\r\n')) >= 8);
  });

  it('never throws where text is cut off', () => {
    for (let end = 0; end <= TEXT.length; end += 3) rewriteAll(TEXT.slice(0, end));
  });

  it('never throws where characters are missing or doubled', () => {
    for (let at = 0; at < TEXT.length; at += 5) {
      rewriteAll(TEXT.slice(0, at) + TEXT.slice(at + 1));
      rewriteAll(TEXT.slice(0, at) + TEXT.slice(at, at + 2) + TEXT.slice(at));
    }
  });

  it('reads deep nesting without running out of stack', () => {
    const deep = `x = ${'('.repeat(20_000)}nn.Conv2d(16, 32, 1)${')'.repeat(20_000)}\n`;
    const result = rewriteSource(deep, 1, layerOf({ kernel: [1, 1] }), { kind: 'low-rank', rank: 4 });
    assert.ok('edits' in result || result.refused !== '');
  });
});

describe('edits', () => {
  it('are made in order, those at one place as they come', () => {
    const edits = [
      { start: 3, end: 4, text: 'D' },
      { start: 1, end: 1, text: '1' },
      { start: 1, end: 1, text: '2' },
      { start: 1, end: 2, text: 'B' },
    ];
    assert.equal(applyEdits('abcde', edits), 'a12BcDe');
  });
});
