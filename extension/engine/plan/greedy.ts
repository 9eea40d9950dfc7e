import { type Budget, COST_OF, type BudgetMetric, type Costs } from '../../shared/suggestions';
import { type Combined, Combiner } from '../compress/combine';
import type { PricedModel, Pricer } from '../compress/pricing';
import type { Priced } from '../compress/suggest';
import { checkCancelled } from '../diagnostics';
import type { CancelSignal, Progress } from '../host';
import { excesses } from './budget';

/** Reduction per step, as a share of what the model costs; NetAdapt takes a few percent and lets them shrink. */
const FIRST_STEP = 0.05;
const DECAY = 0.98;
/** Exact rewrites would divide by 0. */
const LEAST_RISK = 1e-4;
const MOST_STEPS = 400;

/** How the caller wants a long search to behave. */
export interface PlanContext {
  readonly signal?: CancelSignal | undefined;
  readonly progress?: Progress | undefined;
}

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
  { signal, progress }: PlanContext = {},
): readonly Step[] {
  const combiner = new Combiner(base, pricer);
  const steps: Step[] = [{ chosen: [], combined: combiner.combine([]) }];
  const refused = new Set<Priced>();
  let share = FIRST_STEP;
  for (let i = 0; i < MOST_STEPS; i++) {
    checkCancelled(signal);
    progress?.('planning', i, MOST_STEPS);
    const current = steps.at(-1);
    const [worst] = current ? excesses(budget, current.combined.priced.totals) : [];
    if (!current || !worst) break;
    const gap = worst.value - worst.limit;
    const wanted = Math.min(gap, share * (base.totals[COST_OF[worst.metric]] ?? 0));
    const open = candidates.filter((one) => !refused.has(one) && !current.chosen.includes(one));
    const pick = best(open, current.chosen, worst.metric, wanted, gap);
    if (!pick) break;
    const together = [...current.chosen.filter((other) => !isRival(pick, other)), pick];
    const next = combiner.combine(together);
    const chosen = together.filter(({ suggestion }) => next.combination.applied.includes(suggestion.id));
    const combined = { ...next, combination: { ...next.combination, conflicts: [] } };
    const isBetter = excess(budget, combined.priced.totals) < excess(budget, current.combined.priced.totals);
    if (isBetter) steps.push({ chosen, combined });
    else refused.add(pick);
    // What gave way does not come back: two metrics could pass the place to and fro for ever.
    if (isBetter) for (const one of current.chosen) if (!chosen.includes(one)) refused.add(one);
    share *= DECAY;
  }
  return steps;
}

/** Whether one takes the place of the other: structures of the same layer, degrees or number formats of the same thing. */
function isRival(a: Priced, b: Priced): boolean {
  const [one, other] = [a.estimate.technique, b.estimate.technique];
  if (one === other && a.suggestion.layer === b.suggestion.layer) return true;
  if (one.stage !== other.stage) return false;
  if (one.stage === 'structure') return [...a.estimate.gone].some((node) => b.estimate.gone.has(node));
  return one.stage === 'precision';
}

/** Best saving per risk among those that save enough, or among all where none does. What a pick replaces is given back. */
function best(
  open: readonly Priced[],
  chosen: readonly Priced[],
  metric: BudgetMetric,
  wanted: number,
  gap: number,
): Priced | undefined {
  const rated = open.flatMap((one) => {
    const rivals = chosen.filter((other) => isRival(one, other));
    const saving = rivals.reduce((sum, rival) => sum - savingOf(rival, metric), savingOf(one, metric));
    if (saving <= 0) return [];
    const risk = rivals.reduce((sum, rival) => sum - rival.suggestion.risk.score, one.suggestion.risk.score);
    return [{ one, saving, rate: Math.min(saving, gap) / Math.max(risk, LEAST_RISK) }];
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

/** How far costs exceed their limits in all, each as a share of its limit. */
function excess(budget: Budget, costs: Costs): number {
  return excesses(budget, costs).reduce((sum, { value, limit }) => sum + value / Math.max(limit, 1) - 1, 0);
}
