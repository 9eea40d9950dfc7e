import type { BudgetCheck, PlanAnswer } from '../../shared/compression';
import {
  type BudgetMetric,
  COST_OF,
  type Costs,
  type Plan,
  type Suggestion,
  type Suggestions,
} from '../../shared/suggestions';
import { formatBytes, formatCount, formatEnergy, formatShare } from '../units';
import { plainText } from '../diagnosticsText';
import { displayWidth, padEnd, shortenEnd } from './plainText';
import type { Paint } from './table';

/** What `layercost suggest` prints as JSON; media/schema/suggestions.schema.json describes it. */
export interface SuggestionsDocument extends Suggestions {
  readonly schema: 1;
  readonly plan?: PlanAnswer;
}

export interface SuggestionsOptions {
  readonly top: number;
  readonly width: number;
  readonly paint: Paint;
}

const GAP = '  ';
const MIN_WHAT = 40;

function shareOf(before: number, after: number): number {
  return before === 0 ? 1 : after / before;
}

/** Suggestions for people, and the plan where a budget was given. Ends in a line break. */
export function formatSuggestions(document: SuggestionsDocument, options: SuggestionsOptions): string {
  const { paint } = options;
  const { model, suggestions, trivial, remarks, before, plan } = document;
  const shown = suggestions.slice(0, options.top);
  const left = suggestions.length - shown.length;
  const lines = [
    paint(`${plainText(model.path)}  ${plainText(model.name)}`.trimEnd(), 'strong'),
    `${paint('now', 'faint')}  ${costsText(before)}`,
    ...remarks.map((remark) => paint(remark, 'warning')),
    '',
    ...(plan ? planLines(plan, suggestions, paint) : rows(shown, options)),
    '',
    ...(plan || left <= 0 ? [] : [paint(`${left} more: --top N or --format json shows them`, 'faint')]),
    ...(trivial > 0
      ? [paint(`${trivial} that save less than 0.5% of everything are left out (--trivial)`, 'faint')]
      : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const HEADER = ['id', 'MACs', 'params', 'weights', 'moved', 'energy', 'risk', 'what becomes what'] as const;

/** A row a suggestion: what is left of each cost of the whole model. */
function rows(shown: readonly Suggestion[], { width, paint }: SuggestionsOptions): readonly string[] {
  if (shown.length === 0) return ['There is nothing to suggest.'];
  const cells = shown.map((one) => [
    plainText(one.id),
    ...leftOf(one.before, one.after),
    one.exact ? 'exact' : one.risk.level,
    plainText(one.what),
  ]);
  const widths = HEADER.map((title, i) =>
    Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[i] ?? ''))),
  );
  const fixed = widths.slice(0, -1).reduce((sum, each) => sum + each + GAP.length, 0);
  const room = Math.max(MIN_WHAT, width - fixed);
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === row.length - 1 ? shortenEnd(cell, room) : padEnd(cell, widths[i] ?? 0)))
      .join(GAP)
      .trimEnd();
  return [
    paint(line(HEADER), 'faint'),
    ...cells.flatMap((row, i) => [
      line(row),
      ...(shown[i]?.weightFacts ?? []).map(({ label, value }) =>
        paint(`    ${plainText(label)}: ${plainText(value)}`, 'faint'),
      ),
    ]),
  ];
}

function leftOf(before: Costs, after: Costs): readonly string[] {
  return (['macs', 'params', 'weightBytes', 'movedBytes', 'energyPj'] as const).map((key) =>
    formatShare(shareOf(before[key], after[key])),
  );
}

function costsText({ macs, params, weightBytes, movedBytes, peakActivationBytes, energyPj }: Costs): string {
  return [
    `${formatCount(macs)} MACs`,
    `${formatCount(params)} params`,
    `${formatBytes(weightBytes)} weights`,
    `${formatBytes(movedBytes)} moved`,
    `${formatBytes(peakActivationBytes ?? 0)} peak`,
    formatEnergy(energyPj),
  ].join(' | ');
}

function planLines(
  { plan, budget, bits, optimal }: PlanAnswer,
  suggestions: readonly Suggestion[],
  paint: Paint,
): readonly string[] {
  const known = new Map(suggestions.map((one) => [one.id, one]));
  const applied = plan.applied.map((id) => {
    const one = known.get(id);
    return `  ${padEnd(plainText(id), 34)}${GAP}${one?.exact === true ? 'exact' : (one?.risk.level ?? '')}${GAP}${plainText(one?.what ?? '')}`;
  });
  return [
    paint(`plan of ${plan.applied.length}, risk ${plan.riskScore.toFixed(2)}`, 'strong'),
    ...applied,
    ...bitLines(bits ?? [], optimal === true, plan.meetsBudget),
    `${paint('then', 'faint')} ${costsText(plan.after)}`,
    ...limitLines(budget, plan, paint),
  ];
}

/** Bits per weight, and whether they are known to be the best choice. */
function bitLines(
  bits: NonNullable<PlanAnswer['bits']>,
  optimal: boolean,
  meetsBudget: boolean,
): readonly string[] {
  if (bits.length === 0) return [];
  const assumed = bits.some(({ from }) => from === 'assumed');
  return [
    ...bits.map(
      ({ weight, bits: width }) =>
        `  ${width === null ? 'as it is' : `${width} bits`.padEnd(8)}  ${plainText(weight)}`,
    ),
    optimal
      ? 'No other choice of bits has a smaller total error within the limit.'
      : meetsBudget
        ? 'There were too many choices to look at all: another one may have a smaller total error.'
        : 'No choice of bits keeps to the limit.',
    assumed
      ? 'The file does not hold all weights: their errors are what such tensors have as a rule.'
      : 'The error is that of the weights alone, a weak proxy for accuracy; --sensitivities gives better ones.',
  ];
}

function limitLines(
  budget: PlanAnswer['budget'],
  { after, meetsBudget }: Plan,
  paint: Paint,
): readonly string[] {
  const lines = entriesOf(budget).map(([metric, limit]) => {
    const value = after[COST_OF[metric]] ?? 0;
    const text = `${metric} ${formatMetric(metric, value)} of ${formatMetric(metric, limit)}`;
    return value > limit ? paint(`${text}: over`, 'error') : `${text}: holds`;
  });
  return meetsBudget
    ? lines
    : [...lines, paint('No plan meets the budget; this is the closest that was found.', 'warning')];
}

function entriesOf(budget: PlanAnswer['budget']): readonly (readonly [BudgetMetric, number])[] {
  return Object.entries(budget) as [BudgetMetric, number][];
}

/** A figure of a budget in its unit. */
export function formatMetric(metric: BudgetMetric, value: number): string {
  if (metric === 'macs' || metric === 'params') return formatCount(value);
  return metric === 'energy' ? formatEnergy(value) : formatBytes(value);
}

/** Which limits hold, and which layers weigh most where one does not. Ends in a line break. */
export function formatCheck(
  path: string,
  { budget, costs, excesses, complete }: BudgetCheck,
  paint: Paint,
): string {
  const over = new Map(excesses.map((excess) => [excess.metric, excess]));
  const lines = entriesOf(budget).flatMap(([metric, limit]) => {
    const value = costs[COST_OF[metric]] ?? 0;
    const text = `${metric} ${complete ? '' : 'at least '}${formatMetric(metric, value)} of ${formatMetric(metric, limit)}`;
    const excess = over.get(metric);
    if (!excess) return [`${text}: holds`];
    return [
      paint(`${text}: over by ${formatMetric(metric, value - limit)}`, 'error'),
      ...excess.layers.map(
        ({ id, name, op, value: part }) =>
          `    ${plainText(name === '' ? `${id} ${op}` : name)}  ${formatMetric(metric, part)}`,
      ),
    ];
  });
  return `${[paint(plainText(path), 'strong'), ...lines].join('\n')}\n`;
}
