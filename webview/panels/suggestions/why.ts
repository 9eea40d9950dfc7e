import type { SuggestionCard } from '../../../extension/shared/suggestionsView';
import { element, fill, icon, ICONS } from '../../ui/dom';
import { factList } from '../totals';
import { createBars } from './bars';

/** The part of a card that unfolds: evidence, assumptions, and the changed layers' own costs. */
export interface Why {
  readonly element: HTMLElement;
  show(card: SuggestionCard): void;
}

export function createWhy(): Why {
  const facts = element('div');
  const title = element('h4', {}, 'In the changed layers');
  const bars = createBars('Costs of the changed layers');
  const summary = element('summary', {}, icon(ICONS.toggle), 'Why');
  let shown = '';
  return {
    element: element('details', { class: 'why' }, summary, facts, title, bars.element),
    show(card) {
      bars.show(card.layerBars);
      title.hidden = card.layerBars.length === 0;
      summary.setAttribute('aria-label', `Why: ${card.title}`);
      const key = JSON.stringify(card.facts);
      if (key === shown) return;
      shown = key;
      fill(facts, factList(card.facts, 'facts reasons'));
    },
  };
}
