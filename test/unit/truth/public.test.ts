import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeShared } from '../../helpers/shared';
import { stripValueInfo } from '../../helpers/stripValueInfo';
import { contradictions, falsehoods } from './comparison';
import { RUN_DECIDED } from './runDecided';
import { analyzeFile, goodModels, measuredDims, publicFolder, readTruth } from './truthModel';

describeShared('measured truth of public models', (shared) => {
  const models = goodModels(shared);

  it('covers all 46 good models', () => {
    assert.equal(models.length, 46);
    assert.deepEqual(
      Object.keys(RUN_DECIDED).filter((name) => !models.includes(name)),
      [],
    );
  });

  for (const name of models) {
    const compare = name in RUN_DECIDED ? falsehoods : contradictions;
    const caveat = RUN_DECIDED[name] === undefined ? 'exactly' : `but for ${RUN_DECIDED[name]}`;

    it(`${name} ${caveat}`, async () => {
      const truth = readTruth(shared, name);
      const report = await analyzeFile(path.join(publicFolder(shared), `${name}.onnx`), measuredDims(truth));
      assert.deepEqual(compare(report, truth), []);
    });

    it(`${name} without its value_info`, async () => {
      const truth = readTruth(shared, name);
      const report = await analyzeStripped(
        path.join(publicFolder(shared), `${name}.onnx`),
        measuredDims(truth),
      );
      assert.deepEqual(compare(report, truth), []);
    });
  }

  for (const name of models.filter((each) => /^(swin_t|vit_b_16|gpt2|bert)_/.test(each)))
    it(`${name} leaves no shape open once its inputs are fixed, whatever the file declares`, async () => {
      const dims = measuredDims(readTruth(shared, name));
      const report = await analyzeStripped(path.join(publicFolder(shared), `${name}.onnx`), dims);
      const outputs = report.layers.flatMap((layer) => layer.outputs);
      const open = outputs.filter(({ shape }) => !shape?.every((dim) => typeof dim === 'number'));
      assert.deepEqual(
        open.map(({ name: tensor, shape }) => ({ tensor, shape })),
        [],
      );
      assert.ok(outputs.length >= report.layers.length);
    });

  it('a Loop whose trips are given is exact', async () => {
    const truth = readTruth(shared, 'if_loop_scan_handmade_op21');
    const file = path.join(publicFolder(shared), 'if_loop_scan_handmade_op21.onnx');
    const report = await analyzeFile(file, { ...measuredDims(truth), trip: 4 });
    const body = report.layers.filter((layer) => layer.path === '0:Loop.body/');
    const expected = truth.per_node.filter((node) => node.path === '0:Loop.body/');
    assert.deepEqual(
      body.map(({ calls, macs }) => ({ calls, macs })),
      expected.map(({ executions, macs }) => ({ calls: executions, macs })),
    );
    assert.equal(report.totals.peakActivationBytes, truth.peak_activation.peak_bytes);
  });
});

async function analyzeStripped(
  file: string,
  dims: Readonly<Record<string, number>>,
): ReturnType<typeof analyzeFile> {
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-'));
  try {
    const stripped = path.join(folder, path.basename(file));
    writeFileSync(stripped, stripValueInfo(readFileSync(file)));
    return await analyzeFile(stripped, dims);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
