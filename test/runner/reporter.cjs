/* Mocha reporter: what `spec` prints, and one JSON line per test in the file TEST_RESULTS for whoever sums up. */
const { appendFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Runner.constants;

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.TEST_RESULTS;
    if (!file) return;
    const write = (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`);
    const titled = (test) => ({ title: test.fullTitle(), ms: test.duration ?? 0 });
    runner.on(EVENT_TEST_PASS, (test) => write({ result: 'passed', ...titled(test) }));
    runner.on(EVENT_TEST_PENDING, (test) => write({ result: 'skipped', ...titled(test) }));
    runner.on(EVENT_TEST_FAIL, (test, error) =>
      write({ result: 'failed', ...titled(test), error: error.stack ?? String(error) }),
    );
    runner.on(EVENT_RUN_END, () => write({ result: 'end' }));
  }
};
