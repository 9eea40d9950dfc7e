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

/** Says in words, and by the number of its steps, how much a change puts at risk. */
export function riskBadge({ exact, risk }: Pick<SuggestionCard, 'exact' | 'risk'>): HTMLElement {
  return exact
    ? element('span', { class: 'risk-badge exact' }, icon(ICONS.check), 'exact')
    : element('span', { class: `risk-badge ${risk}` }, steps(RISK_LEVELS.indexOf(risk)), TEXTS[risk]);
}

/** Four steps that rise, as many of them filled as the level is high. */
function steps(level: number): HTMLElement {
  const each = [1, 2, 3, 4].map((step) => element('i', { class: step <= level ? 'on' : 'off' }));
  return element('span', { class: 'steps', attributes: { 'aria-hidden': 'true' } }, ...each);
}

/** What a change asks for, as small tags. */
export function needTags(needs: readonly string[]): HTMLElement | null {
  if (needs.length === 0) return null;
  const tags = needs.map((need) => element('li', { class: 'tag' }, need));
  return element('ul', { class: 'tags', attributes: { 'aria-label': 'Needs' } }, ...tags);
}
