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
