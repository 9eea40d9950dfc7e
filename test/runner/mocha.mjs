import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const DEADLINE_MS = 20 * 60_000;

/** Runs a bundled suite with mocha in a Node of its own. Resolves with null, or with a sentence if mocha did not end well. */
export function runMocha({ root, suite, results, grep }) {
  const files = testFiles(path.join(root, 'out/test', suite));
  if (files.length === 0) return Promise.resolve('no test was found');
  const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
  const reporter = path.join(root, 'test/runner/reporter.cjs');
  const flags = ['--reporter', reporter, ...(grep ? ['--grep', grep] : [])];
  const child = spawn(process.execPath, ['--enable-source-maps', mocha, ...flags, ...files], {
    cwd: root,
    env: { ...process.env, TEST_RESULTS: results },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: DEADLINE_MS,
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (_code, signal) => resolve(signal ? `mocha was ended by ${signal}` : null));
  });
}

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.test.js'));
  return names.sort().map((name) => path.join(folder, name));
}
