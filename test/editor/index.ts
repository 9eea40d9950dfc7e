import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { projectRoot } from '../helpers/root';

const TIMEOUT_MS = 60_000;

/** VS Code calls this in its extension host and takes a rejection for failed tests. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    timeout: TIMEOUT_MS,
    reporter: path.join(projectRoot(), 'test/runner/reporter.cjs'),
    ...(process.env['TEST_GREP'] ? { grep: process.env['TEST_GREP'] } : {}),
  });
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((file) => file.endsWith('.test.js')).sort()) {
    mocha.addFile(path.join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
