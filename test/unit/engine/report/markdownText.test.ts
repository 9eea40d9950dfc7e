import assert from 'node:assert/strict';
import { codeCell, codeSpan, escapeMarkdown } from '../../../../extension/engine/report/markdownText';

/** Name and the code span that shows exactly this name. */
const SPANS = [
  ['conv_1', '`conv_1`'],
  ['', ''],
  ['a\\b*c_d', '`a\\b*c_d`'],
  ['a`b', '``a`b``'],
  ['a``b`c', '```a``b`c```'],
  ['`a', '`` `a ``'],
  ['a```', '```` a``` ````'],
  ['`', '`` ` ``'],
  [' a ', '`  a  `'],
  ['  ', '`  `'],
  ['a\nb', '`a\\x0ab`'],
  ['<img src=x>', '`<img src=x>`'],
  ['[x](command:y)', '`[x](command:y)`'],
  ['a|b', '`a|b`'],
] as const;

describe('text in Markdown', () => {
  for (const [name, span] of SPANS)
    it(`shows ${JSON.stringify(name)} in code type`, () => {
      assert.equal(codeSpan(name), span);
    });

  it('escapes bars in code of a table, and nothing else', () => {
    assert.equal(codeCell('a|b||c'), '`a\\|b\\|\\|c`');
    assert.equal(codeCell('a\\b'), '`a\\b`');
    assert.equal(codeCell('`|'), '`` `\\| ``');
    assert.equal(codeCell(''), '');
  });

  it('has HTML for a bar behind a backslash, which readers of tables take in two ways', () => {
    assert.equal(codeCell('a\\|b'), '<code>a&#92;&#124;b</code>');
  });

  it('escapes everything that means something in text', () => {
    assert.equal(escapeMarkdown('<img>'), '&#60;img&#62;');
    assert.equal(escapeMarkdown('[x](command:y)'), '\\[x\\](command:y)');
    assert.equal(escapeMarkdown('a|b`c\\d'), 'a&#124;b&#96;c&#92;d');
    assert.equal(escapeMarkdown('a\n# b'), 'a&#92;x0a&#35; b');
    assert.equal(escapeMarkdown('https://www.x @me *b*'), 'https&#58;//www&#46;x &#64;me \\*b\\*');
  });
});
