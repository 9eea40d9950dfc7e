import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildReport } from '../../../extension/engine/cost/report';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import { BUILT_IN_PROFILES } from '../../../extension/engine/hardware/builtInProfiles';
import { inferModel } from '../../../extension/engine/inference/infer';
import type { Model } from '../../../extension/engine/ir/graph';
import { inlineFunctions } from '../../../extension/engine/ir/inline';
import type { Report } from '../../../extension/shared/report';
import { memorySource } from '../../helpers/memorySource';
import { type Random, seeded } from '../../helpers/random';
import { describeShared } from '../../helpers/shared';

/** Small sizes for anything, and sizes that images and sequences have. */
const SIZES = [1, 2, 3, 5, 8, 16, 17, 32, 64, 96, 128, 224];

describeShared('symbolic analysis', (shared) => {
  const folder = path.join(shared, 'truth/public');

  it('prices at any size what an inference with that size from the start does', async function () {
    this.timeout(120_000);
    let compared = 0;
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
      const read = await readOnnx(memorySource(Uint8Array.from(readFileSync(path.join(folder, file)))));
      compared += compareAtSizes(file, { ...read, graph: inlineFunctions(read).graph });
    }
    // A dozen files have open dims; a few sizes cannot run.
    assert.ok(compared >= 55, `only ${compared} sizes compared`);
  });
});

/** Says at how many sizes; a size at which the model cannot run says nothing. */
function compareAtSizes(file: string, model: Model): number {
  const symbolic = inferModel(model);
  const names = [...symbolic.symbols].filter(([, kind]) => kind === 'declared').map(([name]) => name);
  if (names.length === 0) return 0;
  let compared = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const dims = randomDims(names, seeded(seed));
    const options = { path: file, dims, profile: profile(), findings: [] };
    const direct = buildReport(model, inferModel(model, { bind: new Map(Object.entries(dims)) }), options);
    if (direct.diagnostics.some(({ code }) => code === 'shape-conflict')) continue;
    compare(buildReport(model, symbolic, options), direct, `${file}, seed ${seed}, ${JSON.stringify(dims)}`);
    compared++;
  }
  return compared;
}

function randomDims(names: readonly string[], random: Random): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, random.pick(SIZES)]));
}

function profile(): (typeof BUILT_IN_PROFILES)[number] {
  const [first] = BUILT_IN_PROFILES;
  assert.ok(first);
  return first;
}

/** Where numbers know more than symbols do, the symbolic side may say unknown; it may never say something else. */
function compare(bound: Report, direct: Report, context: string): void {
  assert.equal(bound.layers.length, direct.layers.length, context);
  bound.layers.forEach((layer, i) => {
    const other = direct.layers[i];
    assert.ok(other);
    const place = `${context}, layer ${layer.id} ${layer.op}`;
    assert.equal(layer.id, other.id, place);
    layer.outputs.forEach((output, slot) => {
      const shape = other.outputs[slot]?.shape;
      if (isKnown(output.shape) && isKnown(shape)) assert.deepEqual(output.shape, shape, place);
    });
    for (const key of [
      'calls',
      'macs',
      'flops',
      'params',
      'weightBytes',
      'movedBytes',
      'energyPj',
    ] as const) {
      const [ours, theirs] = [layer[key], other[key]];
      if (ours !== null && theirs !== null)
        assert.ok(close(ours, theirs), `${place}: ${key} is ${ours}, directly ${theirs}`);
    }
    assert.ok(layer.unknown === null || other.unknown !== null || !bound.complete, place);
  });
  if (bound.complete && direct.complete) assert.deepEqual(rounded(bound), rounded(direct), context);
}

function isKnown(shape: readonly (number | string)[] | null | undefined): boolean {
  return shape?.every((dim) => typeof dim === 'number') ?? false;
}

/** Energies are sums of fractions, added up in the same order but multiplied in another. */
function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function rounded({ totals }: Report): unknown {
  // Formulas are of the open dims, which only one of the two has.
  const { energy, ...counts } = totals;
  return { ...counts, formulas: null, total: energy.totalPj.toPrecision(9) };
}
