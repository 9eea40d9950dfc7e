/*
 * `node test/runner/newestNode.mjs`: runs the tests whose outcome hangs on Node itself (the host, its sandbox, the command line)
 * in the newest one that is supported, beside the oldest, in which all others run. `npm test` builds them first.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const VERSION = '26';
const TESTS = ['host', 'python', 'cli'].map((folder) => `out/test/unit/${folder}/**/*.test.js`);

const folder = mkdtempSync(path.join(os.tmpdir(), 'layercost-node-'));
try {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  run('npm', 'install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${VERSION}`);
  const bin = path.join(folder, 'node_modules', name, 'bin');
  process.env['PATH'] = `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`;
  const node = path.join(bin, 'node');
  run(node, '--version');
  run(node, createRequire(import.meta.url).resolve('mocha/bin/mocha.js'), '--reporter', 'dot', ...TESTS);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command, ...args) {
  execFileSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}
