import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countsLine, freshResults, tally, total } from '../../runner/results.mjs';

const PASSED = { result: 'passed', title: 'a', ms: 1 };
const FAILED = { result: 'failed', title: 'b', ms: 1, error: 'why' };
const SKIPPED = { result: 'skipped', title: 'c', ms: 0 };
const END = { result: 'end' };

describe('Test results', () => {
  let root = '';
  let file = '';

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'layercost-results-'));
    file = freshResults(root, 'suite');
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const tallyOf = (entries: readonly object[], problem: string | null = null): ReturnType<typeof tally> => {
    writeFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    return tally('suite', file, problem);
  };

  it('counts what the reporter wrote', () => {
    const { passed, failed, skipped, problem } = tallyOf([PASSED, FAILED, SKIPPED, PASSED, END]);
    assert.deepEqual(
      { passed, failed, skipped, problem },
      { passed: 2, failed: 1, skipped: 1, problem: null },
    );
  });

  it('takes a run without its end for a failure, however green it began', () => {
    const { failed, problem } = tallyOf([PASSED, PASSED]);
    assert.equal(failed, 1);
    assert.match(problem ?? '', /broke off/);
  });

  it('takes a run without a test, or without a report, for a failure', () => {
    assert.equal(tallyOf([END]).failed, 1);
    rmSync(file);
    assert.equal(tally('suite', file, null).failed, 1);
  });

  it('adds one failure for what the runner has to complain about', () => {
    const { failed, problem } = tallyOf([PASSED, END], 'the page crashed');
    assert.equal(failed, 1);
    assert.equal(problem, 'the page crashed');
  });

  it('sums up in one line that names skipped tests only where there are any', () => {
    const sums = total([tallyOf([PASSED, FAILED, END]), tallyOf([PASSED, END])]);
    assert.equal(countsLine(sums), '2 passed, 1 failed');
    assert.equal(countsLine(total([tallyOf([PASSED, SKIPPED, END])])), '1 passed, 0 failed, 1 skipped');
  });
});
