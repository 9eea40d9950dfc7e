import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BadInput } from '../../../extension/engine/diagnostics';
import { describeShared } from '../../helpers/shared';
import { analyzeFile, publicFolder } from './truthModel';

interface Damage {
  readonly class: string;
  readonly what: string;
}

const NOT_READABLE = ['not-a-model', 'truncated', 'malformed-protobuf'];

describeShared('damaged files', (shared) => {
  const folder = path.join(publicFolder(shared), 'damaged');
  const damages = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Record<
    string,
    Damage
  >;

  for (const [file, damage] of Object.entries(damages)) {
    const location = path.join(folder, file);

    if (NOT_READABLE.includes(damage.class))
      it(`${file} is refused in one line: ${damage.what}`, async () => {
        await assert.rejects(analyzeFile(location, {}), (error) => {
          assert.ok(error instanceof BadInput);
          assert.ok(error.message.startsWith(`${location}: `), error.message);
          assert.ok(!error.message.includes('\n'), error.message);
          return true;
        });
      });
    else
      it(`${file} gives a report that names the node: ${damage.what}`, async () => {
        const report = await analyzeFile(location, {});
        const layers = new Set(report.layers.map(({ id }) => id));
        const about = report.diagnostics.filter(({ layer }) => layer !== null && layers.has(layer));
        assert.notEqual(about.length, 0, 'no finding names a node');
      });
  }

  it('unsorted_graph.onnx is priced all the same: 128 MACs', async () => {
    const report = await analyzeFile(path.join(folder, 'unsorted_graph.onnx'), {});
    assert.equal(report.totals.macs, 128);
    assert.ok(report.complete);
  });
});
