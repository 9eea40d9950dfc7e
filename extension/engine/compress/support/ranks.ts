import type { RiskLevel } from '../../../shared/suggestions';

/** Ranks are multiples of this: kernels of every vendor work on whole vectors of channels. */
const STEP = 8;

/** The nearest multiple of 8 below; 0 where not even 8 fits. */
export function roundedRank(rank: number): number {
  return Math.floor(rank / STEP) * STEP;
}

/** Shares of the break-even rank that are proposed: half of the cost, and a quarter of it. */
const SHARES = [1 / 2, 1 / 4] as const;

/** Ranks worth proposing for a layer whose factors cost as much as itself at `breakEven`; below `full`, each once. */
export function ranksBelow(breakEven: number, full: number): readonly number[] {
  const ranks = SHARES.map((share) => roundedRank(breakEven * share));
  return [...new Set(ranks)].filter((rank) => rank > 0 && rank < full);
}

/** Below a third of the break-even rank much of the weight is lost, whatever its spectrum. */
export function rankRisk(rank: number, breakEven: number): RiskLevel {
  return rank < breakEven / 3 ? 'medium' : 'low';
}

/** The rank that a variant like `rank=64` names; null for other texts. */
export function rankOf(variant: string): number | null {
  const match = /^rank=([1-9]\d{0,6})$/.exec(variant);
  return match ? Number(match[1]) : null;
}

/** Points of a curve over ranks. */
const MOST_POINTS = 64;

/**
 * Ranks to be looked at, from 1 to the full one: all where these are few, else multiples of 2, 4, 8, 16, 24, ... with
 * those that matter between them.
 */
export function exploredRanks(full: number, ...wanted: readonly number[]): readonly number[] {
  const extras = [1, ...wanted, full].filter((rank) => rank >= 1 && rank <= full);
  const left = MOST_POINTS - extras.length;
  const step = full <= MOST_POINTS ? 1 : evenStep(full / left);
  const steps = Array.from({ length: Math.floor(full / step) }, (_, i) => (i + 1) * step);
  return [...new Set([...steps, ...extras])].sort((a, b) => a - b);
}

/** The smallest of 2, 4, 8, 16, 24, ... that is not below. */
function evenStep(least: number): number {
  return [2, 4].find((step) => step >= least) ?? STEP * Math.ceil(least / STEP);
}
