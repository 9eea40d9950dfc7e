import { Pacer, type Work } from './pace';
import {
  eachScaled,
  type Granularity,
  type Ranges,
  rangesOf,
  scaleDims,
  type VisitScaled,
} from './quantRanges';
import { signalToNoise, sumOfSquares, type Values } from './values';

/** Uniform quantization to integers of 2 to 8 bits (Jacob et al. 2018; Nagel et al. 2021, "A white paper on..."). */
export interface QuantScheme extends Granularity {
  readonly bits: number;
  /**
   * Symmetric: zero point 0, integers -(2^(bits-1) - 1) to 2^(bits-1) - 1, the largest magnitude on the outermost.
   * Else integers 0 to 2^bits - 1 over the range from least to largest, widened to hold 0.
   */
  readonly symmetric: boolean;
}

/** A quantized tensor: element q stands for (q - zero point) * scale, in float32 as DequantizeLinear computes it. */
export interface Quantized {
  readonly integers: Int8Array | Uint8Array;
  /** One a channel or group, row-major. */
  readonly scales: Float32Array;
  /** As many as scales; null where all are 0 (symmetric). */
  readonly zeroPoints: Uint8Array | null;
  /** See {@link scaleDims}. */
  readonly scaleDims: readonly number[];
  /** Signal to quantization noise ratio in dB; Infinity where nothing is lost. */
  readonly decibels: number;
}

export const QUANT_BITS: readonly number[] = [2, 3, 4, 5, 6, 7, 8];

/** Quantizes a tensor, rounding half to even. Null where an element is not finite. Throws {@link RangeError} for other bits. */
export async function quantize(
  values: Values,
  dims: readonly number[],
  scheme: QuantScheme,
  work: Work,
): Promise<Quantized | null> {
  const { bits, symmetric } = scheme;
  const signal = await sumOfSquares(values, work);
  if (!Number.isFinite(signal)) return null;
  const pacer = new Pacer(work, 'quantization', 2 * values.length);
  const grid = gridOf(await rangesOf(values, dims, scheme, pacer), bits, symmetric);
  const integers = symmetric ? new Int8Array(values.length) : new Uint8Array(values.length);
  const rounding = new Rounding(values, grid, integers);
  await eachScaled(dims, values.length, scheme, pacer, rounding.visit);
  return {
    integers,
    scales: grid.scales,
    zeroPoints: symmetric ? null : grid.zeroPoints,
    scaleDims: scaleDims(dims, scheme),
    decibels: signalToNoise(signal, rounding.noise),
  };
}

/** {@link Quantized.decibels} for each of {@link QUANT_BITS}, without the integers. Null where an element is not finite. */
export async function quantizationDecibels(
  values: Values,
  dims: readonly number[],
  scheme: Omit<QuantScheme, 'bits'>,
  work: Work,
): Promise<ReadonlyMap<number, number> | null> {
  const signal = await sumOfSquares(values, work);
  if (!Number.isFinite(signal)) return null;
  const pacer = new Pacer(work, 'quantization', (1 + QUANT_BITS.length) * values.length);
  const ranges = await rangesOf(values, dims, scheme, pacer);
  const result = new Map<number, number>();
  for (const bits of QUANT_BITS) {
    const rounding = new Rounding(values, gridOf(ranges, bits, scheme.symmetric), null);
    await eachScaled(dims, values.length, scheme, pacer, rounding.visit);
    result.set(bits, signalToNoise(signal, rounding.noise));
  }
  return result;
}

interface Grid {
  readonly scales: Float32Array;
  readonly zeroPoints: Uint8Array;
  readonly lowest: number;
  readonly highest: number;
}

/** A scale of 1 where all elements are zero, or so small that the scale would be. */
function gridOf({ low, high }: Ranges, bits: number, symmetric: boolean): Grid {
  if (!QUANT_BITS.includes(bits)) throw new RangeError(`quantization to ${bits} bits`);
  const highest = symmetric ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const scales = Float32Array.from(low, (least, i) => {
    const most = high[i] ?? 0;
    return Math.fround((symmetric ? Math.max(-least, most) : most - least) / highest) || 1;
  });
  const zeroPoints = Uint8Array.from(low, (least, i) =>
    symmetric ? 0 : Math.min(highest, roundHalfEven(-least / (scales[i] ?? 1))),
  );
  return { scales, zeroPoints, lowest: symmetric ? -highest : 0, highest };
}

/** Rounds elements to the grid, adding up the squared error. */
class Rounding {
  noise = 0;
  readonly visit: VisitScaled;

  constructor(values: Values, grid: Grid, integers: Int8Array | Uint8Array | null) {
    this.visit = (index, start, stride, count) => {
      this.noise += roundTo(values, grid, integers, index, start, stride, count);
    };
  }
}

function roundTo(
  values: Values,
  { scales, zeroPoints, lowest, highest }: Grid,
  integers: Int8Array | Uint8Array | null,
  index: number,
  start: number,
  stride: number,
  count: number,
): number {
  const scale = scales[index] ?? 1;
  const zero = zeroPoints[index] ?? 0;
  let noise = 0;
  for (let at = start; at < start + count * stride; at += stride) {
    const value = values[at] ?? 0;
    const rounded = roundHalfEven(value / scale) + zero;
    const integer = rounded < lowest ? lowest : rounded > highest ? highest : rounded;
    if (integers) integers[at] = integer;
    const error = value - Math.fround((integer - zero) * scale);
    noise += error * error;
  }
  return noise;
}

/** Adding 1.5 * 2^52 leaves no bits for a fraction, and the sum is rounded half to even. */
const NO_FRACTION = 1.5 * 2 ** 52;

function roundHalfEven(value: number): number {
  return value + NO_FRACTION - NO_FRACTION;
}
