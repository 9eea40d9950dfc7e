import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The release whose sources the reference table was checked against. */
const VERSION = '0.14.1';
const HINT = `needs torchvision ${VERSION}'s source: Debian's python3-torchvision, or LAYERCOST_TORCHVISION set to the folder that holds the package`;

/** The folder that contains torchvision's own, unmodified package (`LAYERCOST_TORCHVISION` overrides), or null. */
export function torchvisionPackages(): string | null {
  const folder = process.env['LAYERCOST_TORCHVISION'] ?? '/usr/lib/python3/dist-packages';
  const version = path.join(folder, 'torchvision/version.py');
  return existsSync(version) && readFileSync(version, 'utf8').includes(VERSION) ? folder : null;
}

/** `describe` for tests that run torchvision's source; without it one skipped test says what is missing, in CI a failed one. */
export function describeTorchvision(title: string, define: (packages: string) => void): void {
  const packages = torchvisionPackages();
  describe(title, () => {
    if (packages !== null) define(packages);
    else if (process.env['CI']) it(HINT, () => assert.fail(HINT));
    else it(HINT);
  });
}
