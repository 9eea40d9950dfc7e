import type { SearchMatch } from '../../extension/shared/webviewProtocol';
import { textField } from '../ui/controls';
import { element, fill } from '../ui/dom';

export interface SearchBox {
  readonly element: HTMLElement;
  focus(): void;
  /** Shows what was found, unless the user has typed on. */
  show(query: string, matches: readonly SearchMatch[], leftOut: number): void;
}

interface SearchEvents {
  search(query: string): void;
  choose(id: string): void;
  leave(): void;
}

const DELAY_MILLISECONDS = 120;

/** A search field with its list of matches; arrow keys move in the list, Enter reveals, Escape leaves. */
export function createSearch(events: SearchEvents): SearchBox {
  let timer = 0;
  let active = 0;
  let matches: readonly SearchMatch[] = [];
  const list = element('ul', { class: 'matches', attributes: { role: 'listbox', 'aria-label': 'Matches' } });
  const field = textField({
    label: 'Search layers',
    placeholder: 'Search layers ( / )',
    class: 'search-field',
    onInput: later,
  });
  const box = element('div', { class: 'search', attributes: { role: 'search' } }, field.element, list);
  list.hidden = true;
  box.addEventListener('keydown', onKey);
  box.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node) || !box.contains(event.relatedTarget)) list.hidden = true;
  });
  field.element.addEventListener('focus', () => {
    list.hidden = field.value.trim() === '';
  });
  return {
    element: box,
    focus: field.focus,
    show(query, found, leftOut) {
      if (query !== field.value.trim()) return;
      matches = found;
      active = 0;
      draw(leftOut);
    },
  };

  function later(value: string): void {
    clearTimeout(timer);
    const query = value.trim();
    if (query === '') {
      list.hidden = true;
      matches = [];
      return;
    }
    timer = window.setTimeout(() => {
      events.search(query);
    }, DELAY_MILLISECONDS);
  }

  function draw(leftOut: number): void {
    const rest =
      matches.length === 0
        ? 'No layer matches.'
        : leftOut > 0
          ? `${leftOut} more matches: type on to narrow down.`
          : null;
    fill(list, ...matches.map(row), rest === null ? null : element('li', { class: 'empty' }, rest));
    list.hidden = false;
  }

  function row(match: SearchMatch, position: number): HTMLElement {
    const selected = position === active;
    return element(
      'li',
      {
        class: `match family-${match.family}${selected ? ' selected' : ''}`,
        attributes: { role: 'option', 'aria-selected': String(selected) },
        on: {
          pointerdown: (event) => {
            event.preventDefault();
            choose(match);
          },
        },
      },
      element('span', { class: 'dot' }),
      element('b', {}, match.op),
      element('span', { class: 'dim' }, match.name),
      element('span', { class: 'number' }, match.cost),
    );
  }

  function choose(match: SearchMatch | undefined): void {
    if (!match) return;
    list.hidden = true;
    events.choose(match.id);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      list.hidden = true;
      events.leave();
    } else if (event.key === 'Enter') choose(matches[active]);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      active = Math.max(0, Math.min(matches.length - 1, active + (event.key === 'ArrowDown' ? 1 : -1)));
      list.querySelectorAll('.match').forEach((item, position) => {
        item.classList.toggle('selected', position === active);
        item.setAttribute('aria-selected', String(position === active));
        if (position === active) item.scrollIntoView({ block: 'nearest' });
      });
    }
    event.stopPropagation();
  }
}
