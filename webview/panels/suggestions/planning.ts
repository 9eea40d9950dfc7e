import type { PlanView, SuggestionsView } from '../../../extension/shared/suggestionsView';
import { element } from '../../ui/dom';
import { createBudget } from './budget';
import { createPlot } from './plot';

/** The upper part of the section: a budget, what came of it, and the plans on the way. */
export interface Planning {
  readonly element: HTMLElement;
  show(view: SuggestionsView, chosen: readonly string[]): void;
}

interface PlanningEvents {
  plan(budget: string): void;
  readonly choose: (ids: readonly string[]) => void;
}

export function createPlanning(events: PlanningEvents): Planning {
  /** A plan has been asked for and neither it nor a reason against it has come. */
  let awaited = false;
  let last: PlanView | null = null;
  const said = element('p', { class: 'plan-message', attributes: { role: 'status' } });
  const plot = createPlot(events.choose);
  const budget = createBudget((text) => {
    awaited = true;
    say('Planning…', false);
    events.plan(text);
  });
  const place = element('div', { class: 'planning' }, budget.element, said, plot.element);
  plot.element.hidden = true;
  said.hidden = true;
  return {
    element: place,
    show(view, chosen) {
      budget.show(view.budget);
      if (view.plan !== null || view.message !== '') awaited = false;
      // The plan before stays while a new one is made, so that nothing jumps.
      last = view.plan ?? (awaited ? last : null);
      place.setAttribute('aria-busy', String(awaited));
      const failed = view.plan === null && view.message !== '';
      say(awaited ? 'Planning…' : view.message === '' ? (last?.message ?? '') : view.message, failed);
      plot.element.hidden = last === null || last.points.length === 0;
      if (last) plot.show(last, chosen);
    },
  };

  function say(text: string, failed: boolean): void {
    said.hidden = text === '';
    said.classList.toggle('failure', failed);
    if (said.textContent !== text) said.textContent = text;
  }
}
