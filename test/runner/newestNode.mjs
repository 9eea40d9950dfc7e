/*
 * `node test/runner/newestNode.mjs`: runs the tests whose outcome hangs on Node itself (the host, its sandbox, the command line)
 * in the newest one that is supported, beside the oldest, in which all others run. `npm test` builds them first.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const VERSION = '26';
const FOLDERS = ['host', 'python', 'cli'];
const DEADLINE_MS = 10 * 60_000;

const folder = mkdtempSync(path.join(os.tmpdir(), 'layercost-node-'));
try {
  const name = `node-${process.platform}-${process.arch}`;
  run('npm', 'install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${VERSION}`);
  const node = path.join(folder, 'node_modules', name, 'bin/node');
  const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
  run(node, '--version');
  run(node, '--enable-source-maps', mocha, '--reporter', 'dot', ...FOLDERS.flatMap(testsIn));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function testsIn(name) {
  const tests = path.join(ROOT, 'out/test/unit', name);
  const files = readdirSync(tests, { recursive: true }).filter((file) => file.endsWith('.test.js'));
  if (files.length === 0) throw new Error(`there is no test in ${tests}; \`npm test\` builds them`);
  return files.sort().map((file) => path.join(tests, file));
}

function run(command, ...args) {
  execFileSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], timeout: DEADLINE_MS });
}
