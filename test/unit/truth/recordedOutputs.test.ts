import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import { compareOutput } from '../../../extension/engine/verify/compare';
import { givenFeeds } from '../../../extension/engine/verify/givenFeeds';
import { parseNpz } from '../../../extension/engine/verify/npz';
import { memorySource } from '../../helpers/memorySource';
import { builtRuntime, RUNTIME_PATIENCE_MILLISECONDS } from '../../helpers/runtime';
import { describeShared } from '../../helpers/shared';

/** Rounding of another runtime, relative to the output's largest magnitude. */
const TOLERANCE = 1e-4;

describeShared('recorded outputs of full-weight models', (shared) => {
  const folder = path.join(shared, 'truth/public');
  const names = readdirSync(folder)
    .filter((file) => /^full_.*\.onnx$/.test(file))
    .map((file) => file.slice(0, -'.onnx'.length));

  it('are four', () => {
    assert.equal(names.length, 4);
  });

  for (const name of names)
    it(`${name} gives what PyTorch gave`, async function () {
      this.timeout(RUNTIME_PATIENCE_MILLISECONDS);
      const model = path.join(folder, `${name}.onnx`);
      const recorded = path.join(folder, `${name}.io.npz`);
      const bytes = readFileSync(recorded);
      const { graph } = await readOnnx(memorySource(readFileSync(model)));
      const session = await builtRuntime().open({ path: model, external: [] });
      try {
        const { outputs } = await session.run(givenFeeds(graph, [{ path: recorded, bytes }]));
        const expected = parseNpz(bytes, recorded).get('torch_output') ?? assert.fail();
        const [only, ...more] = [...outputs];
        assert.ok(only && more.length === 0);
        const found = compareOutput(only[0], expected, only[1]);
        assert.equal(found.mismatch, null);
        assert.ok(found.maxRelativeError < TOLERANCE, `differs by ${found.maxRelativeError}`);
        assert.equal(found.topOneAgreement, 1);
      } finally {
        await session.close();
      }
    });
});
