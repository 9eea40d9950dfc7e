import assert from 'node:assert/strict';
import { displayWidth } from '../../../../extension/engine/report/plainText';
import { type TableOptions, tableLines } from '../../../../extension/engine/report/table';
import type { Report } from '../../../../extension/shared/report';
import { EXAMPLE, HOSTILE_REPORT, INCOMPLETE, UNSEEN } from './exampleReport';

const formatTable = (...given: Parameters<typeof tableLines>): string => [...tableLines(...given)].join('');

const PLAIN: TableOptions = { sort: null, top: null, all: false, width: 140, paint: (text) => text };

describe('table', () => {
  it('shows what was analyzed, a row a layer and the totals', () => {
    assert.deepEqual(formatTable(EXAMPLE, PLAIN).split('\n'), [
      'models/tiny.onnx  tiny',
      'input   x float32 1x3x8x8 (assumed)',
      'output  y float32 1x10',
      'dims    batch=1 (assumed)',
      '',
      '   #  layer                op    output     MACs  share            params   weights     moved   energy  MAC/B',
      '●  1  /features/conv/Conv  Conv  1x8x8x8  13.8 k  73.0%  ████████     224     896 B  3.63 KiB   242 nJ   3.72',
      '   2  /features/relu/Relu  Relu  1x8x8x8       -      -                 -         -  4.00 KiB  51.2 nJ',
      '   4  classifier           Gemm  1x10     5.12 k  27.0%  ███       5.13 k  20.0 KiB  22.1 KiB  3.33 µJ  0.226',
      '… not shown: 1 layer without any cost (--all shows it)',
      '● the hottest layers: together the first half by MACs',
      '',
      'MACs              18.9 k (18,944)',
      'FLOPs             38.9 k (38,922)',
      'params            5.35 k (5,354)',
      'weights           20.9 KiB (21,416)',
      'moved             29.7 KiB (30,416)',
      'peak activations  4.00 KiB (4,096)',
      'energy            3.63 µJ = 87.1 nJ arithmetic + 3.54 µJ data movement ' +
        '(horowitz-45nm; arithmetic and data movement only)',
      '',
      'info assumed-dim: The dim batch is not bound and was taken as 1; give --dim batch=N.',
      '',
    ]);
  });

  it('shows free layers when asked', () => {
    const text = formatTable(EXAMPLE, { ...PLAIN, all: true });
    assert.match(text, /^ {3}3 {2}-> f +Flatten +1x512 /m);
    assert.doesNotMatch(text, /not shown/);
  });

  it('sorts by a cost, marks the hottest of that cost and says how many are left out', () => {
    const text = formatTable(EXAMPLE, { ...PLAIN, sort: 'energy', top: 1 });
    assert.match(text, /% energy/);
    assert.match(text, /^● {2}4 {2}classifier .* 91\.9% /m);
    assert.doesNotMatch(text, /conv/);
    assert.match(text, /… not shown: 2 cheaper layers, 1 layer without any cost/);
  });

  it('takes top without sort as the costliest by MACs', () => {
    const text = formatTable(EXAMPLE, { ...PLAIN, top: 1 });
    assert.match(text, /^● {2}1 {2}\/features\/conv/m);
    assert.doesNotMatch(text, /classifier/);
  });

  it('says "at least" and shows a question mark where a cost is missing', () => {
    const text = formatTable(INCOMPLETE, PLAIN);
    assert.match(text, /^ {3}5 {2}odd +Mystery x\? +\? +\? +\?/m);
    assert.match(text, /^MACs +at least 18\.9 k \(18,944\)$/m);
    assert.match(text, /^energy +at least 3\.63 µJ = /m);
    assert.match(text, /^warning unsupported-operator: com\.example\.Mystery is .* \[odd\]\n\s*info/m);
  });

  for (const width of [200, 120, 100, 80, 60])
    it(`keeps rows within ${width} columns`, () => {
      const name = `/encoder/${'layers.0/'.repeat(20)}attention/MatMul`;
      const layers = EXAMPLE.layers.map((each) => ({ ...each, name }));
      const text = formatTable({ ...EXAMPLE, layers }, { ...PLAIN, width });
      const rows = text.split('\n').filter((line) => /^[● ] +\d/.test(line));
      assert.equal(rows.length, 3);
      for (const row of rows) assert.ok(displayWidth(row) <= width, `${displayWidth(row)}: ${row}`);
      for (const row of rows) assert.match(row, /…\S*MatMul/);
    });

  it('aligns rows with wide characters', () => {
    const layers = EXAMPLE.layers.map((each, at) => ({ ...each, name: at === 0 ? '卷积' : 'abcd' }));
    const rows = formatTable({ ...EXAMPLE, layers }, PLAIN)
      .split('\n')
      .filter((line) => /^[● ] +\d/.test(line));
    const columns = rows.map((row) => displayWidth(row.slice(0, row.search(/(Conv|Relu|Gemm) /))));
    assert.deepEqual(new Set(columns).size, 1);
  });

  it('lets no control or invisible character of the file through', () => {
    const text = formatTable(HOSTILE_REPORT, PLAIN);
    assert.doesNotMatch(text, UNSEEN);
    assert.match(text, /\\x1b\]0;owned/);
  });

  it('paints only through what it is given', () => {
    const text = formatTable(EXAMPLE, { ...PLAIN, paint: (part, how) => `<${how}>${part}</${how}>` });
    assert.match(text, /^<hot>● {2}1 .*<\/hot>$/m);
    assert.match(text, /^<strong>models/m);
  });

  it('prints a model without layers', () => {
    const empty: Report = { ...EXAMPLE, layers: [], diagnostics: [] };
    assert.match(formatTable(empty, PLAIN), /^ {2}# {2}layer/m);
  });
});
