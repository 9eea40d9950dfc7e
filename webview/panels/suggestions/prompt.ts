import type { SuggestionsView } from '../../../extension/shared/suggestionsView';
import { textButton } from '../../ui/controls';
import { element, fill } from '../../ui/dom';

const PITCH =
  'Looks for changes that make this network cheaper, prices each of them on the whole network, and says what is at risk.';

/** What stands in the section until there are suggestions: the question, how far it has come, or why it failed. */
export function createPrompt(ask: () => void): {
  readonly element: HTMLElement;
  show(view: SuggestionsView | null): void;
} {
  const place = element('div', { class: 'prompt', attributes: { role: 'status' } });
  let shown = '';
  return {
    element: place,
    show(view) {
      const key = view === null ? 'ask' : `${view.status}:${view.message}`;
      place.hidden = view?.status === 'ready';
      if (key === shown || place.hidden) return;
      const asks = view === null || view.status === 'failed';
      const had = place.contains(document.activeElement);
      shown = key;
      fill(place, ...contents(view, ask));
      if (had && asks) place.querySelector<HTMLElement>('vscode-button')?.focus();
    },
  };
}

function contents(view: SuggestionsView | null, ask: () => void): readonly HTMLElement[] {
  if (view === null)
    return [element('p', { class: 'dim' }, PITCH), textButton('Suggest compression', ask, 'primary')];
  if (view.status === 'failed')
    return [
      element('p', { class: 'failure' }, view.message === '' ? 'Suggesting failed.' : view.message),
      textButton('Try again', ask),
    ];
  return [
    element('span', { class: 'progress', attributes: { 'aria-hidden': 'true' } }),
    element('p', {}, view.message === '' ? 'Looking for suggestions…' : view.message),
  ];
}
