/** Ranks are multiples of this: kernels of every vendor work on whole vectors of channels. */
const STEP = 8;

/** The nearest multiple of 8 below, at least 8; 0 where not even that fits. */
export function roundedRank(rank: number): number {
  return Math.floor(rank / STEP) * STEP;
}
