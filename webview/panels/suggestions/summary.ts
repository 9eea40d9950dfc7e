import type { CombinedView, SuggestionsView } from '../../../extension/shared/suggestionsView';
import { element, fill, icon, ICONS } from '../../ui/dom';
import { smallButton } from '../../ui/smallButton';
import { createBars } from './bars';

/** What the chosen cards come to together. */
export interface Summary {
  readonly element: HTMLElement;
  /** `busy`: the figures are those of an older choice, or none. */
  show(
    count: number,
    combined: CombinedView | null,
    ranks: SuggestionsView['chosenRanks'],
    busy: boolean,
  ): void;
}

/** The part that stays in sight above the list while something is chosen. */
export function createSummary(remove: (id: string) => void, clear: () => void): Summary {
  const head = element('span', { attributes: { role: 'status' } });
  const others = element('ul', { class: 'chosen-ranks', attributes: { 'aria-label': 'Chosen ranks' } });
  const bars = createBars('Costs of the whole model with everything that is chosen');
  const risk = element('p', { class: 'dim' });
  const conflicts = element('ul', { class: 'conflicts' });
  const waiting = element('p', { class: 'dim' }, 'Adding up…');
  const place = element(
    'section',
    { class: 'summary', attributes: { 'aria-label': 'Chosen suggestions', 'data-sticky': '' } },
    element('header', {}, element('h3', {}, head), smallButton('Clear', clear)),
    others,
    waiting,
    bars.element,
    risk,
    conflicts,
  );
  let last: CombinedView | null = null;
  let shown = '';
  let named = '';
  return {
    element: place,
    show(count, combined, ranks, busy) {
      place.hidden = count === 0;
      // Figures of the choice before stay until there are new ones, so that nothing jumps.
      last = count === 0 ? null : (combined ?? (busy ? last : null));
      place.setAttribute('aria-busy', String(busy));
      const title = `${count} chosen`;
      if (head.textContent !== title) head.textContent = title;
      const names = JSON.stringify(ranks);
      if (names !== named) fill(others, ...ranks.map((one) => rankRow(one, remove)));
      named = names;
      waiting.hidden = last !== null || !busy;
      bars.show(last?.bars ?? []);
      const key = JSON.stringify([last?.risk, last?.conflicts]);
      if (key === shown) return;
      shown = key;
      risk.textContent = last?.risk ?? '';
      fill(conflicts, ...(last?.conflicts ?? []).map(conflict));
    },
  };
}

/** A rank without a card: only here it can be taken back. */
function rankRow(
  { id, text }: SuggestionsView['chosenRanks'][number],
  remove: (id: string) => void,
): HTMLElement {
  const button = smallButton('Remove', () => {
    remove(id);
  });
  button.setAttribute('aria-label', `Remove: ${text}`);
  return element('li', {}, element('span', {}, text), button);
}

function conflict(text: string): HTMLElement {
  return element('li', { class: 'finding warning' }, icon(ICONS.warning), element('span', {}, text));
}
