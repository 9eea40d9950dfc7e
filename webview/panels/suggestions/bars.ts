import type { CostBar } from '../../../extension/shared/suggestionsView';
import { element, fill } from '../../ui/dom';
import { changeText } from './change';

/** A bar that grows further than this is cut off. */
const LONGEST = 2;

/** A list of costs before and after, each with a bar whose length is the share that is left. */
export interface CostBars {
  readonly element: HTMLElement;
  show(bars: readonly CostBar[]): void;
}

/** An empty list of bars; what it holds already is not touched when it is shown again. */
export function createBars(label: string): CostBars {
  const list = element('ul', { class: 'cost-bars', attributes: { 'aria-label': label } });
  let shown = '';
  return {
    element: list,
    show(bars) {
      const key = JSON.stringify(bars);
      if (key === shown) return;
      shown = key;
      list.hidden = bars.length === 0;
      // One scale for all, so that what grows is longer than what stays.
      const longest = Math.min(LONGEST, Math.max(1, ...bars.map(({ share }) => share)));
      fill(list, ...bars.map((bar) => row(bar, longest)));
    },
  };
}

function row({ label, before, after, share, exact }: CostBar, longest: number): HTMLElement {
  return element(
    'li',
    { class: share > 1 ? 'cost-bar grown' : 'cost-bar', attributes: { title: exact } },
    element('span', { class: 'cost-label' }, label),
    gauge(share, longest),
    element(
      'span',
      { class: 'number' },
      element('span', { class: 'dim' }, before),
      element('span', { class: 'dim', attributes: { 'aria-hidden': 'true' } }, ' → '),
      element('span', { class: 'reader-only' }, ' to '),
      after,
    ),
    element('b', { class: 'number' }, changeText(share)),
  );
}

/** The track is what there was; what is left fills it, what is added goes beyond it in another pattern. */
function gauge(share: number, longest: number): HTMLElement {
  const made = element('span', { class: 'gauge', attributes: { 'aria-hidden': 'true' } });
  const part = (name: string, from: number, to: number): HTMLElement => {
    const piece = element('i', { class: name });
    piece.style.left = `${(from / longest) * 100}%`;
    piece.style.width = `${(Math.max(0, to - from) / longest) * 100}%`;
    return piece;
  };
  made.append(part('gauge-was', 0, 1), part('gauge-left', 0, Math.max(0, Math.min(share, 1))));
  if (share > 1) made.append(part('gauge-more', 1, Math.min(share, longest)));
  return made;
}
