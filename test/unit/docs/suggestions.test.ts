import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TECHNIQUES } from '../../../extension/engine/compress/registry';
import { projectRoot } from '../../helpers/root';

describe('docs/suggestions.md', () => {
  const text = readFileSync(path.join(projectRoot(), 'docs/suggestions.md'), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  it('lists every technique with its name, risk and source, in order', () => {
    const expected = TECHNIQUES.map(({ id, title, risk, source }) => [`\`${id}\``, title, risk, source]);
    assert.deepEqual(rows, expected);
  });

  it('every technique has an id of its own, evidence and a source', () => {
    assert.equal(new Set(TECHNIQUES.map(({ id }) => id)).size, TECHNIQUES.length);
    for (const { id, evidence, source } of TECHNIQUES) {
      assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(evidence.length > 20 && source.length > 10, id);
    }
  });
});
