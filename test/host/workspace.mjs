import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A temporary copy of a folder for tests to write into, and the way to remove it. */
export function copyWorkspace(original) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'layercost-workspace-'));
  const folder = path.join(scratch, 'workspace');
  cpSync(original, folder, { recursive: true });
  return { folder, remove: () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }) };
}
