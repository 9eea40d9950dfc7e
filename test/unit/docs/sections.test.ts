import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DOC_SECTIONS } from '../../../extension/shared/documentation';
import { projectRoot } from '../../helpers/root';

describe('sections that figures refer to', () => {
  for (const { file, fragment } of Object.values(DOC_SECTIONS)) {
    it(`${file} has ${fragment}`, () => {
      const text = readFileSync(path.join(projectRoot(), 'docs', file), 'utf8');
      const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title.toLowerCase().replaceAll(' ', '-'),
      );
      assert.ok(headings.includes(fragment));
    });
  }
});
