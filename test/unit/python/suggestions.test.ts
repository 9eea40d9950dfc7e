import assert from 'node:assert/strict';
import path from 'node:path';
import type { Costs } from '../../../extension/shared/suggestions';
import { openPythonEngine, type PythonEngine } from '../../helpers/pythonEngine';
import { projectRoot } from '../../helpers/root';

const FOLDER = path.join(projectRoot(), 'test/fixtures/pytorch');

/** Files with the least number of rewrites that each must offer. */
const FILES = { sequential_cnn: 15, unet: 7, preact_resnet: 5, vit: 4, gpt_cache: 3, lstm_tagger: 1 };

const METRICS = [
  'macs',
  'flops',
  'params',
  'weightBytes',
  'movedBytes',
  'peakActivationBytes',
] as const satisfies readonly (keyof Costs)[];

describe('rewrites of PyTorch source', () => {
  let python: PythonEngine;
  before(() => {
    python = openPythonEngine();
  });
  after(() => {
    python.dispose();
  });

  for (const [name, least] of Object.entries(FILES))
    it(`${name}: the edited text costs what the suggestion says`, async function () {
      this.timeout(120_000);
      const file = path.join(FOLDER, `${name}.py`);
      const options = python.options();
      const { suggestions } = await python.engine.suggest(file, options, {});
      let offered = 0;
      for (const { id, after, source } of suggestions) {
        if (source?.refused !== null) continue;
        const change = await python.engine.sourceChange(file, options, id);
        if ('refused' in change) {
          assert.match(change.refused, /[a-z]/, id);
          continue;
        }
        offered++;
        assert.ok(change.edits.length > 0, id);
        for (const metric of METRICS) assert.equal(change.after[metric], after[metric], `${id}: ${metric}`);
        assert.ok(Math.abs(change.after.energyPj / after.energyPj - 1) < 1e-12, `${id}: energy`);
      }
      assert.ok(offered >= least, `${offered} rewrites, expected ${least} at least`);
    });

  it('what a function computes has no constructor to rewrite', async () => {
    const file = path.join(FOLDER, 'functional_style.py');
    const { suggestions } = await python.engine.suggest(file, python.options(), {});
    const structural = suggestions.filter(({ technique }) => technique === 'low-rank');
    assert.ok(structural.length > 0);
    for (const { source } of structural) assert.match(source?.refused ?? '', /a function computes it/);
  });

  it('the file itself is never touched, and what was tried out leaves no trace', async () => {
    const file = path.join(FOLDER, 'sequential_cnn.py');
    const options = python.options();
    const before = await python.engine.analyze(file, options);
    await python.engine.sourceChange(file, options, 'spatial-parallel@2');
    assert.deepEqual((await python.engine.analyze(file, options)).totals, before.totals);
  });

  it('a suggestion that there is not is refused by name', async () => {
    const file = path.join(FOLDER, 'sequential_cnn.py');
    await assert.rejects(
      python.engine.sourceChange(file, python.options(), 'no-such@1'),
      /no suggestion "no-such@1"/,
    );
  });
});
