import assert from 'node:assert/strict';
import {
  formatBytes,
  formatCount,
  formatEnergy,
  formatExact,
  formatIntensity,
  formatShare,
} from '../../../extension/engine/units';

type Case = readonly [value: number, text: string];

function check(title: string, format: (value: number) => string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [value, text] of cases)
      it(`${value} is ${text}`, () => {
        assert.equal(format(value), text);
      });
  });
}

describe('units', () => {
  check('counts', formatCount, [
    [0, '0'],
    [7, '7'],
    [999, '999'],
    [1000, '1.00 k'],
    [36_864, '36.9 k'],
    [99_950, '100 k'],
    [999_499, '999 k'],
    [999_500, '1.00 M'],
    [115_605_504, '116 M'],
    [4_089_184_256, '4.09 G'],
    [3e21, '3000 E'],
  ]);
  check('bytes', formatBytes, [
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.00 KiB'],
    [147_456, '144 KiB'],
    [1_047_552, '1023 KiB'],
    [1_048_576, '1.00 MiB'],
    [0.5, '0.500 B'],
  ]);
  check('energy', formatEnergy, [
    [0, '0 pJ'],
    [4.6, '4.60 pJ'],
    [530_000_000, '530 µJ'],
    [999_999, '1.00 µJ'],
    [2.5e12, '2.50 J'],
  ]);
  check('intensity', formatIntensity, [[3.724, '3.72 MAC/B']]);
  check('shares', formatShare, [
    [0, '0%'],
    [0.0001, '<0.1%'],
    [0.028, '2.8%'],
    [0.9995, '100%'],
    [1, '100%'],
  ]);
  check('every digit', formatExact, [
    [115_605_504, '115,605,504'],
    [12, '12'],
  ]);
});
