import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../helpers/root';

const FOLDER = path.join(projectRoot(), 'test/python/againstTorch');
const STAND_IN = path.join(projectRoot(), 'media/python');
const HINT = "needs a Python with PyTorch 1.13 (Debian's python3-torch)";

describe('the stand-in against PyTorch', () => {
  const python = ['python3', '/usr/bin/python3'].find((each) => succeeds(each, 'import torch'));
  if (python === undefined) {
    if (process.env['CI']) it(HINT, () => assert.fail(HINT));
    else it(HINT);
    return;
  }

  it('agrees in shapes, element types, known values and errors', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'layercost-torch-'));
    try {
      const outputs = [evaluate(python, {}), evaluate(python, { PYTHONPATH: STAND_IN })].map((text, i) => {
        const file = path.join(folder, `${i}.json`);
        writeFileSync(file, text);
        return file;
      });
      const report = run(python, [path.join(FOLDER, 'compare.py'), ...outputs], {});
      const lines = report.trim().split('\n');
      const count = Number.parseInt(lines.at(-1) ?? '', 10);
      assert.ok(count > 900, report);
      assert.equal(lines.length, 1, report);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }).timeout(120_000);
});

function succeeds(python: string, code: string): boolean {
  return spawnSync(python, ['-c', code]).status === 0;
}

function evaluate(python: string, env: Readonly<Record<string, string>>): string {
  return run(python, [path.join(FOLDER, 'evaluate.py'), path.join(FOLDER, 'cases')], env);
}

/** Output of a Python that finds what its environment names, and else only what is installed. */
function run(python: string, args: readonly string[], env: Readonly<Record<string, string>>): string {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'PYTHONPATH'));
  const { status, stdout, stderr } = spawnSync(python, args, {
    env: { ...inherited, PYTHONDONTWRITEBYTECODE: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}
