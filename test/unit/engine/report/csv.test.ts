import assert from 'node:assert/strict';
import { CSV_HEADER, csvRows } from '../../../../extension/engine/report/csv';
import { EXAMPLE, HOSTILE_REPORT, INCOMPLETE, UNSEEN } from './exampleReport';

const formatCsvRows = (...given: Parameters<typeof csvRows>): string => [...csvRows(...given)].join('');

const ALL = { sort: null, top: null } as const;

describe('CSV', () => {
  it('has a record a layer, unrounded, free ones too', () => {
    const rows = parse(CSV_HEADER + formatCsvRows(EXAMPLE, ALL));
    assert.equal(rows.length, 4);
    assert.deepEqual(rows[0], {
      model: 'models/tiny.onnx',
      number: '1',
      id: 'L0',
      name: '/features/conv/Conv',
      op: 'Conv',
      scope: 'features/conv',
      path: '',
      index: '0',
      calls: '1',
      input_shapes: '1x3x8x8',
      output_shapes: '1x8x8x8',
      output_dtype: 'float32',
      macs: '13824',
      flops: '28160',
      params: '224',
      weight_elements: '224',
      weight_bytes: '896',
      input_bytes: '768',
      output_bytes: '2048',
      moved_bytes: '3712',
      energy_pj: String(13_824 * 4.6 + 896 * 160 + 2_816 * 12.5),
      macs_per_byte: String(13_824 / 3_712),
      unknown: '',
    });
    assert.equal(rows[2]?.['op'], 'Flatten');
  });

  it('leaves unknown costs empty and says why', () => {
    const row = parse(CSV_HEADER + formatCsvRows(INCOMPLETE, ALL))[4];
    assert.ok(row);
    assert.equal(row['macs'], '');
    assert.equal(row['calls'], '');
    assert.equal(row['unknown'], 'com.example.Mystery is not a known operator');
  });

  it('sorts and cuts', () => {
    const rows = parse(CSV_HEADER + formatCsvRows(EXAMPLE, { sort: 'params', top: 2 }));
    assert.deepEqual(
      rows.map((row) => [row['number'], row['params']]),
      [
        ['4', '5130'],
        ['1', '224'],
      ],
    );
  });

  it('quotes fields and disarms formulas and control characters', () => {
    const text = formatCsvRows(HOSTILE_REPORT, ALL);
    assert.doesNotMatch(text.replaceAll('\r\n', ''), UNSEEN);
    const row = parse(CSV_HEADER + text)[0];
    assert.match(row?.['name'] ?? '', /^'=cmd\|.*@all"\\x0a,\\x9b31m$/);
    for (const cell of Object.values(row ?? {})) assert.doesNotMatch(cell, /^[=+\-@]/);
  });

  for (const name of ['=1+1', '+1', '-1', '@SUM(1)', ' =1', '\t=1'])
    it(`disarms ${JSON.stringify(name)}`, () => {
      const layers = EXAMPLE.layers.map((each) => ({ ...each, name }));
      const row = parse(CSV_HEADER + formatCsvRows({ ...EXAMPLE, layers }, ALL))[0];
      assert.match(row?.['name'] ?? '', /^('|\\x09)/);
    });

  it('ends records as RFC 4180 wants', () => {
    assert.equal(formatCsvRows(EXAMPLE, ALL).split('\r\n').length, 5);
  });
});

/** A reader of its own: fields by title, quotes undone. */
function parse(text: string): readonly Readonly<Record<string, string>>[] {
  const records: string[][] = [[]];
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\r\n') records.push([]);
  }
  const [titles = [], ...rows] = records.slice(0, -1);
  for (const row of rows) assert.equal(row.length, titles.length);
  return rows.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at] ?? ''])));
}
