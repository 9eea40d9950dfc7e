import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import { findSpans } from '../../../extension/engine/formats/onnx/write/spans';
import { createNodeHost } from '../../../extension/host/files.node';
import type { Suggestion } from '../../../extension/shared/suggestions';
import { differences } from '../../helpers/costDifferences';
import { projectRoot } from '../../helpers/root';
import { describeShared } from '../../helpers/shared';
import { publicFolder } from './truthModel';

/** Models that hold all their weights. */
const MODELS = [
  'full_lenet_ts_op17_dynbatch',
  'full_lenet_dynamo_op18',
  'full_squeezenet1_1_ts_op13',
  'full_mobilenet_v2_035_bn_ts_op17',
  'misc_einsum_conv1d3d_ts_op13',
  'misc_einsum_conv1d3d_dynamo_op22',
];
const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };

/** Suggestions of one technique that are written for each model. */
const MOST_OF_A_KIND = 3;
/** What Debian's onnx 1.12 knows. */
const CHECKED = { irVersion: 8, opset: 17 };

const CHECKER_HINT = "needs a Python with onnx (Debian's python3-onnx)";

describeShared('rewritten models', (shared) => {
  const host = createNodeHost();
  const engine = createEngine(host);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-rewrites-'));
  const written: string[] = [];
  after(() => {
    host.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const name of MODELS)
    it(`${name}: each written file costs what was promised`, async function () {
      this.timeout(300_000);
      const file = path.join(publicFolder(shared), `${name}.onnx`);
      const { suggestions } = await engine.suggest(file, OPTIONS, { trivial: true });
      const sample = sampled(suggestions).filter(({ technique }) => technique !== 'int8');
      assert.ok(sample.length > 3);
      for (const { id, after: promised } of sample) {
        const out = path.join(folder, `${name}.${id.replace(/[^a-z0-9]+/gi, '-')}.onnx`);
        const answer = await engine.rewrite(file, OPTIONS, { ids: [id], out });
        assert.deepEqual(differences(promised, answer.after), [], id);
        assert.deepEqual(differences(answer.promised, answer.after), [], id);
        written.push(out);
      }
    });

  it("pass ONNX's own checker, as far as that knows their version", async function () {
    this.timeout(300_000);
    const python = ['python3', '/usr/bin/python3'].find(
      (each) => spawnSync(each, ['-c', 'import onnx']).status === 0,
    );
    if (python === undefined) {
      assert.ok(!process.env['CI'], CHECKER_HINT);
      console.log(`      ${CHECKER_HINT}`);
      this.skip();
    }
    const known: string[] = [];
    for (const file of written) if (await isKnown(file)) known.push(file);
    assert.ok(known.length > 50, `${known.length} of ${written.length} files`);
    const script = path.join(projectRoot(), 'test/python/checkOnnx.py');
    const { stdout, status, stderr } = spawnSync(python, [script], {
      input: known.join('\n'),
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^[\d.]+\n$/, stdout);
  });

  async function isKnown(file: string): Promise<boolean> {
    const source = await host.open(file);
    const { irVersion } = await findSpans(source);
    const { opsets } = await readOnnx(source);
    return irVersion <= CHECKED.irVersion && (opsets.get('') ?? 0) <= CHECKED.opset;
  }
});

function sampled(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const counts = new Map<string, number>();
  return suggestions.filter(({ technique }) => {
    counts.set(technique, (counts.get(technique) ?? 0) + 1);
    return (counts.get(technique) ?? 0) <= MOST_OF_A_KIND;
  });
}
