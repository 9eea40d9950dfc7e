import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../helpers/root';
import { sharedFolder } from '../helpers/shared';
import { Campaign } from './campaign';
import { buildInput } from './inputs';
import { EVERYTHING } from './oracle';
import { Lane } from './lane';
import { sharedSeeds } from './seeds';

const MISSING =
  'The reference models are missing: put the folder "shared" beside the checkout, or set LAYERCOST_SHARED to where it lies.';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});
const out = path.join(projectRoot(), 'out/fuzz');

/** `npm run fuzz`: mutates models and takes them through the engine; fails where there was a finding. */
async function main(): Promise<number> {
  const shared = sharedFolder();
  if (shared === null) throw new Error(MISSING);
  mkdirSync(out, { recursive: true });
  const seed = Number(values.seed);
  if (values.only !== undefined) return examineOne(shared, seed, Number(values.only));
  const campaign = new Campaign(shared, seed, out);
  await campaign.run(Number(values.workers), Number(values.inputs), Number(values.minutes) * 60_000);
  console.log(campaign.summary());
  return campaign.findings.length === 0 ? 0 : 1;
}

/** One input again, written to a file, with what was done to it. */
async function examineOne(shared: string, seed: number, number: number): Promise<number> {
  const { bytes, from, steps } = buildInput(sharedSeeds(shared), seed, number);
  const file = path.join(out, `${seed}-${number}.onnx`);
  writeFileSync(file, bytes);
  console.log(`${file}: ${bytes.length} bytes from ${from}\n  ${steps.join('\n  ')}`);
  const lane = new Lane(shared, seed);
  const started = Date.now();
  const { findings, stopped } = await lane.perform({ bytes, depth: EVERYTHING });
  await lane.close();
  const found = (stopped ?? findings[0])?.finding;
  console.log(found ? `${found.kind}\n${found.detail}` : `as it should be, in ${Date.now() - started} ms`);
  return found ? 1 : 0;
}

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
