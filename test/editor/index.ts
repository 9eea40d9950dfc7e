import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { projectRoot } from '../helpers/root';

const TIMEOUT_MS = 120_000;

/** VS Code calls this in its extension host and takes a rejection for failed tests. */
export async function run(): Promise<void> {
  const failures = await runTests(createMocha());
  if (failures > 0) throw new Error(`${failures} failed`);
}

function createMocha(): Mocha {
  const grep = process.env['TEST_GREP'];
  const reporter = path.join(projectRoot(), 'test/runner/reporter.cjs');
  const mocha = new Mocha({ timeout: TIMEOUT_MS, reporter, ...(grep ? { grep } : {}) });
  for (const file of testFiles()) mocha.addFile(file);
  return mocha;
}

/** Resolves with the number of failures. A file that fails to load never reaches the reporter and is written down here. */
async function runTests(mocha: Mocha): Promise<number> {
  try {
    return await new Promise<number>((resolve) => mocha.run(resolve));
  } catch (error) {
    reportBroken(error);
    throw error;
  }
}

function testFiles(): readonly string[] {
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  const tests = names.filter((name) => name.endsWith('.test.js')).sort();
  return tests.map((name) => path.join(__dirname, name));
}

function reportBroken(error: unknown): void {
  const file = process.env['TEST_RESULTS'];
  const text = error instanceof Error ? error.stack : String(error);
  const entry = { result: 'failed', title: 'loading the test files', ms: 0, error: text };
  if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}
