import { dropdown, textField } from '../../ui/controls';
import { element } from '../../ui/dom';
import { type Sort, SORT_CHOICES, SORTS } from './order';

/** The row above the cards: which of them, and in which order. Both concern the page alone. */
export interface ListTools {
  readonly element: HTMLElement;
  readonly filter: string;
  readonly sort: Sort;
  clearFilter(): void;
}

export function createListTools(changed: () => void): ListTools {
  let sort: Sort = 'best';
  const field = textField({
    label: 'Filter suggestions by technique or layer',
    placeholder: 'Filter: technique or layer',
    class: 'filter-field',
    onInput: changed,
  });
  const order = dropdown('Sort', (value) => {
    sort = SORTS.find((known) => known === value) ?? 'best';
    changed();
  });
  order.show(SORT_CHOICES, sort);
  const clearFilter = (): void => {
    if (field.value === '') return;
    field.value = '';
    changed();
  };
  field.element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') clearFilter();
  });
  return {
    element: element('div', { class: 'list-tools' }, field.element, order.element),
    get filter() {
      return field.value;
    },
    get sort() {
      return sort;
    },
    clearFilter,
  };
}
