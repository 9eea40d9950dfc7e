import type { SuggestionCard } from '../../../extension/shared/suggestionsView';
import { element, icon, ICONS } from '../../ui/dom';
import { RISK_LEVELS } from './order';

const TEXTS = {
  none: 'no risk',
  negligible: 'negligible risk',
  low: 'low risk',
  medium: 'medium risk',
  high: 'high risk',
} as const;

/** Left edges of the four steps of a risk, on a 16x16 grid. */
const STEPS = [1.5, 5, 8.5, 12];

/** Says in words, and by the number of its steps, how much a change puts at risk. */
export function riskBadge({ exact, risk }: Pick<SuggestionCard, 'exact' | 'risk'>): HTMLElement {
  return exact
    ? element('span', { class: 'risk-badge exact' }, icon(ICONS.check), 'exact')
    : element('span', { class: `risk-badge ${risk}` }, icon(steps(RISK_LEVELS.indexOf(risk))), TEXTS[risk]);
}

/** Four steps that rise: as many as the level are as high as they get, the others only lie there. */
function steps(level: number): string {
  return STEPS.map((x, i) => {
    const height = i < level ? 3.5 + i * 3 : 0.5;
    return `M${x} 14.200h2.600v-${height}h-2.600z`;
  }).join('');
}

/** What a change asks for, as small tags. */
export function needTags(needs: readonly string[]): HTMLElement | null {
  if (needs.length === 0) return null;
  const tags = needs.map((need) => element('li', { class: 'tag' }, need));
  return element('ul', { class: 'tags', attributes: { 'aria-label': 'Needs' } }, ...tags);
}
