import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The file into which a suite's reporter writes, emptied. */
export function freshResults(root, suite) {
  const file = path.join(root, 'out/results', `${suite}.ndjson`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/**
 * What a suite's reporter wrote, as counts. `problem` is what its runner had to complain about, or null; a run that broke
 * off or held no test counts as one failure more, so that nothing green comes out of a suite that did not run.
 */
export function tally(suite, file, problem) {
  const entries = existsSync(file) ? parseLines(readFileSync(file, 'utf8')) : [];
  const count = (result) => entries.filter((entry) => entry.result === result).length;
  const counts = { suite, passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  const found = problem ?? incompleteness(entries, counts);
  return { ...counts, failed: counts.failed + (found ? 1 : 0), problem: found, entries };
}

/** Sum of several tallies. */
export function total(tallies) {
  const sum = (key) => tallies.reduce((so, tally) => so + tally[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** `12 passed, 0 failed, 3 skipped`; the last part only where there is one. */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function incompleteness(entries, { passed, failed, skipped }) {
  if (!entries.some((entry) => entry.result === 'end')) return 'the run broke off before its end';
  return passed + failed + skipped === 0 ? 'no test was found' : null;
}

function parseLines(text) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
