/** How far two lists of numbers are apart. */
export interface Differences {
  readonly maxAbsoluteError: number;
  /** Largest |a - b| / max(|a|, |b|) of all elements. */
  readonly maxElementError: number;
  /** Largest |a - b|, relative to the largest |a|. */
  readonly maxRelativeError: number;
  readonly cosine: number | null;
  /** In decibels. */
  readonly signalToNoise: number;
  /** Whether `a` holds a finite number at all. */
  readonly comparable: boolean;
}

/** The smallest normal float32: what is smaller counts as zero. */
const TINY = 2 ** -126;

/**
 * NaN equals NaN and an infinity itself; where only one of two is such, the error is infinite. Where all of `a` is zero,
 * errors are relative to the largest of `b`.
 */
export function differencesOf(a: Float64Array, b: Float64Array): Differences {
  const sums = new Sums();
  for (let i = 0; i < a.length; i++) sums.add(a[i] ?? 0, b[i] ?? 0);
  return sums.result();
}

class Sums {
  #finite = 0;
  #absolute = 0;
  #element = 0;
  #largest = 0;
  #largestOfB = 0;
  #dot = 0;
  #a = 0;
  #b = 0;
  #noise = 0;

  add(a: number, b: number): void {
    if (Number.isFinite(a)) this.#finite++;
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      if (!Object.is(a, b)) this.#absolute = this.#element = this.#noise = Infinity;
      return;
    }
    const error = Math.abs(a - b);
    const [sizeOfA, sizeOfB] = [Math.abs(a), Math.abs(b)];
    if (error > this.#absolute) this.#absolute = error;
    const relative = error / Math.max(sizeOfA, sizeOfB, TINY);
    if (relative > this.#element) this.#element = relative;
    if (sizeOfA > this.#largest) this.#largest = sizeOfA;
    if (sizeOfB > this.#largestOfB) this.#largestOfB = sizeOfB;
    this.#dot += a * b;
    this.#a += a * a;
    this.#b += b * b;
    this.#noise += error * error;
  }

  result(): Differences {
    return {
      maxAbsoluteError: this.#absolute,
      maxElementError: this.#element,
      maxRelativeError: this.#absolute === 0 ? 0 : this.#absolute / (this.#largest || this.#largestOfB),
      cosine: this.#cosine(),
      comparable: this.#finite > 0,
      signalToNoise: this.#noise === 0 ? Infinity : 10 * Math.log10(this.#a / this.#noise),
    };
  }

  /** Rounding must not take it beyond 1. */
  #cosine(): number | null {
    if (this.#a === 0 || this.#b === 0 || this.#noise === Infinity) return null;
    return Math.max(-1, Math.min(1, this.#dot / Math.sqrt(this.#a) / Math.sqrt(this.#b)));
  }
}
