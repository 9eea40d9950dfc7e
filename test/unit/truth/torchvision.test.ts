import assert from 'node:assert/strict';
import provenance from '../../../media/provenance/torchvision.json';
import { convolutionsOf } from '../../../extension/engine/provenance/structure';
import type { Report } from '../../../extension/shared/report';
import { openPythonEngine, type PythonEngine } from '../../helpers/pythonEngine';
import { describeShared } from '../../helpers/shared';
import { describeTorchvision } from '../../helpers/torchvision';
import { assertAsPrinted, PRINTED } from './printedFigures';
import { NOT_PRICED_WHOLE, type Reason } from './torchvisionLimits';
import { callOf, type MeasuredRun, readTable, sourceOf, type TableModel } from './torchvisionTable';

/** The largest models make tapes of a few thousand operations on a shared machine. */
const PATIENCE_MILLISECONDS = 60_000;

describeShared('truth: torchvision from its own source', (shared) => {
  describeTorchvision('0.14.1', (packages) => {
    let python: PythonEngine;
    before(function () {
      this.timeout(PATIENCE_MILLISECONDS);
      python = openPythonEngine({ packages: [packages] });
    });
    after(() => {
      python.dispose();
    });

    const price = (name: string, model: TableModel, run: MeasuredRun): Promise<Report> =>
      python.engine.analyze(
        sourceOf(model, packages),
        python.options({ entry: callOf(name, model, run), inputShapes: inputsOf(model, run) }),
      );

    for (const [name, model] of readTable(shared)) {
      const limit = NOT_PRICED_WHOLE[name];
      if (limit?.kind === 'absent') {
        it(`${name} is not in this release: ${limit.why}`, async () => {
          await assert.rejects(price(name, model, model.measured[0] ?? assert.fail()));
        });
        continue;
      }
      it(`${model.kind}: ${name}`, async () => {
        for (const run of model.measured) {
          const report = await price(name, model, run);
          assert.equal(report.totals.params, run.params, `params, ${run.label}`);
          assertMacs(report, run, limit);
          assertRecognized(name, report, run);
          if (run === model.measured[0]) assertAsPrinted(PRINTED, name, report);
        }
        assertPublished(name, model);
      }).timeout(PATIENCE_MILLISECONDS);
    }
  });
});

function inputsOf({ kind }: TableModel, { input }: MeasuredRun): Record<string, readonly number[]> {
  return kind === 'optical_flow' ? { image1: input, image2: input } : { '': input };
}

function assertMacs(report: Report, run: MeasuredRun, limit: Reason | undefined): void {
  if (limit === undefined)
    assert.ok(report.complete, `not complete: ${report.diagnostics[0]?.message ?? ''}`);
  if (limit?.kind === 'depends-on-data') {
    assert.ok(!report.complete);
    assert.ok(
      report.diagnostics.some(({ code }) => code === 'depends-on-data'),
      JSON.stringify(report.diagnostics),
    );
  }
  if (limit?.macs !== 'behind') assert.equal(report.totals.macs, run.macs, `MACs, ${run.label}`);
  else assert.ok(report.totals.macs <= run.macs, `MACs, ${run.label}`);
}

/** What the product holds of the network is what its source and the table say. */
function assertRecognized(name: string, report: Report, run: MeasuredRun): void {
  for (const known of provenance.networks.filter((one) => one.name === name && one.macs === run.macs)) {
    const count = report.layers.filter(({ op }) => op === 'Conv').length;
    const { published, params } = known;
    const { input } = run;
    const convolutions = convolutionsOf(report);
    assert.deepEqual(known, { name, input, macs: run.macs, params, published, convolutions, count });
    assert.equal(report.recognized?.equal, true);
  }
}

/** The published figure is one of the measured runs, to its three decimals. */
function assertPublished(builder: string, { published, measured }: TableModel): void {
  for (const {
    name,
    num_params,
    _ops,
    ops_match,
    measured_minus_published_gmacs: differences,
  } of published) {
    if (!ops_match) continue;
    const best = measured.find(({ label }) => Math.abs(differences[label] ?? Infinity) <= 0.0005);
    assert.equal(((best?.macs ?? NaN) / 1e9).toFixed(3), _ops.toFixed(3), name);
    const known = provenance.networks.find((one) => one.name === builder && one.macs === best?.macs);
    if (known) assert.deepEqual([known.published, known.params], [_ops, num_params]);
  }
}
