import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../../extension/shared/report';
import { openPythonEngine, type PythonEngine } from '../../helpers/pythonEngine';
import { describeShared } from '../../helpers/shared';
import { describeTorchvision } from '../../helpers/torchvision';
import { NOT_PRICED_WHOLE } from './torchvisionLimits';
import { readTable, sourceOf } from './torchvisionTable';

const PATIENCE_MILLISECONDS = 60_000;

interface ModuleRecord {
  readonly path: string;
  readonly leaf: boolean;
  readonly calls: readonly { readonly out: unknown }[];
  readonly macs_inclusive?: number;
}

interface ModelRecord {
  readonly input: readonly (readonly number[])[];
  readonly modules: readonly ModuleRecord[];
}

describeShared('truth: torchvision, module by module', (shared) => {
  describeTorchvision('0.14.1', (packages) => {
    const folder = path.join(shared, 'truth/torch_modules');
    const table = readTable(shared);
    let python: PythonEngine;
    before(() => {
      python = openPythonEngine({ packages: [packages] });
    });
    after(() => {
      python.dispose();
    });

    for (const file of readdirSync(folder).sort()) {
      const name = path.basename(file, '.json');
      const model = table.get(name);
      if (!model || NOT_PRICED_WHOLE[name]) continue;
      it(name, async () => {
        const record = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as ModelRecord;
        const report = await python.engine.analyze(
          sourceOf(model, packages),
          python.options({ entry: `${name}()`, inputShapes: { '': record.input[0] ?? [] } }),
        );
        assert.deepEqual(macsByModule(report, record), expectedMacs(record));
        assertShapes(report, record);
      }).timeout(PATIENCE_MILLISECONDS);
    }
  });
});

/** Inclusive MACs of the recorded modules that were called and have any; a ModuleList is never called. */
function macsByModule({ layers }: Report, { modules }: ModelRecord): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { scope, macs } of layers)
    for (let depth = 0; depth <= scope.length; depth++) {
      const module = scope.slice(0, depth).join('.');
      found[module] = (found[module] ?? 0) + (macs ?? NaN);
    }
  return Object.fromEntries(
    modules.flatMap(({ path: module, calls }) =>
      calls.length > 0 && found[module] ? [[module, found[module]]] : [],
    ),
  );
}

function expectedMacs({ modules }: ModelRecord): Record<string, number> {
  return Object.fromEntries(
    modules.flatMap(({ path: module, macs_inclusive: macs }) => (macs ? [[module, macs]] : [])),
  );
}

/** What a leaf module returned is what its one layer puts out. */
function assertShapes({ layers }: Report, { modules }: ModelRecord): void {
  let compared = 0;
  for (const { path: module, leaf, calls } of modules) {
    const own = layers.filter(({ scope }) => scope.join('.') === module);
    if (!leaf || calls.length !== 1 || own.length !== 1) continue;
    assert.deepEqual(own[0]?.outputs[0]?.shape, calls[0]?.out, module);
    compared++;
  }
  assert.ok(compared > modules.length / 4, `only ${compared} of ${modules.length} modules compared`);
}
