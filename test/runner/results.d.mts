export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Tally extends Counts {
  readonly suite: string;
  readonly problem: string | null;
}

export function freshResults(root: string, suite: string): string;
export function tally(suite: string, file: string, problem: string | null): Tally;
export function total(tallies: readonly Tally[]): Counts;
export function countsLine(counts: Counts): string;
