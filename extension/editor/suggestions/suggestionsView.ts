import { formatBytes, formatCount, formatEnergy, formatExact, formatShare } from '../../engine/units';
import type { Plan, Suggestion, Suggestions, Costs, BudgetMetric } from '../../shared/suggestions';
import { COST_OF } from '../../shared/suggestions';
import type {
  CombinedView,
  CostBar,
  PlanView,
  SuggestionCard,
  SuggestionsView,
} from '../../shared/suggestionsView';
import type { Fact } from '../../shared/webviewProtocol';
import { RANK_TECHNIQUES } from '../../shared/ranks';
import type { ModelSuggestions } from './modelSuggestions';
import { chosenRanks, rankCurveView } from './rankCurveView';

/** Costs as people compare them, in this order. */
const METRICS: readonly {
  readonly key: keyof Costs;
  readonly label: string;
  readonly format: (n: number) => string;
}[] = [
  { key: 'macs', label: 'MACs', format: formatCount },
  { key: 'flops', label: 'FLOPs', format: formatCount },
  { key: 'params', label: 'Params', format: formatCount },
  { key: 'weightBytes', label: 'Weights', format: formatBytes },
  { key: 'movedBytes', label: 'Moved', format: formatBytes },
  { key: 'peakActivationBytes', label: 'Peak memory', format: formatBytes },
  { key: 'energyPj', label: 'Energy', format: formatEnergy },
];

/** The page's picture of a model's suggestions; null until somebody asked for them. */
export function suggestionsView(
  suggestions: ModelSuggestions,
  nameOf: (layer: string) => string,
): SuggestionsView | null {
  if (!suggestions.asked) return null;
  const { status, value, message } = suggestions.list.state;
  const failed = status === 'failed';
  return {
    status: value === null && !failed ? 'loading' : failed ? 'failed' : 'ready',
    message: failed ? message : suggestions.message,
    cards: value === null ? [] : cardsOf(value, nameOf, (id) => suggestions.weightFacts(id)),
    trivial: value?.trivial ?? 0,
    remarks: value?.remarks ?? [],
    chosen: suggestions.chosen,
    chosenRanks: chosenRanks(suggestions, nameOf),
    combined: suggestions.combined && combinedView(suggestions.combined),
    preview: suggestions.previewed && { id: suggestions.previewed.id, ...suggestions.previewed.preview },
    rankCurve: suggestions.rankCurve && rankCurveView(suggestions.rankCurve, suggestions),
    budget: suggestions.budget,
    plan:
      suggestions.plan && planView(suggestions.plan.plan, suggestions.plan.front, suggestions.plan.budget),
    marks: value === null ? {} : marksOf(value),
  };
}

function cardsOf(
  { suggestions }: Suggestions,
  nameOf: (layer: string) => string,
  weightFactsOf: (id: string) => readonly Fact[],
): readonly SuggestionCard[] {
  return suggestions.map((one) => cardOf({ ...one, weightFacts: weightFactsOf(one.id) }, nameOf));
}

function cardOf(one: Suggestion, nameOf: (layer: string) => string): SuggestionCard {
  const refused = one.source?.refused ?? null;
  return {
    id: one.id,
    title: one.title,
    what: one.what,
    layer: one.layer === null ? null : { id: one.layer, name: nameOf(one.layer) },
    exact: one.exact,
    risk: one.risk.level,
    needs: one.needs,
    bars: barsOf(one.before, one.after),
    layerBars: barsOf(one.layersBefore, one.layersAfter),
    facts: factsOf(one),
    canApply: one.source === null || refused === null,
    applyHint:
      one.source === null
        ? 'Writes a new model file, verified against this one, which stays as it is.'
        : (refused ?? `Rewrites line ${one.source.line} of the source, with a preview.`),
    ranks: RANK_TECHNIQUES.some((technique) => technique === one.technique),
  };
}

function factsOf({
  assumption,
  receptiveField,
  risk,
  potential,
  weightFacts,
  needs,
}: Suggestion): readonly Fact[] {
  return [
    { label: 'Evidence', value: risk.evidence },
    { label: 'Source', value: risk.source },
    { label: 'Assumes', value: assumption },
    { label: 'Receptive field', value: receptiveField },
    { label: 'Needs', value: needs.length === 0 ? 'nothing' : needs.join(', ') },
    ...(potential === null
      ? []
      : [
          {
            label: `On ${potential.where}`,
            value: `${formatCount(potential.macs)} MACs, ${formatBytes(potential.weightBytes)} of weights`,
          },
        ]),
    ...weightFacts,
  ];
}

/** Costs that change, each with its share of what it was. */
function barsOf(before: Costs, after: Costs): readonly CostBar[] {
  return METRICS.flatMap(({ key, label, format }) => {
    const [from, to] = [before[key], after[key]];
    if (from === null || to === null || from === to) return [];
    const share = from === 0 ? 1 : to / from;
    const exact = `${formatExact(from)} → ${formatExact(to)} (${formatShare(share)})`;
    return [{ label, before: format(from), after: format(to), share, exact }];
  });
}

function combinedView({
  before,
  after,
  riskScore,
  conflicts,
}: Omit<Plan, 'meetsBudget' | 'cost'>): CombinedView {
  return {
    bars: barsOf(before, after),
    risk: `Risk ${riskScore.toFixed(2)}: the sum over what is chosen, each by its level and the share of the model that it changes.`,
    conflicts: conflicts.map(({ id, why }) => `${id} is not applied: ${why}.`),
  };
}

function planView(
  plan: Plan,
  front: readonly Plan[],
  budget: Readonly<Partial<Record<BudgetMetric, number>>>,
): PlanView {
  const chosen = front.findIndex(({ applied }) => applied.join() === plan.applied.join());
  const points = (chosen < 0 ? [...front, plan] : front).map((each) => ({
    risk: each.riskScore,
    cost: each.cost - each.riskScore,
    label: pointLabel(each),
    ids: each.applied,
    meetsBudget: each.meetsBudget,
  }));
  return { points, chosen: chosen < 0 ? points.length - 1 : chosen, message: planMessage(plan, budget) };
}

function pointLabel({ applied, before, after, riskScore }: Plan): string {
  const macs = formatShare(before.macs === 0 ? 1 : after.macs / before.macs);
  return `${applied.length} suggestions: ${macs} of the MACs, risk ${riskScore.toFixed(2)}`;
}

function planMessage(plan: Plan, budget: Readonly<Partial<Record<BudgetMetric, number>>>): string {
  const count = `${plan.applied.length} ${plan.applied.length === 1 ? 'suggestion' : 'suggestions'}`;
  if (plan.meetsBudget) return `The budget is met by ${count}.`;
  const open = Object.entries(budget).flatMap(([metric, limit]) => {
    const value = plan.after[COST_OF[metric as BudgetMetric]] ?? 0;
    return value > limit ? [`${metric} comes to ${formatShare(value / limit)} of its limit`] : [];
  });
  return `The budget cannot be met by what is suggested; the closest are ${count}: ${open.join(', ')}.`;
}

function marksOf({ suggestions }: Suggestions): Readonly<Record<string, number>> {
  const marks = new Map<string, number>();
  for (const { layer } of suggestions) if (layer !== null) marks.set(layer, (marks.get(layer) ?? 0) + 1);
  return Object.fromEntries(marks);
}
