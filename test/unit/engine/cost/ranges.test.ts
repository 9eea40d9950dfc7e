import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildReport } from '../../../../extension/engine/cost/report';
import { readOnnx } from '../../../../extension/engine/formats/onnx/read';
import { findProfile } from '../../../../extension/engine/hardware/builtInProfiles';
import { inferModel } from '../../../../extension/engine/inference/infer';
import type { Report } from '../../../../extension/shared/report';
import { totalLines } from '../../../../extension/engine/report/summary';
import { memorySource } from '../../../helpers/memorySource';
import { describeShared } from '../../../helpers/shared';

const profile = findProfile('horowitz-45nm', []);

async function priced(file: string, dims: Readonly<Record<string, number>>): Promise<Report> {
  assert.ok(profile);
  const model = await readOnnx(memorySource(readFileSync(file)));
  const shaped = inferModel(model, { bind: new Map(Object.entries(dims)) });
  return buildReport(model, shaped, { path: file, dims, profile, findings: [] });
}

describeShared('branches that only a run takes', (shared) => {
  const file = (name: string): string => path.join(shared, 'truth/public', `${name}.onnx`);

  it('bound the totals, and show what each costs', async () => {
    const report = await priced(file('if_loop_scan_handmade_op21'), { b: 3, trip: 4 });
    // Loop 4 * 3 * 64 * 64, scan 3 * 64 * 10; then 3 * 64 * 10, else 3 * 64 * 64 + 3 * 64 * 10.
    const known = 49_152 + 1920;
    assert.deepEqual(report.totals.range?.macs, { atLeast: known + 1920, atMost: known + 14_208 });
    assert.equal(report.totals.macs, known);
    const branches = report.layers.find(({ op }) => op === 'If')?.branches ?? {};
    assert.deepEqual(branches['then_branch']?.macs, { atLeast: 1920, atMost: 1920 });
    assert.deepEqual(branches['else_branch']?.macs, { atLeast: 14_208, atMost: 14_208 });
    const layer = report.layers.find(({ name }) => name === 'else_mm1');
    assert.equal(layer?.macs, null);
    assert.deepEqual([layer.choice?.owner, layer.choice?.branch], ['3', 'else_branch']);
    assert.equal(layer.choice?.macs, 12_288);
    // x [3, 64], weight [64, 64] and result [3, 64] in float32.
    assert.equal(layer.choice.movedBytes, 4 * (192 + 4096 + 192));
    assert.match(layer.unknown ?? '', /whether its branch is taken/);
    assert.deepEqual(
      totalLines(report).find(([label]) => label === 'MACs'),
      ['MACs', 'at least 53.0 k (52,992), at most 65.3 k (65,280)'],
    );
  });

  it('leave no doubt where both cost the same', async () => {
    const report = await priced(file('if_loop_ts_op16'), { batch: 3, n: 5 });
    assert.deepEqual(report.totals.range?.macs, { atLeast: 40_896, atMost: 40_896 });
  });

  it('have no upper bound beside a loop without one', async () => {
    const report = await priced(file('if_loop_scan_handmade_op21'), { b: 3 });
    assert.deepEqual(report.totals.range?.macs, { atLeast: 1920 + 1920, atMost: null });
  });

  it('are no matter where there are none', async () => {
    const report = await priced(file('full_lenet_ts_op17_dynbatch'), {});
    assert.equal(report.totals.range, undefined);
    assert.ok(report.layers.every(({ choice, branches }) => choice === undefined && branches === undefined));
  });
});
