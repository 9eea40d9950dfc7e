import type { Dim } from '../ir/dim';
import type { BranchChoice } from '../inference/shaped';
import type { Bindings } from './bindings';
import type { RangeCosts } from './ranges';
import type { TakenCosts } from './types';

/** Sums of such costs over all layers of a model, and their energy, are still finite numbers. */
const MOST_COST = 1e280;

/** How often a node runs; null where only a run decides, or where that is no count. Loops in loops may come to infinity. */
export function runsOf(calls: Dim | null, bindings: Bindings): number | null {
  const runs = calls === null ? null : bindings.number(calls);
  return runs === Infinity || (runs !== null && Number.isInteger(runs) && runs >= 0) ? runs : null;
}

/** A number of runs for people; null where it is not known or beyond what a number can count. */
export function countOfRuns(runs: number | null): number | null {
  return runs !== null && runs <= MOST_COST ? runs : null;
}

/**
 * Cost of all executions; null where it is not known or beyond what a number can count. Nothing, however often it is
 * done, or whatever is done no time, costs nothing.
 */
export function costOfRuns(cost: number | null, runs: number | null): number | null {
  if (runs === 0 || cost === 0) return 0;
  return cost !== null && runs !== null && cost * runs <= MOST_COST ? cost * runs : null;
}

/** Costs of one execution over all that there are if the branch is always taken. */
export function costsIfTaken({ calls }: BranchChoice, bindings: Bindings, once: RangeCosts): TakenCosts {
  const runs = runsOf(calls, bindings);
  return {
    calls: countOfRuns(runs),
    macs: costOfRuns(once.macs, runs),
    flops: costOfRuns(once.flops, runs),
    movedBytes: costOfRuns(once.movedBytes, runs),
    energyPj: costOfRuns(once.energyPj, runs),
  };
}
