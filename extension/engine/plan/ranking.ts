import type { CostWeights } from '../../shared/compression';
import type { Costs } from '../../shared/suggestions';

export const EQUAL_WEIGHTS: CostWeights = { macs: 1, bytes: 1, error: 1 };

/** The design cost, with MACs and moved bytes as shares of the model as it is, and the risk score as the error. */
export function designCost(before: Costs, after: Costs, risk: number, weights: CostWeights): number {
  return (
    weights.macs * share(after.macs, before.macs) +
    weights.bytes * share(after.movedBytes, before.movedBytes) +
    weights.error * risk
  );
}

/** MnasNet weighs latency by this exponent (Tan et al., CVPR 2019, section 3). */
const EXPONENT = -0.07;

/** `ACC * (COST / T)^w` with 1 - risk for the accuracy and energy for the latency, against the target `T` as a share of now. */
export function mnasNetReward(before: Costs, after: Costs, risk: number, target: number): number {
  const cost = share(after.energyPj, before.energyPj);
  return cost <= 0 ? 0 : Math.max(0, 1 - risk) * (cost / target) ** EXPONENT;
}

function share(after: number, before: number): number {
  return before === 0 ? 1 : after / before;
}
