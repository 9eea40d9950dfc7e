import type { BitChoice, CostWeights, PlanAnswer } from '../../shared/compression';
import { type Budget, type BudgetMetric, COST_OF } from '../../shared/suggestions';
import { estimate, layerCosts, riskScore } from '../compress/estimate';
import { ModelFacts } from '../compress/facts';
import type { WeightStore } from '../compress/measured/weightStore';
import type { PricedModel, Pricer } from '../compress/pricing';
import { quantizableUses, quantizeEdit, type WeightBits } from '../compress/support/quantizedWeights';
import type { WeightUse } from '../compress/support/weightUses';
import { MIXED_PRECISION, mixedPrecision, storableBits } from '../compress/techniques/mixedPrecision';
import { BadInput, checkCancelled } from '../diagnostics';
import { applyEdit } from '../ir/graphEdit';
import type { Work } from '../weights/pace';
import { type BitErrors, bitErrors } from './bitErrors';
import { excesses } from './budget';
import { type Choice, selectChoices, type Selection } from './knapsack';
import { designCost } from './ranking';
import type { Sensitivities } from './sensitivity';

/** Metrics that add up over layers, so that the best choice can be found exactly. */
const ADDITIVE: readonly BudgetMetric[] = ['weights', 'moved', 'energy'];

/** A weight's bit widths with what each does to the metric and to the error; null bits leave it as it is. */
interface Option {
  readonly use: WeightUse;
  readonly choices: readonly (Choice & { readonly bits: WeightBits | null })[];
  readonly from: BitErrors['from'];
}

/** What is planned on, and with what. */
export interface BitSubject {
  readonly base: PricedModel;
  readonly pricer: Pricer;
  readonly store: WeightStore;
  readonly work: Work;
}

/**
 * Bits per layer under a limit with the least total error, exactly: a multiple-choice knapsack as in HAWQ-V3 (Yao et
 * al., ICML 2021). What a choice does to the metric comes from pricing it. Throws BadInput for a budget that is no such limit.
 */
export async function planBits(
  subject: BitSubject,
  budget: Budget,
  sensitivities: Sensitivities,
  weights: CostWeights,
): Promise<PlanAnswer> {
  const { base } = subject;
  const facts = new ModelFacts(base);
  const [metric, limit] = limitOf(budget);
  const options = await optionsOf(subject, facts, metric, sensitivities);
  const value = base.totals[COST_OF[metric]] ?? 0;
  const least = options.map(({ choices }) => Math.min(...choices.map(({ size }) => size)));
  const classes = options.map(({ choices }, i) =>
    choices.map(({ size, error }) => ({ size: size - (least[i] ?? 0), error })),
  );
  const room = limit - value - least.reduce((sum, size) => sum + size, 0);
  const found = selectChoices(classes, room);
  return answer(subject, facts, {
    budget,
    weights,
    options,
    picks: found?.picks ?? smallest(options),
    found,
  });
}

function limitOf(budget: Budget): readonly [BudgetMetric, number] {
  const limits = Object.entries(budget) as [BudgetMetric, number][];
  const [first, ...others] = limits;
  if (!first || others.length > 0 || !ADDITIVE.includes(first[0]))
    throw new BadInput(`mixed precision is planned under one limit, of ${ADDITIVE.join(', ')}`);
  return first;
}

async function optionsOf(
  { base, pricer, store, work }: BitSubject,
  facts: ModelFacts,
  metric: BudgetMetric,
  sensitivities: Sensitivities,
): Promise<readonly Option[]> {
  const widths = storableBits(facts.opset);
  if (widths.length === 0)
    throw new BadInput(
      `operator set ${facts.opset} cannot store weights in 8 bits or less per channel: that takes 13, or 21 for 4 bits`,
    );
  const options: Option[] = [];
  for (const use of quantizableUses(facts)) {
    checkCancelled(work.signal);
    const { errors, from } = await bitErrors(use, widths, sensitivities, store, work);
    const choices = [...errors].map(([bits, error]) => {
      const graph = applyEdit(facts.graph, quantizeEdit(facts, [use], new Map([[use.name, bits]])));
      const after = pricer.price({ ...base.model, graph }, base).totals;
      const size = (after[COST_OF[metric]] ?? 0) - (base.totals[COST_OF[metric]] ?? 0);
      return { bits, size, error };
    });
    options.push({ use, choices: [...choices, { bits: null, size: 0, error: 0 }], from });
  }
  return options;
}

/** Where no choice fits: each layer's smallest. */
function smallest(options: readonly Option[]): readonly number[] {
  return options.map(({ choices }) =>
    choices.reduce((best, choice, i) => (choice.size < (choices[best]?.size ?? 0) ? i : best), 0),
  );
}

interface Picked {
  readonly budget: Budget;
  readonly weights: CostWeights;
  readonly options: readonly Option[];
  readonly picks: readonly number[];
  readonly found: Selection | null;
}

function answer(
  { base, pricer }: BitSubject,
  facts: ModelFacts,
  { budget, weights, options, picks, found }: Picked,
): PlanAnswer {
  const bits = options.map((option, i) => describe(option, picks[i] ?? 0));
  const chosen = new Map(
    bits.flatMap(({ weight, bits: width }) =>
      width === null ? [] : [[weight, width as WeightBits] as const],
    ),
  );
  const proposal = mixedPrecision(facts, chosen);
  const made = chosen.size === 0 ? null : estimate(facts, MIXED_PRECISION, proposal, pricer);
  const after = made?.after.totals ?? base.totals;
  const risk = made ? riskScore(base, layerCosts(base, made).before, MIXED_PRECISION.risk) : 0;
  const plan = {
    applied: made ? [`${MIXED_PRECISION.id}:${proposal.variant}`] : [],
    conflicts: [],
    before: base.totals,
    after,
    riskScore: risk,
    meetsBudget: excesses(budget, after).length === 0,
    cost: designCost(base.totals, after, risk, weights),
  };
  return { budget, plan, front: [plan], bits, optimal: found?.optimal ?? false };
}

function describe({ use, choices, from }: Option, pick: number): BitChoice {
  const { bits = null, error = 0 } = choices[pick] ?? {};
  const [reader] = use.readers;
  return { weight: use.name, layer: String(reader?.index ?? ''), bits, error, from };
}
