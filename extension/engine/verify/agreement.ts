import type { OutputComparison, Verification } from '../../shared/rewriting';

/** Outputs that differ by more than `tolerance` of their largest magnitude, or cannot be compared; the worst first. */
export function disagreements({ outputs }: Verification, tolerance: number): readonly OutputComparison[] {
  const wrong = outputs.filter((one) => one.mismatch !== null || !(one.maxRelativeError <= tolerance));
  return wrong.sort((a, b) => b.maxRelativeError - a.maxRelativeError || 0);
}

export function agrees(verification: Verification, tolerance: number): boolean {
  return disagreements(verification, tolerance).length === 0;
}
