/* `npm run test:desktop`: the editor tests in desktop VS Code, which @vscode/test-electron downloads. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { copyWorkspace } from '../host/workspace.mjs';
import { countsLine, freshResults, tally, total } from './results.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const VERSIONS = ['1.100.0', 'stable'];

build();
const tallies = [];
for (const version of VERSIONS) tallies.push(await runVersion(version));
const counts = total(tallies);
console.log(`\n${countsLine(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;

function build() {
  for (const args of [['esbuild.mjs'], ['esbuild.mjs', '--tests', 'editor']]) {
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  }
}

async function runVersion(version) {
  const results = freshResults(ROOT, `desktop-${version}`);
  const workspace = copyWorkspace(path.join(ROOT, 'media/samples'));
  const problem = await runDesktop(version, results, workspace.folder).then(
    () => null,
    (error) => error.message,
  );
  workspace.remove();
  // failed tests make the run reject too, and are counted already
  const result = tally(version, results, null);
  if (result.problem) console.error(`FAILED: ${problem ?? result.problem}`);
  console.log(`desktop VS Code ${version}: ${countsLine(result)}`);
  return result;
}

function runDesktop(version, results, workspace) {
  return runTests({
    version,
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: path.join(ROOT, 'out/test/editor/index.js'),
    extensionTestsEnv: { TEST_RESULTS: results },
    launchArgs: [workspace, '--disable-extensions', '--skip-welcome'],
  });
}
