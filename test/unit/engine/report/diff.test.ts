import assert from 'node:assert/strict';
import { diffReports, formatDiff, formatDiffMarkdown } from '../../../../extension/engine/report/diff';
import type { Report, ReportLayer } from '../../../../extension/shared/report';
import { EXAMPLE } from './exampleReport';

const NAMES = [
  'a`b',
  '``` |x|',
  'a\n# b',
  '<img src=x onerror=y>',
  '[x](command:y)',
  '\u202egnp.exe',
] as const;

/** The example with its first layer changed, under another path. */
function changed(change: Partial<ReportLayer>, path = EXAMPLE.model.path): Report {
  const layers = EXAMPLE.layers.map((layer, at) => (at === 0 ? { ...layer, ...change } : layer));
  return { ...EXAMPLE, model: { ...EXAMPLE.model, path }, layers };
}

/** The first layer with an output of this shape. */
function shaped(...shape: readonly (number | string)[]): Partial<ReportLayer> {
  return { outputs: [{ name: 'c', dtype: 'float32', shape }] };
}

describe('the difference of two reports', () => {
  it('is nothing between a report and itself', () => {
    const { same, changed: others, removed, added } = diffReports(EXAMPLE, EXAMPLE);
    assert.deepEqual([same, others, removed, added], [EXAMPLE.layers.length, [], [], []]);
  });

  it('names what differs in a layer', () => {
    const diff = diffReports(EXAMPLE, changed({ macs: 1, ...shaped(1, 4, 8, 8) }));
    assert.deepEqual(
      diff.changed.map(({ differs }) => differs),
      [['macs', 'shape']],
    );
    assert.match(formatDiffMarkdown(diff), /^- `~ .*: macs 13\.8 k → 1, shape 1x8x8x8 → 1x4x8x8`$/m);
  });

  it('does not count the order of attributes, but their values', () => {
    const first = EXAMPLE.layers[0] ?? assert.fail();
    const entries = Object.entries(first.attributes ?? {});
    assert.ok(entries.length > 1);
    const turned = Object.fromEntries([...entries].reverse());
    assert.notDeepEqual(Object.keys(turned), Object.keys(first.attributes ?? {}));
    assert.deepEqual(diffReports(EXAMPLE, changed({ attributes: turned })).changed, []);
    const other = { ...turned, strides: '2 2' };
    const found = diffReports(EXAMPLE, changed({ attributes: other })).changed;
    assert.deepEqual(
      found.map(({ differs }) => differs),
      [['attributes']],
    );
  });

  for (const name of NAMES)
    it(`keeps ${JSON.stringify(name)} in its place as path, symbol and attribute`, () => {
      const after = changed({ ...shaped(name, 8), attributes: { [name]: name } }, name);
      const diff = diffReports(changed({}, name), after);
      const lines = formatDiffMarkdown(diff).split('\n');
      const [heading = ''] = lines;
      assert.match(heading, /^### (`+).+\1 → (`+).+\2$/);
      const listed = lines.filter((line) => line.startsWith('- '));
      assert.equal(listed.length, 1);
      for (const line of [heading.slice(4), ...listed.map((item) => item.slice(2))])
        assert.equal(outsideCode(line).replace(' → ', ''), '', line);
      const plain = diffReports(EXAMPLE, changed({ ...shaped('a', 8), attributes: { a: 'a' } }));
      assert.equal(lines.length, formatDiffMarkdown(plain).split('\n').length);
      const text = formatDiff(diff, (part) => part);
      assert.doesNotMatch(text, /\u202e/);
      assert.equal(text.split('\n').length, formatDiff(plain, (part) => part).split('\n').length);
    });
});

/** What is left of a line without its code spans, by CommonMark's rule: a run of backticks ends at an equal one. */
function outsideCode(line: string): string {
  return line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}
