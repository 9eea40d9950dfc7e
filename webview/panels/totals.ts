import type { Fact } from '../../extension/shared/webviewProtocol';
import { element, fill } from '../ui/dom';

/** Facts as two columns: label and value. */
export function factList(facts: readonly Fact[], name = 'facts'): HTMLElement {
  return element(
    'dl',
    { class: name },
    ...facts.map(({ label, value }) =>
      element('div', { class: 'fact' }, element('dt', {}, label), element('dd', {}, value)),
    ),
  );
}

/** The model's totals. */
export function showTotals(parent: HTMLElement, totals: readonly Fact[]): void {
  fill(parent, factList(totals, 'facts totals'));
}
