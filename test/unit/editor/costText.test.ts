import assert from 'node:assert/strict';
import { headText, iconFree, layerText, totalsText } from '../../../extension/editor/costText';
import type { ReportRanges } from '../../../extension/shared/report';
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

  it('bounds a layer in a branch that only a run takes, and the If by both branches', () => {
    const inside = layer({
      macs: null,
      params: 128,
      weightBytes: 512,
      movedBytes: null,
      energyPj: null,
      unknown: 'only a run decides whether its branch is taken',
      choice: {
        owner: '1',
        branch: 'then_branch',
        macs: 512,
        flops: 1024,
        movedBytes: 896,
        energyPj: 89_000,
      },
    });
    assert.equal(
      layerText(inside, TOTALS, 'macs'),
      '<= 512 MACs | 128 params | 512 B | <= 89.0 nJ | if its branch is taken',
    );
    const both = (macs: number, energyPj: number): ReportRanges => {
      const same = (value: number): ReportRanges['macs'] => ({ atLeast: value, atMost: value });
      return { macs: same(macs), flops: same(0), movedBytes: same(0), energyPj: same(energyPj) };
    };
    const branches = { then_branch: both(512, 89_000), else_branch: both(64, 12_500) };
    assert.equal(
      layerText(layer({ op: 'If', movedBytes: 0, energyPj: 0, branches }), TOTALS, 'macs'),
      '64 to 512 MACs | 12.5 nJ to 89.0 nJ | by the branch taken',
    );
  });

  it('names what a causal mask leaves, and the cache', () => {
    const attention = layer({
      op: 'Attention',
      macs: 32_768,
      movedBytes: 1000,
      energyPj: 5000,
      causalMacs: 29_184,
      cache: { pastBytes: 12_288, presentBytes: 16_384 },
    });
    assert.equal(
      layerText(attention, TOTALS, 'macs'),
      '32.8 k MACs (<0.1%) | 5.00 nJ | 29.2 k causal | 16.0 KiB KV cache',
    );
  });

  it('shows totals between the branches of an If, and what is stored exactly', () => {
    const same = { atLeast: 1, atMost: 1 };
    const range = {
      macs: { atLeast: 1.2e9, atMost: 3.4e9 },
      flops: same,
      movedBytes: same,
      energyPj: { atLeast: 2e9, atMost: 3e9 },
    };
    assert.equal(
      totalsText({ totals: { ...TOTALS, range }, complete: false }),
      '1.20 G to 3.40 G MACs | 25.6 M params | 97.5 MiB | 2.00 mJ to 3.00 mJ',
    );
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
