import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIAGNOSTIC_CODES } from '../../../extension/engine/diagnostics';
import { projectRoot } from '../../helpers/root';

describe('docs/findings.md', () => {
  const text = readFileSync(path.join(projectRoot(), 'docs/findings.md'), 'utf8');
  const sections = new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section]),
  );

  it('explains every code, and no other', () => {
    assert.deepEqual([...sections.keys()].sort(), Object.keys(DIAGNOSTIC_CODES).sort());
  });

  it('gives each the severity that it has', () => {
    for (const [code, severity] of Object.entries(DIAGNOSTIC_CODES))
      assert.match(sections.get(code) ?? '', new RegExp(`_${severity}\\._`, 'i'), code);
  });
});
