import { bordersOf, kMeans, type Points, pointsOf } from './lloyd';
import { eachSpan, Pacer, type Work } from './pace';
import { signalToNoise, sumOfSquares, type Values } from './values';

/** A tensor of which every element is an entry of a small table. */
export interface Codebook {
  /** 2^bits, ascending. */
  readonly entries: Float32Array;
  /** The nearest entry of each element. */
  readonly indices: Uint8Array;
  /** Signal to quantization noise ratio in dB; Infinity where nothing is lost. */
  readonly decibels: number;
  /** Shannon's entropy of the indices, bits each: what an ideal code (Huffman's is within a bit) needs. */
  readonly entropy: number;
  /** Entropy-coded indices and float32 entries, in bytes; a bound that codes come close to. */
  readonly bytes: number;
}

/** Up to this many elements k-means sees each; of more it sees the means of a histogram's bins. */
const MOST_SORTED = 65_536;
const BINS = 4096;

/**
 * Weight sharing by k-means as in Deep Compression (Han et al. 2016), with 2^bits entries, 1 to 8 bits. Entries come from
 * the elements or a histogram of 4096 bins; the nearest entries and the error are exact. Null where an element is not
 * finite or there is none. Throws {@link RangeError} for other bits.
 */
export async function makeCodebook(values: Values, bits: number, work: Work): Promise<Codebook | null> {
  if (!Number.isInteger(bits) || bits < 1 || bits > 8) throw new RangeError(`a codebook of ${bits} bits`);
  const signal = await sumOfSquares(values, work);
  if (values.length === 0 || !Number.isFinite(signal)) return null;
  const pacer = new Pacer(work, 'codebook', 3 * values.length);
  const [low, high] = await extent(values, pacer);
  const points =
    values.length <= MOST_SORTED ? sortedPoints(values) : await histogram(values, low, high, pacer);
  const entries = Float32Array.from(kMeans(points, low, high, 2 ** bits));
  const { indices, counts, noise } = await assign(values, entries, pacer);
  const entropy = shannonEntropy(counts);
  return {
    entries,
    indices,
    decibels: signalToNoise(signal, noise),
    entropy,
    bytes: (entropy * values.length) / 8 + entries.length * 4,
  };
}

/** Shannon's entropy in bits of a choice that fell this often on each of its values: -sum of p log2 p. */
export function shannonEntropy(counts: Float64Array): number {
  const total = counts.reduce((a, b) => a + b, 0);
  let bits = 0;
  for (const count of counts) if (count > 0) bits += (count / total) * Math.log2(total / count);
  return bits;
}

async function extent(values: Values, pacer: Pacer): Promise<readonly [low: number, high: number]> {
  let low = Infinity;
  let high = -Infinity;
  await eachSpan(values.length, pacer, (start, end) => {
    for (let at = start; at < end; at++) {
      const value = values[at] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  });
  return [low, high];
}

function sortedPoints(values: Values): Points {
  const sorted = Float64Array.from(values).sort();
  return pointsOf(new Float64Array(sorted.length).fill(1), sorted);
}

async function histogram(values: Values, low: number, high: number, pacer: Pacer): Promise<Points> {
  const counts = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  const perBin = (high - low) / BINS || 1;
  await eachSpan(values.length, pacer, (start, end) => {
    for (let at = start; at < end; at++) {
      const value = values[at] ?? 0;
      const bin = Math.min(BINS - 1, Math.floor((value - low) / perBin));
      counts[bin] = (counts[bin] ?? 0) + 1;
      sums[bin] = (sums[bin] ?? 0) + value;
    }
  });
  return pointsOf(counts, sums);
}

async function assign(
  values: Values,
  entries: Float32Array,
  pacer: Pacer,
): Promise<{ indices: Uint8Array; counts: Float64Array; noise: number }> {
  const borders = bordersOf(entries);
  const indices = new Uint8Array(values.length);
  const counts = new Float64Array(entries.length);
  let noise = 0;
  await eachSpan(values.length, pacer, (start, end) => {
    for (let at = start; at < end; at++) {
      const value = values[at] ?? 0;
      const index = cellOf(borders, value);
      indices[at] = index;
      counts[index] = (counts[index] ?? 0) + 1;
      noise += (value - (entries[index] ?? 0)) ** 2;
    }
  });
  return { indices, counts, noise };
}

/** How many of these ascending borders lie below the value. */
function cellOf(borders: Float64Array, value: number): number {
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((borders[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
