import assert from 'node:assert/strict';
import { formatMarkdown, verbatim } from '../../../../extension/engine/report/markdown';
import { EXAMPLE, HOSTILE_REPORT, INCOMPLETE, UNSEEN } from './exampleReport';

const PLAIN = { sort: null, top: null, all: false } as const;

describe('Markdown', () => {
  it('has totals, a row a layer and findings', () => {
    const lines = formatMarkdown(EXAMPLE, PLAIN).split('\n');
    assert.equal(lines[0], '### `models/tiny.onnx`');
    assert.ok(lines.includes('| MACs | 18.9 k (18,944) |'));
    assert.ok(
      lines.includes(
        '| 1 | `/features/conv/Conv` | `Conv` | 1x8x8x8 | **13.8 k** | **73.0%** | 224 | 896 B | 3.63 KiB | 242 nJ |',
      ),
    );
    assert.ok(
      lines.includes(
        '| 4 | `classifier` | `Gemm` | 1x10 | 5.12 k | 27.0% | 5.13 k | 20.0 KiB | 22.1 KiB | 3.33 µJ |',
      ),
    );
    assert.ok(lines.some((line) => line.startsWith('Not shown: 1 layer without any cost.')));
    assert.ok(lines.some((line) => line.startsWith('- info assumed-dim: The dim batch')));
    assert.match(formatMarkdown(EXAMPLE, PLAIN), /arithmetic and data movement only/);
  });

  it('says "at least" where a cost is missing', () => {
    assert.match(formatMarkdown(INCOMPLETE, PLAIN), /\| MACs \| at least 18\.9 k/);
  });

  it('keeps the number of cells whatever the names are, and writes no markup from the file', () => {
    const text = formatMarkdown(HOSTILE_REPORT, { ...PLAIN, all: true });
    assert.doesNotMatch(text, UNSEEN);
    assert.doesNotMatch(text.replaceAll(/<\/?code>/g, ''), /[<>@]/);
    const rows = text.split('\n').filter((line) => /^\| \d/.test(line));
    assert.equal(rows.length, 4);
    for (const row of rows) assert.equal(row.split('|').length, 12, row);
  });

  it('shows plain names in code type and odd ones in escaped code type', () => {
    assert.equal(verbatim('/layer1/0/conv1/Conv'), '`/layer1/0/conv1/Conv`');
    assert.equal(verbatim('a|b`c'), '<code>a&#124;b&#96;c</code>');
    assert.equal(verbatim('<b>&'), '<code>&#60;b&#62;&#38;</code>');
    assert.equal(verbatim(''), '');
  });
});
