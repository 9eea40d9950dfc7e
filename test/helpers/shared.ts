import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './root';

const HINT = 'needs the folder "shared" beside this checkout, or LAYERCOST_SHARED set to where it lies';

/** The folder of reference models that lies beside the checkout (`LAYERCOST_SHARED` overrides), or null. */
export function sharedFolder(): string | null {
  const folder = process.env['LAYERCOST_SHARED'] ?? path.resolve(projectRoot(), '../shared');
  return existsSync(path.join(folder, 'truth')) ? folder : null;
}

/**
 * `describe` for tests that read the reference models. Without them the suite is one skipped test that says what is
 * missing, in CI a failed one; `define` is then not called.
 */
export function describeShared(title: string, define: (folder: string) => void): void {
  const folder = sharedFolder();
  describe(title, () => {
    if (folder !== null) define(folder);
    else if (process.env['CI']) it(HINT, () => assert.fail(HINT));
    else it(HINT);
  });
}
