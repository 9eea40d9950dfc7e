import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../helpers/root';
import { CACHE, MODEL, PATIENCE_MILLISECONDS, runs, sandboxes, until } from './jobs';

const CLI = path.join(projectRoot(), 'dist/cli.js');
/** Long enough for the interpreter to be in the middle of the model. */
const UNDER_WAY_MILLISECONDS = 2500;

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('Python processes without a parent', function () {
  this.timeout(PATIENCE_MILLISECONDS);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-orphans-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const inspect = (text: string): ChildProcess => {
    const file = path.join(folder, 'net.py');
    writeFileSync(file, text);
    return spawn(process.execPath, [CLI, 'inspect', file, '--python-time-limit', '4'], {
      env: { ...process.env, XDG_CACHE_HOME: CACHE },
      stdio: 'ignore',
    });
  };
  const sandboxOf = async ({ pid = assert.fail() }: ChildProcess): Promise<number> => {
    await until(() => sandboxes(pid).length === 1);
    return sandboxes(pid)[0] ?? assert.fail();
  };

  it('end when the parent has its answer', async () => {
    const parent = inspect(MODEL);
    const ended = new Promise((resolve) => parent.on('exit', resolve));
    const sandbox = await sandboxOf(parent);
    assert.equal(await ended, 0);
    await until(() => !runs(sandbox));
  });

  it('end with a parent that is killed while they start', async () => {
    const parent = inspect(MODEL);
    const sandbox = await sandboxOf(parent);
    parent.kill('SIGKILL');
    await until(() => !runs(sandbox));
  });

  const endless = { 'an endless loop': 'while True:\n    pass\n', 'C code': 'sum(range(10**13))\n' };
  for (const [what, text] of Object.entries(endless))
    it(`end with a parent that is killed while they run ${what}`, async () => {
      const parent = inspect(text);
      const sandbox = await sandboxOf(parent);
      await new Promise((resolve) => setTimeout(resolve, UNDER_WAY_MILLISECONDS));
      parent.kill('SIGKILL');
      assert.ok(runs(sandbox));
      await until(() => !runs(sandbox));
    });
});
