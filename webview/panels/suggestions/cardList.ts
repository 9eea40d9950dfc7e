import type { SuggestionCard } from '../../../extension/shared/suggestionsView';
import { textButton } from '../../ui/controls';
import { element } from '../../ui/dom';
import { syncChildren } from '../../ui/syncChildren';
import { type CardEvents, type CardState, type CardView, createCard } from './card';

/** Cards that are shown before somebody asks for the rest. */
export const FIRST_CARDS = 100;

const UNTOUCHED: CardState = {
  chosen: false,
  preview: null,
  awaited: false,
  curve: null,
  curveAwaited: false,
};

/** The list of cards, of which each keeps its element for as long as there is such a suggestion. */
export interface CardList {
  readonly element: HTMLElement;
  show(cards: readonly SuggestionCard[], stateOf: (id: string) => CardState): void;
  /** Forgets the cards of suggestions that do not exist any more. */
  keepOnly(ids: ReadonlySet<string>): void;
  /** Brings the first card of which this holds into sight and focuses it; false where none is listed. */
  focus(wanted: (card: SuggestionCard) => boolean): boolean;
  /** Focuses the first card below a place on the page, without scrolling. */
  focusBelow(y: number): void;
}

export function createCardList(events: CardEvents): CardList {
  const views = new Map<string, CardView>();
  const list = element('ul', {
    class: 'cards',
    attributes: { 'aria-label': 'Suggestions, arrow keys move' },
  });
  const more = textButton('', showRest);
  const rest = element('div', { class: 'more-cards' }, more);
  let limit = FIRST_CARDS;
  let cards: readonly SuggestionCard[] = [];
  let stateOf: (id: string) => CardState = () => UNTOUCHED;
  list.addEventListener('keydown', onKey);
  return {
    element: element('div', {}, list, rest),
    show(next, state) {
      cards = next;
      stateOf = state;
      draw();
    },
    keepOnly(ids) {
      for (const id of [...views.keys()]) if (!ids.has(id)) views.delete(id);
    },
    focus(wanted) {
      const index = cards.findIndex(wanted);
      const card = cards[index];
      if (!card) return false;
      if (index >= limit) {
        limit = Infinity;
        draw();
      }
      views.get(card.id)?.element.scrollIntoView({ block: 'center' });
      views.get(card.id)?.focus();
      return true;
    },
    focusBelow(y) {
      const shown = cards.slice(0, limit).map(({ id }) => viewOf(id));
      const below = shown.find((view) => view.element.getBoundingClientRect().top >= y);
      (below ?? shown[0])?.focus();
    },
  };

  function draw(): void {
    const visible = cards.slice(0, limit);
    syncChildren(
      list,
      visible.map((card) => viewOf(card.id).element),
    );
    // Shown once they are in the document: drawings need to know how wide they are.
    for (const card of visible) viewOf(card.id).show(card, stateOf(card.id));
    rest.hidden = cards.length <= limit;
    const label = `Show the other ${cards.length - visible.length}`;
    if (more.textContent !== label) more.textContent = label;
  }

  function viewOf(id: string): CardView {
    const known = views.get(id);
    if (known) return known;
    const view = createCard(id, events);
    views.set(id, view);
    return view;
  }

  function showRest(): void {
    const next = cards[limit];
    limit = Infinity;
    draw();
    const view = next && views.get(next.id);
    view?.focus();
    view?.element.scrollIntoView({ block: 'nearest' });
  }

  /** Up and down go from check box to check box. */
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const { target } = event;
    if (!(target instanceof HTMLInputElement)) return;
    const boxes = [...list.querySelectorAll<HTMLInputElement>('.check-box')];
    const next = boxes[boxes.indexOf(target) + (event.key === 'ArrowDown' ? 1 : -1)];
    event.preventDefault();
    next?.focus();
    next?.closest('.card')?.scrollIntoView({ block: 'nearest' });
  }
}
