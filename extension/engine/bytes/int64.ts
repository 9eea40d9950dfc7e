const LARGEST_INT64 = 2n ** 63n - 1n;

/** Numbers hold 2^63 - 1, which slices to the end carry, as 2^63: it must not wrap to the least one. */
export function toInt64(value: number): bigint {
  const whole = BigInt(Math.trunc(value));
  return whole > LARGEST_INT64 ? LARGEST_INT64 : whole;
}
