import assert from 'node:assert/strict';
import path from 'node:path';
import { Analysis } from '../../../extension/engine/analysis';
import type { Priced } from '../../../extension/engine/compress/suggest';
import { largestSaving, TRIVIAL_SHARE } from '../../../extension/engine/compress/worth';
import { Compression, type Subject } from '../../../extension/engine/compression';
import { findProfile } from '../../../extension/engine/hardware/builtInProfiles';
import { createNodeHost } from '../../../extension/host/files.node';
import { differences } from '../../helpers/costDifferences';
import { describeShared } from '../../helpers/shared';
import { priceFile, writeModel } from '../../helpers/writeModel';
import { goodModels, measuredDims, optionsFor, publicFolder, readTruth } from './truthModel';

/** Of models with more nodes than these only every so-maniest suggestion is written: each takes its time. */
const SAMPLING = [
  { nodes: 1000, every: 10 },
  { nodes: 300, every: 3 },
] as const;

describeShared('suggestions on public models cost what their files cost', (shared) => {
  let models = 0;
  let checked = 0;
  let found = 0;

  for (const name of goodModels(shared))
    it(`${name}, with no difference in any metric`, async function () {
      this.timeout(60_000);
      const dims = measuredDims(readTruth(shared, name));
      const subject = await subjectOf(path.join(publicFolder(shared), `${name}.onnx`), dims);
      const written = await priceFile(writeModel(subject.base.model), { dims });
      assert.deepEqual(differences(subject.base.totals, written), [], 'the model itself');
      const all = new Compression(createNodeHost()).find(subject, {}, {}).found;
      const ids = all.map(({ suggestion }) => suggestion.id);
      assert.equal(new Set(ids).size, ids.length, 'an id is given twice');
      const count = subject.base.model.graph.nodes.length;
      const every = SAMPLING.find(({ nodes }) => count > nodes)?.every ?? 1;
      const sample = all.filter((_, i) => i % every === 0);
      const wrong: string[] = [];
      for (const { suggestion, estimate } of sample) {
        const costs = await priceFile(writeModel(estimate.after.model), { dims });
        wrong.push(...differences(suggestion.after, costs).map((text) => `${suggestion.id}: ${text}`));
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual(all.filter(isTrivial), []);
      models += Number(all.length > 0);
      checked += sample.length;
      found += all.length;
    });

  after(() => {
    console.log(`      ${checked} of ${found} suggestions on ${models} models written and priced anew`);
  });
});

function isTrivial({ suggestion: { before, after: costs, potential } }: Priced): boolean {
  return largestSaving(before, costs, potential ?? undefined) < TRIVIAL_SHARE;
}

async function subjectOf(file: string, dims: Readonly<Record<string, number>>): Promise<Subject> {
  const profile = findProfile('horowitz-45nm');
  assert.ok(profile);
  const loaded = await new Analysis(createNodeHost()).load(file, {});
  return new Compression(createNodeHost()).subject(file, { loaded }, optionsFor(dims), profile, {});
}
