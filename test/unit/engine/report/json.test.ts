import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { jsonPieces, jsonArrayPieces } from '../../../../extension/engine/report/json';
import type { Report, ReportFailure } from '../../../../extension/shared/report';
import { projectRoot } from '../../../helpers/root';
import { EXAMPLE, HOSTILE_REPORT, INCOMPLETE, UNSEEN } from './exampleReport';

const formatJson = (...given: Parameters<typeof jsonPieces>): string => [...jsonPieces(...given)].join('');
const formatJsonArray = (...given: Parameters<typeof jsonArrayPieces>): string =>
  [...jsonArrayPieces(...given)].join('');

const FAILURE: ReportFailure = { model: { path: 'b.onnx' }, error: 'b.onnx: There is no such file.' };

describe('JSON', () => {
  const check = validator();

  it('says what the report says', () => {
    for (const report of [EXAMPLE, INCOMPLETE, HOSTILE_REPORT])
      assert.deepEqual(JSON.parse(formatJson(report)), report);
  });

  it('keeps to its schema, also closed against fields that it does not name', () => {
    for (const report of [EXAMPLE, INCOMPLETE, HOSTILE_REPORT]) check(JSON.parse(formatJson(report)));
    check(JSON.parse(formatJsonArray([EXAMPLE, FAILURE])));
  });

  it('breaks its schema where it should', () => {
    const lacking = { ...EXAMPLE, hardware: undefined };
    assert.throws(() => {
      check(lacking);
    }, /hardware/);
    assert.throws(() => {
      check({ ...EXAMPLE, schema: 2 });
    });
    assert.throws(() => {
      check([{ model: { path: 'x' } }]);
    });
    assert.throws(() => {
      check({ ...EXAMPLE, totals: { ...EXAMPLE.totals, macs: -1 } });
    });
  });

  it('writes a layer a line', () => {
    const lines = formatJson(EXAMPLE).split('\n');
    assert.equal(lines.filter((line) => line.startsWith('    {"id":"L')).length, 4);
  });

  it('takes layers as they are made', () => {
    for (const layers of [EXAMPLE.layers, []]) {
      const made = { ...EXAMPLE, layers: { [Symbol.iterator]: () => layers[Symbol.iterator]() } };
      assert.equal(formatJson(made), formatJson({ ...EXAMPLE, layers }));
    }
  });

  it('keeps fields that came after this version', () => {
    const later = { ...EXAMPLE, later: { b: 1 } } as Report;
    assert.deepEqual(JSON.parse(formatJson(later)), later);
  });

  it('is an array for several files, in their order', () => {
    const parsed = JSON.parse(formatJsonArray([FAILURE, EXAMPLE])) as unknown;
    assert.deepEqual(parsed, [FAILURE, EXAMPLE]);
    assert.deepEqual(JSON.parse(formatJsonArray([])), []);
  });

  it('escapes what a terminal might obey', () => {
    assert.doesNotMatch(formatJson(HOSTILE_REPORT), UNSEEN);
  });
});

type Schema = Readonly<Record<string, unknown>>;

/** Checks against the shipped schema, with every described object closed: a field that the schema forgot shows. */
function validator(): (json: unknown) => void {
  const file = path.join(projectRoot(), 'media/schema/report.schema.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
  const validates = [schema, closed(schema) as Schema].map((each) =>
    new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(each),
  );
  return (json) => {
    for (const validate of validates)
      if (!validate(json)) throw new Error(JSON.stringify(validate.errors?.slice(0, 8)));
  };
}

function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const isDescribed = 'properties' in schema && !('allOf' in schema) && 'required' in schema;
  // "tensor" is extended by "input", so it alone stays open.
  const isTensor =
    isDescribed && Object.keys(schema.properties as object).join() === 'name,dtype,shape,holds';
  return isDescribed && !isTensor ? { ...inner, additionalProperties: false } : inner;
}
