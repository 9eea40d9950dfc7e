import type { CostWeights } from '../../shared/compression';
import type { Budget, Plan } from '../../shared/suggestions';
import type { PricedModel, Pricer } from '../compress/pricing';
import type { Priced } from '../compress/suggest';
import { excesses } from './budget';
import { greedyPlan, type PlanContext, type Step } from './greedy';
import { paretoFront } from './pareto';
import { designCost } from './ranking';

/** A plan for a budget, and the plans on the way to it that nothing beats. */
export interface Planned {
  readonly plan: Plan;
  readonly front: readonly Plan[];
}

/** Meets the budget with the least risk that greedy steps find, or comes as close as they can. */
export function planFor(
  base: PricedModel,
  found: readonly Priced[],
  budget: Budget,
  pricer: Pricer,
  weights: CostWeights,
  context: PlanContext = {},
): Planned {
  const free = found.filter(({ suggestion }) => suggestion.exact);
  const steps = greedyPlan(
    base,
    [...free, ...found.filter((one) => !free.includes(one))],
    budget,
    pricer,
    context,
  );
  const plans = steps.map((step) => describeStep(step, budget, weights));
  const [first] = plans;
  const last = plans.at(-1) ?? first;
  if (!last) throw new Error('a plan has at least its start');
  const points = plans.map((plan) => ({
    plan,
    risk: plan.riskScore,
    cost: plan.cost - weights.error * plan.riskScore,
  }));
  return { plan: last, front: paretoFront(points).map(({ plan }) => plan) };
}

function describeStep({ combined }: Step, budget: Budget, weights: CostWeights): Plan {
  const { combination } = combined;
  const { before, after, riskScore } = combination;
  return {
    ...combination,
    meetsBudget: excesses(budget, after).length === 0,
    cost: designCost(before, after, riskScore, weights),
  };
}
