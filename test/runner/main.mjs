/* `npm test`, or `node test/runner/main.mjs [unit|browser|editor]... [--host vscode-1.100]... [--grep TEXT]`. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runInEditor } from '../host/suite.mjs';
import { runMocha } from './mocha.mjs';
import { countsLine, freshResults, tally, total } from './results.mjs';
import { prepareSystem } from './system.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const HOSTS = ['vscode-1.100', 'vscode-1.139'];
const EDITOR_DEADLINE_MS = 10 * 60_000;

const { values: flags, positionals } = parseArgs({
  options: { host: { type: 'string', multiple: true }, grep: { type: 'string' } },
  allowPositionals: true,
});

/** Whether a suite needs a browser, and the runs it consists of. */
const SUITES = {
  unit: { browser: false, runs: () => [mochaRun('unit')] },
  browser: { browser: true, runs: () => [mochaRun('browser')] },
  editor: { browser: true, runs: () => (flags.host ?? HOSTS).map(editorRun) },
};

// ending through exit() lets VS Code's server, a process group of its own, be ended too
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

try {
  const suites = selectSuites(positionals);
  build(suites);
  if (suites.some(([, suite]) => suite.browser)) prepareSystem();
  const tallies = [];
  for (const run of suites.flatMap(([, suite]) => suite.runs())) tallies.push(await perform(run));
  summarise(tallies);
} catch (error) {
  console.error(error.message);
  console.log(countsLine({ passed: 0, failed: 1, skipped: 0 }));
  process.exitCode = 1;
}

function selectSuites(names) {
  const unknown = names.find((name) => !Object.hasOwn(SUITES, name));
  if (unknown) throw new Error(`unknown suite "${unknown}"; known are ${Object.keys(SUITES).join(', ')}`);
  return Object.entries(SUITES).filter(([name]) => names.length === 0 || names.includes(name));
}

function build(suites) {
  node('esbuild.mjs');
  node('esbuild.mjs', '--tests', ...suites.map(([name]) => name));
}

function node(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}

function mochaRun(suite) {
  return { name: suite, start: (results) => runMocha({ root: ROOT, suite, results, grep: flags.grep }) };
}

function editorRun(host) {
  return {
    name: `editor in ${host}`,
    start: (results) =>
      runInEditor({
        host,
        root: ROOT,
        tests: path.join(ROOT, 'out/test/editor/index.js'),
        workspace: path.join(ROOT, 'media/samples'),
        environment: { TEST_RESULTS: results, ...(flags.grep ? { TEST_GREP: flags.grep } : {}) },
        logs: path.join(ROOT, 'out/logs', host),
        screenshots: path.join(ROOT, 'out/screenshots', host),
        deadlineMs: EDITOR_DEADLINE_MS,
      }),
    report: printEntries,
  };
}

async function perform({ name, start, report = () => {} }) {
  console.log(`\n== ${name}`);
  const results = freshResults(ROOT, name.replaceAll(' ', '-'));
  const began = Date.now();
  const problem = await start(results).catch((error) => error.message);
  const result = tally(name, results, problem);
  report(result.entries);
  if (result.problem) console.error(`FAILED: ${result.problem}`);
  console.log(`${name}: ${countsLine(result)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return result;
}

/** What VS Code's extension host prints does not reach this terminal: list its tests from the report. */
function printEntries(entries) {
  for (const { result, title, ms, error } of entries) {
    if (title) console.log(`  ${result.padEnd(7)} ${title} (${ms} ms)${error ? `\n${error}` : ''}`);
  }
}

function summarise(tallies) {
  const counts = total(tallies);
  console.log(`\n${countsLine(counts)}`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}
