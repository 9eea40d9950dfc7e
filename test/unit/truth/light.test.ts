import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describeShared } from '../../helpers/shared';
import { contradictions } from './comparison';
import { analyzeFile, type Truth } from './truthModel';

/** Networks of opset 3 to 9 from before PyTorch's exporters, with weights made by nodes instead of stored. */
describeShared("measured truth of ONNX's light models", (shared) => {
  const folder = path.join(shared, 'truth', 'onnx_light');
  const models = readdirSync(folder).filter((file) => file.endsWith('.onnx'));

  it('covers all nine', () => {
    assert.equal(models.length, 9);
  });

  for (const model of models)
    it(model, async () => {
      const expected = path.join(folder, model.replace('.onnx', '.expected.json'));
      const truth = JSON.parse(readFileSync(expected, 'utf8')) as Truth;
      const report = await analyzeFile(path.join(folder, model), {});
      assert.deepEqual(contradictions(report, truth), []);
    });
});
