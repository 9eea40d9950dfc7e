import assert from 'node:assert/strict';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import {
  QUANT_BITS,
  quantizationDecibels,
  quantize,
  type Quantized,
  type QuantScheme,
} from '../../../../extension/engine/weights/quantization';
import type { Values } from '../../../../extension/engine/weights/values';
import { seeded } from '../../../helpers/random';
import { assertNear, known, randomValues, squaredDistance } from './matrices';

const TENSOR = { axis: null, groupSize: null } as const;

async function quantized(values: Values, dims: readonly number[], scheme: QuantScheme): Promise<Quantized> {
  return known(await quantize(values, dims, scheme, AT_ONCE));
}

/** As DequantizeLinear computes it; `scaleOf` finds the scale of an element. */
function restored(
  { integers, scales, zeroPoints }: Quantized,
  scaleOf: (at: number) => number,
): Float32Array {
  return Float32Array.from(integers, (integer, at) => {
    const index = scaleOf(at);
    return (integer - (zeroPoints?.[index] ?? 0)) * (scales[index] ?? NaN);
  });
}

function decibels(values: Values, back: Values): number {
  const signal = squaredDistance(values, new Float64Array(values.length));
  return 10 * Math.log10(signal / squaredDistance(values, back));
}

describe('uniform quantization', () => {
  for (const bits of QUANT_BITS)
    it(`loses nothing on its own grid, ${bits} bits`, async () => {
      const most = 2 ** (bits - 1) - 1;
      const values = Float32Array.from({ length: 2 * most + 1 }, (_, i) => (i - most) * 0.25);
      const symmetric = await quantized(values, [values.length], { ...TENSOR, bits, symmetric: true });
      assert.equal(symmetric.decibels, Infinity);
      assert.deepEqual([...symmetric.scales], [0.25]);
      assert.equal(symmetric.zeroPoints, null);
      assert.deepEqual(
        [...symmetric.integers],
        Array.from(values, (value) => value * 4),
      );
      const shifted = Float32Array.from({ length: 2 ** bits }, (_, i) => (i - 1) * 0.5);
      const asymmetric = await quantized(shifted, [2 ** bits], { ...TENSOR, bits, symmetric: false });
      assert.equal(asymmetric.decibels, Infinity);
      assert.deepEqual([...(asymmetric.zeroPoints ?? [])], [1]);
      assert.deepEqual([...asymmetric.integers], [...shifted.keys()]);
    });

  it('rounds half to even, as QuantizeLinear does', async () => {
    const values = Float32Array.of(7, 0.5, 1.5, 2.5, -0.5, -1.5, 6.5);
    const { integers } = await quantized(values, [7], { ...TENSOR, bits: 4, symmetric: true });
    assert.deepEqual([...integers], [7, 0, 2, 2, 0, -2, 6]);
  });

  it('error of many evenly spread values is step^2 / 12', async () => {
    const count = 100_001;
    const values = Float64Array.from({ length: count }, (_, i) => (2 * i) / (count - 1) - 1);
    const signal = values.reduce((sum, value) => sum + value * value, 0);
    for (const bits of QUANT_BITS) {
      const step = 1 / (2 ** (bits - 1) - 1);
      const expected = 10 * Math.log10(signal / ((count * step * step) / 12));
      const { decibels: found } = await quantized(values, [count], { ...TENSOR, bits, symmetric: true });
      assertNear(found, expected, 0.01);
    }
  });

  it('holds zero exactly even where all values lie on one side', async () => {
    const values = Float32Array.of(2, 3, 4, 0);
    const scheme = { ...TENSOR, bits: 8, symmetric: false };
    const high = await quantized(values, [4], scheme);
    assert.deepEqual([...(high.zeroPoints ?? [])], [0]);
    const low = await quantized(
      values.map((value) => -value),
      [4],
      scheme,
    );
    assert.deepEqual([...(low.zeroPoints ?? [])], [255]);
    assert.equal(restored(low, () => 0)[3], 0);
  });

  it('zeros take a scale of 1', async () => {
    for (const symmetric of [true, false]) {
      const zeros = await quantized(new Float32Array(4), [4], { ...TENSOR, bits: 8, symmetric });
      assert.deepEqual([...zeros.scales], [1]);
      assert.equal(zeros.decibels, Infinity);
    }
  });

  const dims = [3, 10, 4];
  const values = randomValues(seeded(9), 120);
  const cases: readonly (readonly [string, QuantScheme, readonly number[], (at: number) => number])[] = [
    ['tensor', { ...TENSOR, bits: 4, symmetric: true }, [], () => 0],
    [
      'output channel',
      { axis: 0, groupSize: null, bits: 4, symmetric: true },
      [3],
      (at) => Math.floor(at / 40),
    ],
    [
      'channel within',
      { axis: 1, groupSize: null, bits: 3, symmetric: false },
      [10],
      (at) => Math.floor(at / 4) % 10,
    ],
    ['last axis', { axis: 2, groupSize: null, bits: 5, symmetric: false }, [4], (at) => at % 4],
    [
      'group of 4, the last of 2',
      { axis: 1, groupSize: 4, bits: 4, symmetric: false },
      [3, 3, 4],
      (at) => (Math.floor(at / 40) * 3 + Math.floor((Math.floor(at / 4) % 10) / 4)) * 4 + (at % 4),
    ],
    [
      'group of 2 of the last axis',
      { axis: 2, groupSize: 2, bits: 2, symmetric: true },
      [3, 10, 2],
      (at) => Math.floor(at / 2),
    ],
  ];
  for (const [name, scheme, scaleDims, scaleOf] of cases)
    it(`a scale for each ${name}`, async () => {
      const result = await quantized(values, dims, scheme);
      assert.deepEqual(result.scaleDims, scaleDims);
      assert.equal(
        result.scales.length,
        scaleDims.reduce((a, b) => a * b, 1),
      );
      const back = restored(result, scaleOf);
      assertNear(result.decibels, decibels(values, back), 1e-5);
      const most = scheme.symmetric ? 2 ** (scheme.bits - 1) - 1 : 2 ** scheme.bits - 1;
      result.scales.forEach((scale, index) => {
        const own = [...values].filter((_, at) => scaleOf(at) === index);
        const low = Math.min(0, ...own);
        const high = Math.max(0, ...own);
        assertNear(scale, (scheme.symmetric ? Math.max(-low, high) : high - low) / most, 1e-7);
      });
      back.forEach((value, at) => {
        // Zero points are whole, so the range may be shifted by half a step.
        const steps = scheme.symmetric ? 0.5 : 1;
        const reach = (result.scales[scaleOf(at)] ?? 0) * steps + 1e-6;
        assert.ok(Math.abs(value - (values[at] ?? NaN)) <= reach, `element ${at}`);
      });
    });

  it('says for all bits at once what it says for each', async () => {
    const scheme = { axis: 1, groupSize: 4, symmetric: true };
    const all = known(await quantizationDecibels(values, dims, scheme, AT_ONCE));
    assert.deepEqual([...all.keys()], QUANT_BITS);
    for (const [bits, found] of all)
      assert.equal(found, (await quantized(values, dims, { ...scheme, bits })).decibels);
  });

  it('is not known where an element is not finite; refuses other bits, axes and groups', async () => {
    const scheme = { ...TENSOR, bits: 8, symmetric: true };
    for (const bad of [NaN, Infinity])
      assert.equal(await quantize(Float32Array.of(1, bad), [2], scheme, AT_ONCE), null);
    for (const wrong of [{ bits: 1 }, { bits: 9 }, { bits: 4.5 }, { axis: 3 }, { axis: 0, groupSize: 0 }])
      await assert.rejects(quantize(values, dims, { ...scheme, ...wrong }, AT_ONCE), RangeError);
  });

  it('of ten million elements, in time', async () => {
    const many = randomValues(seeded(1), 10_000_000);
    const start = performance.now();
    await quantizationDecibels(many, [1000, 10_000], { axis: 1, groupSize: 32, symmetric: true }, AT_ONCE);
    console.log(`      10 M elements at 7 widths: ${Math.round(performance.now() - start)} ms`);
  }).timeout(60_000);
});
