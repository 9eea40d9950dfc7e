import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { runCli } from '../../../extension/cli/run';
import { createEngine } from '../../../extension/engine/api';
import { createNodeHost } from '../../../extension/host/files.node';
import { projectRoot } from '../../helpers/root';
import { fakeWorld, type FakeWorld } from './fakeWorld';

const SAMPLE = path.join(projectRoot(), 'media/samples/squeezenet1_1.onnx');

/** The command line over the real engine. */
async function run(
  line: string,
  files: Readonly<Record<string, string>> = {},
): Promise<FakeWorld & { code: number }> {
  const { suggest, plan, check, weightFacts } = createEngine(createNodeHost());
  const world = fakeWorld({ files, engine: { suggest, plan, check, weightFacts } });
  const code = await runCli(line.split(' '), world);
  return Object.assign(world, { code });
}

describe('layercost suggest', () => {
  it('lists suggestions, best first', async () => {
    const { code, stdout, stderr } = await run(`suggest ${SAMPLE} --top 5`);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^id +MACs +params +weights +moved +energy +risk +what becomes what$/m);
    assert.match(stdout, /^float16 +100% +100% +50\.0% /m);
    assert.match(stdout, /\d+ more: --top N or --format json shows them/);
    assert.match(stdout, /\d+ that save less than 0\.5% of everything are left out \(--trivial\)/);
  });

  it('finds a plan for a budget', async () => {
    const { code, stdout } = await run(`suggest ${SAMPLE} --budget macs=50%`);
    assert.equal(code, 0);
    assert.match(stdout, /^macs \d+ M of 175 M: holds$/m);
  });

  it('exits with 1 where no plan meets it, and shows the closest', async () => {
    const { code, stdout } = await run(`suggest ${SAMPLE} --budget macs=0.01% --technique float16`);
    assert.equal(code, 1);
    assert.match(stdout, /: over$/m);
    assert.match(stdout, /No plan meets the budget; this is the closest that was found\./);
  });

  it('prints JSON that keeps to its schema, with and without a plan', async () => {
    const schema = JSON.parse(
      readFileSync(path.join(projectRoot(), 'media/schema/suggestions.schema.json'), 'utf8'),
    ) as object;
    const ajv = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true, allErrors: true });
    const validate = ajv.compile(closed(schema) as object);
    for (const line of [
      '',
      ' --budget macs=50%',
      ' --budget weights=50% --mixed-precision',
      ' --weights --top 2',
    ]) {
      const { stdout } = await run(`suggest ${SAMPLE} --format json${line}`);
      assert.ok(validate(JSON.parse(stdout)), `${line}: ${JSON.stringify(validate.errors?.slice(0, 4))}`);
    }
  });

  it('chooses bits by a sensitivity file', async () => {
    const text = JSON.stringify({ layers: { 'classifier.1.weight': { errors: { '8': 1e9 } } } });
    const { stdout } = await run(
      `suggest ${SAMPLE} --budget weights=70% --mixed-precision --sensitivities s.json`,
      { 's.json': text },
    );
    assert.match(stdout, /^ {2}as it is {2}classifier\.1\.weight$/m);
    assert.match(stdout, /No other choice of bits has a smaller total error within the limit\./);
  });

  it('says what is off in one line', async () => {
    const budget = await run(`suggest ${SAMPLE} --budget speed=1`);
    assert.equal(budget.code, 2);
    assert.match(budget.stderr, /^layercost: .*a budget limits macs, .* but got "speed=1"\.?\n$/);
    const file = await run(
      `suggest ${SAMPLE} --budget weights=50% --mixed-precision --sensitivities s.json`,
      {
        's.json': '{',
      },
    );
    assert.match(file.stderr, /the sensitivity file is no JSON/);
  });
});

describe('layercost check', () => {
  it('exits with 0 where every limit holds', async () => {
    const { code, stdout } = await run(`check ${SAMPLE} --budget macs=1G,weights=5MiB`);
    assert.equal(code, 0);
    assert.match(stdout, /^macs 349 M of 1\.00 G: holds$/m);
  });

  it('exits with 1 and names the layers that weigh most', async () => {
    const { code, stdout } = await run(`check ${SAMPLE} --budget macs=100M`);
    assert.equal(code, 1);
    assert.match(stdout, /^macs 349 M of 100 M: over by 249 M$/m);
    assert.match(stdout, /^ {4}\/classifier\/classifier\.1\/Conv {2}86\.5 M$/m);
  });

  it('as JSON', async () => {
    const { stdout } = await run(`check ${SAMPLE} --budget macs=100M --format json`);
    const { excesses } = JSON.parse(stdout) as {
      excesses: { metric: string; limit: number; layers: { id: string }[] }[];
    };
    assert.deepEqual(
      [excesses[0]?.metric, excesses[0]?.limit, excesses[0]?.layers[0]?.id],
      ['macs', 1e8, '61'],
    );
  });
});

/** The schema with every described object closed: a field that it forgot shows. */
function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in schema && 'required' in schema ? { ...inner, additionalProperties: false } : inner;
}
