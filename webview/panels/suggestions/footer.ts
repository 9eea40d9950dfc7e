import { element, fill } from '../../ui/dom';

/** What stands below the cards: what is not shown, and remarks on the whole. */
export function createFooter(): {
  readonly element: HTMLElement;
  show(trivial: number, remarks: readonly string[]): void;
} {
  const place = element('footer', { class: 'suggestions-footer' });
  let shown = '';
  return {
    element: place,
    show(trivial, remarks) {
      const key = JSON.stringify([trivial, remarks]);
      if (key === shown) return;
      shown = key;
      fill(
        place,
        trivial > 0 ? element('p', { class: 'empty' }, trivialText(trivial)) : null,
        remarks.length > 0
          ? element('ul', { class: 'notes' }, ...remarks.map((remark) => element('li', {}, remark)))
          : null,
      );
    },
  };
}

function trivialText(count: number): string {
  return count === 1 ? '1 trivial suggestion is not shown.' : `${count} trivial suggestions are not shown.`;
}
