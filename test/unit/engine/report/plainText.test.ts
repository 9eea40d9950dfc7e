import assert from 'node:assert/strict';
import { plainText } from '../../../../extension/engine/diagnosticsText';
import {
  displayWidth,
  padEnd,
  padStart,
  shortenEnd,
  shortenFront,
} from '../../../../extension/engine/report/plainText';

describe('plain text', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['layer1/0/conv1', 'layer1/0/conv1'],
    ['卷积 é ñ', '卷积 é ñ'],
    ['a\x1b[31mb', 'a\\x1b[31mb'],
    ['a\r\nb\tc', 'a\\x0d\\x0ab\\x09c'],
    ['\x9b2J', '\\x9b2J'],
    ['a\u202eb\u2066', 'a\\u202eb\\u2066'],
    ['\u200b\ufeff', '\\u200b\\ufeff'],
    ['\u2028', '\\u2028'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\u{e0041}'],
  ];
  for (const [text, expected] of cases)
    it(`shows ${JSON.stringify(text)}`, () => {
      assert.equal(plainText(text), expected);
    });

  it('measures columns', () => {
    assert.equal(displayWidth('conv'), 4);
    assert.equal(displayWidth('卷积'), 4);
    assert.equal(displayWidth('e\u0301'), 1);
    assert.equal(displayWidth('🔥'), 2);
    assert.equal(displayWidth('…●█'), 3);
  });

  it('shortens and pads by columns', () => {
    assert.equal(shortenFront('abcdef', 6), 'abcdef');
    assert.equal(shortenFront('abcdefg', 6), '…cdefg');
    assert.equal(shortenEnd('abcdefg', 6), 'abcde…');
    assert.equal(shortenFront('卷积卷积', 4), '…积');
    assert.equal(padStart('积', 4), '  积');
    assert.equal(padEnd('ab', 4), 'ab  ');
  });

  it('is quick on very long text', () => {
    const start = performance.now();
    assert.equal(shortenFront('x'.repeat(10_000_000), 10), `…${'x'.repeat(9)}`);
    assert.ok(performance.now() - start < 500);
  });
});
