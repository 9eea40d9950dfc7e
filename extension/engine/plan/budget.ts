import {
  type Budget,
  BUDGET_METRICS,
  type BudgetMetric,
  COST_OF,
  type Costs,
} from '../../shared/suggestions';
import { BadInput } from '../diagnostics';
import { own } from '../own';

/** A limit as it was written: a number in base units, or a share of what the model costs now. */
type Limit = { readonly amount: number } | { readonly share: number };

export type BudgetText = ReadonlyMap<BudgetMetric, Limit>;

const SI: Readonly<Record<string, number>> = { '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};
/** In picojoules. */
const ENERGY: Readonly<Record<string, number>> = { pJ: 1, nJ: 1e3, uJ: 1e6, µJ: 1e6, mJ: 1e9, J: 1e12 };

const UNITS: Readonly<Record<BudgetMetric, Readonly<Record<string, number>>>> = {
  macs: SI,
  params: SI,
  weights: BYTES,
  moved: BYTES,
  peak: BYTES,
  energy: ENERGY,
};

/** Reads `macs=1G,weights=20MB,energy=50%`. Throws BadInput with one sentence that names what is off. */
export function parseBudget(text: string): BudgetText {
  const limits = new Map<BudgetMetric, Limit>();
  for (const part of text.split(',').map((each) => each.trim())) {
    const [name = '', value = ''] = part.split('=');
    const metric = BUDGET_METRICS.find((known) => known === name);
    if (!metric)
      throw new BadInput(
        `a budget limits ${BUDGET_METRICS.join(', ')}, as in macs=1G,energy=50%, but got "${part}"`,
      );
    if (limits.has(metric)) throw new BadInput(`the budget limits ${metric} twice`);
    limits.set(metric, parseLimit(metric, value));
  }
  return limits;
}

function parseLimit(metric: BudgetMetric, text: string): Limit {
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-zµ]*|%)$/.exec(text);
  const [, digits = '', unit = ''] = match ?? [];
  const amount = Number(digits);
  if (match && unit === '%') return { share: amount / 100 };
  const factor = own(UNITS[metric], unit);
  if (!match || factor === undefined)
    throw new BadInput(
      `${metric} takes a number with ${Object.keys(UNITS[metric]).filter(Boolean).join(', ')} or %, but got "${text}"`,
    );
  return { amount: amount * factor };
}

/** Limits in base units; shares are those of `costs`. */
export function budgetFor(text: BudgetText, costs: Costs): Budget {
  return Object.fromEntries(
    [...text].map(([metric, limit]) => [
      metric,
      'amount' in limit ? limit.amount : limit.share * (costs[COST_OF[metric]] ?? 0),
    ]),
  );
}

/** A limit that does not hold. */
export interface Excess {
  readonly metric: BudgetMetric;
  readonly limit: number;
  readonly value: number;
}

/** Limits that costs exceed, the one that is exceeded most (in proportion) first. */
export function excesses(budget: Budget, costs: Costs): readonly Excess[] {
  return BUDGET_METRICS.flatMap((metric) => {
    const limit = budget[metric];
    const value = costs[COST_OF[metric]] ?? 0;
    return limit !== undefined && value > limit ? [{ metric, limit, value }] : [];
  }).sort((a, b) => b.value / Math.max(b.limit, 1) - a.value / Math.max(a.limit, 1));
}
