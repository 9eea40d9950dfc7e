import assert from 'node:assert/strict';
import { headText, iconFree, layerText, totalsText } from '../../../extension/editor/costText';
import { layer, report, totals } from './reports';

const TOTALS = totals({
  macs: 4_089_184_256,
  params: 25_557_032,
  weightBytes: 102_228_128,
  movedBytes: 170_000_000,
  energy: { computePj: 1, memoryPj: 1, totalPj: 35e9 },
});
const CONV = layer({
  macs: 115_605_504,
  params: 36_864,
  weightBytes: 147_456,
  movedBytes: 1_753_088,
  energyPj: 531_785_318,
  intensity: 115_605_504 / 1_753_088,
});

describe('costText', () => {
  it('puts a layer in one glance, with the share beside the chosen metric', () => {
    assert.equal(layerText(CONV, TOTALS, 'macs'), '116 M MACs (2.8%) | 36.9 k params | 144 KiB | 532 µJ');
    assert.equal(layerText(CONV, TOTALS, 'params'), '116 M MACs | 36.9 k params (0.1%) | 144 KiB | 532 µJ');
    assert.equal(layerText(CONV, TOTALS, 'energy'), '116 M MACs | 36.9 k params | 144 KiB | 532 µJ (1.5%)');
    assert.equal(
      layerText(CONV, TOTALS, 'bytes'),
      '116 M MACs | 36.9 k params | 144 KiB | 1.67 MiB moved (1.0%) | 532 µJ',
    );
    assert.equal(
      layerText(CONV, TOTALS, 'intensity'),
      '116 M MACs (2.8%) | 36.9 k params | 144 KiB | 532 µJ | 65.9 MAC/B',
    );
  });

  it('names what a layer without weights moves, and leaves out what it does not have', () => {
    const relu = layer({ op: 'Relu', movedBytes: 6_000_000, energyPj: 75_000_000 });
    assert.equal(layerText(relu, TOTALS, 'macs'), '5.72 MiB moved | 75.0 µJ');
  });

  it('names no weights where a shape operand is all that is stored', () => {
    const unsqueeze = layer({ op: 'Slice', weightBytes: 16, movedBytes: 40, energyPj: 2660 });
    assert.equal(layerText(unsqueeze, TOTALS, 'macs'), '40 B moved | 2.66 nJ');
  });

  it('says why a cost is unknown instead of giving a number', () => {
    const strange = layer({ macs: null, energyPj: null, params: null, unknown: 'operator Foo is not known' });
    assert.equal(layerText(strange, TOTALS, 'macs'), 'unknown: operator Foo is not known');
  });

  it('shows the totals, as lower bounds while something is missing', () => {
    assert.equal(
      totalsText({ totals: TOTALS, complete: true }),
      '4.09 G MACs | 25.6 M params | 97.5 MiB | 35.0 mJ',
    );
    assert.match(totalsText({ totals: TOTALS, complete: false }), /^>= 4\.09 G MACs \| >= 25\.6 M params \|/);
  });

  it('names assumed inputs and the hardware', () => {
    const inputs = [
      { name: 'image', dtype: 'float32', shape: [1, 3, 224, 224], assumed: true },
      { name: 'mask', dtype: 'float32', shape: [1], assumed: false },
    ];
    const text = headText(report([], { totals: TOTALS, inputs }));
    assert.match(text, / \| input 1x3x224x224 assumed \| horowitz-45nm$/);
  });

  it('draws no icons for names in a file', () => {
    assert.equal(iconFree('$(flame) a\u001bb'), '$ (flame) a\\x1bb');
  });
});
