import assert from 'node:assert/strict';
import { toInt64 } from '../../../../extension/engine/bytes/int64';

describe('64-bit integers out of numbers', () => {
  it('are the same where numbers are exact', () => {
    for (const value of [0, 1, -1, 2 ** 53, -(2 ** 53)]) assert.equal(Number(toInt64(value)), value);
  });

  it('the largest one, which no number holds, does not wrap to the least', () => {
    assert.equal(toInt64(Number(2n ** 63n - 1n)), 2n ** 63n - 1n);
    assert.equal(toInt64(-(2 ** 63)), -(2n ** 63n));
  });
});
