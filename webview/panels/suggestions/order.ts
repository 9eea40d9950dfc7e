import type { RiskLevel } from '../../../extension/shared/suggestions';
import type { SuggestionCard } from '../../../extension/shared/suggestionsView';
import type { Choice } from '../../ui/controls';

/** Orders of the list; `best` is the order in which the cards were sent. */
export const SORTS = ['best', 'macs', 'bytes', 'risk'] as const;
export type Sort = (typeof SORTS)[number];

export const SORT_CHOICES: readonly Choice[] = [
  { value: 'best', label: 'Best first' },
  { value: 'macs', label: 'MACs saved' },
  { value: 'bytes', label: 'Bytes saved' },
  { value: 'risk', label: 'Least risk' },
];

export const RISK_LEVELS: readonly RiskLevel[] = ['none', 'negligible', 'low', 'medium', 'high'];

/** Labels of the costs that count as bytes: traffic first, stored weights where that is the same. */
const BYTES = ['moved', 'weights'];

type Compare = (a: SuggestionCard, b: SuggestionCard) => number;

const COMPARE: Readonly<Record<Sort, Compare>> = {
  best: () => 0,
  macs: (a, b) => shareOf(a, 'macs') - shareOf(b, 'macs'),
  bytes: (a, b) =>
    BYTES.map((label) => shareOf(a, label) - shareOf(b, label)).find((difference) => difference !== 0) ?? 0,
  risk: (a, b) => riskOf(a) - riskOf(b),
};

/** The cards that a filter lets through, sorted; equals stay in the order in which they were sent. */
export function arrange(
  cards: readonly SuggestionCard[],
  filter: string,
  sort: Sort,
): readonly SuggestionCard[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return cards.filter((card) => matches(card, words)).sort(COMPARE[sort]);
}

/** Every word has to occur in the technique or in the layer's name. */
function matches({ title, layer }: SuggestionCard, words: readonly string[]): boolean {
  const text = `${title} ${layer?.name ?? 'whole model'}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What is left of a cost; 1 where the card does not change it. */
function shareOf({ bars }: SuggestionCard, label: string): number {
  return bars.find((bar) => bar.label.toLowerCase().startsWith(label))?.share ?? 1;
}

function riskOf({ exact, risk }: SuggestionCard): number {
  return exact ? -1 : RISK_LEVELS.indexOf(risk);
}
