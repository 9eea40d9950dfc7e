import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { recount } from '../../../../extension/engine/conventions/recount';
import type { Convention } from '../../../../extension/engine/conventions/convention';
import { projectRoot } from '../../../helpers/root';
import { layer, report } from '../../editor/reports';
import { EXAMPLE } from '../report/exampleReport';

/** Counts one more a layer named `few`, ten more one named `many`, as we do `same`, and has no rule for others. */
const ODD: Convention = {
  id: 'odd',
  tool: 'odd 1.0',
  unit: 'MACs',
  recount: ({ name, macs }) => {
    const more = new Map([
      ['same', 0],
      ['few', 1],
      ['many', 10],
    ]).get(name);
    return more === undefined ? null : { count: (macs ?? 0) + more, why: more === 0 ? '' : `${name} more` };
  },
};

describe('reasons by layer', () => {
  const names = ['few', 'same', 'many', 'other', 'few'];
  const layers = names.map((name, at) => layer({ id: `${at}`, name, macs: 5 }));

  it('are places in the list of differences, which begins with the weightiest', () => {
    const { differences, reasons, layers: counts } = recount(report(layers), ODD);
    assert.deepEqual(differences, [
      { why: 'many more', layers: 1, more: 10 },
      { why: 'few more', layers: 2, more: 2 },
    ]);
    assert.deepEqual(reasons, { 0: 1, 2: 0, 4: 1 });
    assert.deepEqual(counts, { 0: 6, 1: 5, 2: 15, 4: 6 });
  });

  it('keep to the schema of the report', () => {
    const file = path.join(projectRoot(), 'media/schema/report.schema.json');
    const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
    const isValid = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
    const countedAs = recount(report(layers), ODD);
    assert.ok(isValid({ ...EXAMPLE, countedAs }), JSON.stringify(isValid.errors));
    assert.equal(isValid({ ...EXAMPLE, countedAs: { ...countedAs, reasons: { 2: 'many more' } } }), false);
  });
});
