import { type Budget, COST_OF, type BudgetMetric, type Costs } from '../../shared/suggestions';
import { type Combined, combine } from '../compress/combine';
import type { PricedModel, Pricer } from '../compress/pricing';
import type { Priced } from '../compress/suggest';
import { checkCancelled } from '../diagnostics';
import type { CancelSignal } from '../host';
import { excesses } from './budget';

/** Reduction per step, as a share of what the model costs; NetAdapt takes a few percent and lets them shrink. */
const FIRST_STEP = 0.05;
const DECAY = 0.98;
/** Exact rewrites would divide by 0. */
const LEAST_RISK = 1e-4;
const MOST_STEPS = 400;

/** One stop on the way: what is chosen so far, and what the model then costs. */
export interface Step {
  readonly chosen: readonly Priced[];
  readonly combined: Combined;
}

/**
 * Chooses suggestions until every limit holds, as NetAdapt does (Yang et al., ECCV 2018): in each step the change
 * that reaches the step's reduction of the most exceeded metric at the best saving per risk, re-priced on the
 * network as it has become. Ends at the closest it can get.
 */
export function greedyPlan(
  base: PricedModel,
  candidates: readonly Priced[],
  budget: Budget,
  pricer: Pricer,
  signal?: CancelSignal,
): readonly Step[] {
  const steps: Step[] = [{ chosen: [], combined: combine(base, [], pricer) }];
  const refused = new Set<Priced>();
  let share = FIRST_STEP;
  for (let i = 0; i < MOST_STEPS; i++) {
    checkCancelled(signal);
    const current = steps.at(-1);
    const [worst] = current ? excesses(budget, current.combined.priced.totals) : [];
    if (!current || !worst) break;
    const open = candidates.filter((one) => !refused.has(one) && !current.chosen.includes(one) && mayFollow(one, current));
    const gap = worst.value - worst.limit;
    const wanted = Math.min(gap, share * (base.totals[COST_OF[worst.metric]] ?? 0));
    const pick = best(open, worst.metric, wanted, gap);
    if (!pick) break;
    const chosen = [...current.chosen, pick];
    const combined = combine(base, chosen, pricer);
    if (improves(current.combined.priced.totals, combined, pick, worst.metric)) steps.push({ chosen, combined });
    else refused.add(pick);
    share *= DECAY;
  }
  return steps;
}

/** Another structure for the same layer, or the same whole-model technique once more, cannot follow. */
function mayFollow(one: Priced, { chosen }: Step): boolean {
  const { technique } = one.estimate;
  return chosen.every((other) => {
    const same = other.estimate.technique === technique;
    if (one.suggestion.layer === null || other.suggestion.layer === null) return !same && !isRival(one, other);
    const structural = technique.stage === 'structure' && other.estimate.technique.stage === 'structure';
    if (structural) return ![...one.estimate.gone].some((node) => other.estimate.gone.has(node));
    return !same || one.suggestion.layer !== other.suggestion.layer;
  });
}

/** Two whole-model techniques of one stage that decide the same thing: number formats, or which weights are zero. */
function isRival(a: Priced, b: Priced): boolean {
  const stage = a.estimate.technique.stage;
  const whole = a.suggestion.layer === null && b.suggestion.layer === null;
  return whole && stage === 'precision' && b.estimate.technique.stage === stage;
}

function best(open: readonly Priced[], metric: BudgetMetric, wanted: number, gap: number): Priced | undefined {
  const rated = open.flatMap((one) => {
    const saving = savingOf(one, metric);
    if (saving <= 0) return [];
    const risk = Math.max(one.suggestion.risk.score, LEAST_RISK);
    return [{ one, saving, rate: Math.min(saving, gap) / risk }];
  });
  const enough = rated.filter(({ saving }) => saving >= wanted);
  return (enough.length > 0 ? enough : rated).reduce<(typeof rated)[number] | undefined>(
    (a, b) => (a === undefined || b.rate > a.rate ? b : a),
    undefined,
  )?.one;
}

function savingOf({ suggestion: { before, after } }: Priced, metric: BudgetMetric): number {
  const cost = COST_OF[metric];
  return (before[cost] ?? 0) - (after[cost] ?? 0);
}

function improves(before: Costs, { combination, priced }: Combined, pick: Priced, metric: BudgetMetric): boolean {
  const cost = COST_OF[metric];
  return combination.applied.includes(pick.suggestion.id) && (priced.totals[cost] ?? 0) < (before[cost] ?? 0);
}
