import { textButton, textField } from '../../ui/controls';
import { element } from '../../ui/dom';

/** The row in which a budget is typed and a plan for it asked for. */
export interface BudgetRow {
  readonly element: HTMLElement;
  /** The budget that the extension last heard of; what the user is typing is left alone. */
  show(budget: string): void;
}

/** A field and a button; Enter does what the button does. An empty budget asks for nothing. */
export function createBudget(plan: (budget: string) => void): BudgetRow {
  let known = '';
  let typed = false;
  const field = textField({
    label: 'Budget',
    placeholder: 'macs=50%, weights=5MB',
    class: 'budget-field',
    onInput: () => {
      typed = true;
    },
  });
  field.element.title =
    'Limits on macs, params, weights, moved, peak or energy: numbers with units, or shares of what it costs now';
  const press = (): void => {
    const budget = field.value.trim();
    if (budget === '') field.focus();
    else plan(budget);
  };
  field.element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') press();
  });
  return {
    element: element(
      'div',
      { class: 'budget', attributes: { role: 'group', 'aria-label': 'Plan for a budget' } },
      field.element,
      textButton('Plan', press),
    ),
    show(budget) {
      if (budget === known) return;
      const own = field.value.trim() === budget;
      known = budget;
      if (!own && !(typed && field.element.matches(':focus-within'))) field.value = budget;
      typed = false;
    },
  };
}
