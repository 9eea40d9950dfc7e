import type { RankCurveView, RankPointView } from '../../../extension/shared/suggestionsView';
import { element, fill } from '../../ui/dom';
import { smallButton } from '../../ui/smallButton';
import { factList } from '../totals';
import { createRankPlot } from './rankPlot';
import { nearestRank, rankText } from './rankScale';

export interface RankEvents {
  /** `id` names the rank that is to be used in place of others of its layer. */
  use(id: string): void;
  apply(id: string): void;
  /** Begins to measure output errors, or stops that. */
  readonly measure: () => void;
}

/** The ranks of a card's factorization: a plot, a slider, and what the rank under it comes to. */
export interface Ranks {
  readonly element: HTMLElement;
  show(curve: RankCurveView, canApply: boolean): void;
}

let made = 0;

export function createRanks(events: RankEvents): Ranks {
  let curve: RankCurveView | null = null;
  let at = 0;
  let shown = '';
  const inputId = `ranks-${++made}`;
  const plot = createRankPlot(moveTo);
  const slider = element('input', {
    class: 'rank-slider',
    attributes: { type: 'range', id: inputId, min: '0', step: '1' },
    on: {
      input: () => {
        moveTo(slider.valueAsNumber);
      },
    },
  });
  const label = element('label', { attributes: { for: inputId } }, 'Rank');
  const value = element('b', { class: 'number', attributes: { 'aria-hidden': 'true' } });
  const figures = element('div', { class: 'rank-figures' });
  const use = smallButton('', () => {
    const point = curve?.points[at];
    if (point) events.use(point.id);
  });
  const apply = smallButton('', () => {
    const point = curve?.points[at];
    if (point) events.apply(point.id);
  });
  const measure = smallButton('Measure output error', events.measure);
  const progress = element('p', { class: 'dim', attributes: { role: 'status' } });
  const row = element('div', { class: 'rank-row' }, label, slider, value);
  const buttons = element('div', { class: 'rank-buttons' }, use, apply, measure);
  const group = { class: 'ranks', attributes: { role: 'group', 'aria-label': 'Ranks' } };
  return {
    element: element('div', group, plot.element, row, figures, buttons, progress),
    show(next, canApply) {
      const key = JSON.stringify([next, canApply]);
      if (key === shown) return;
      shown = key;
      const first = curve?.id !== next.id;
      const rank = first ? (next.chosen ?? next.rank) : (curve?.points[at]?.rank ?? next.rank);
      curve = next;
      slider.max = String(Math.max(0, next.points.length - 1));
      apply.hidden = !canApply;
      measure.hidden = !next.canMeasure;
      measure.textContent = next.measuring === '' ? 'Measure output error' : 'Stop measuring';
      progress.textContent = next.measuring;
      moveTo(nearestRank(next.points, rank));
    },
  };

  function moveTo(index: number): void {
    at = index;
    const point = curve?.points[index];
    if (!curve || !point) return;
    slider.value = String(index);
    slider.setAttribute('aria-valuetext', rankText(point, curve.breakEven));
    value.textContent = String(point.rank);
    const used = curve.chosen === point.rank;
    use.textContent = used ? `Rank ${point.rank} is used` : `Use rank ${point.rank}`;
    use.disabled = used;
    apply.textContent = `Apply rank ${point.rank}`;
    fill(figures, factList(factsOf(point, curve), 'facts reasons'));
    plot.show(curve, index);
  }
}

function factsOf(point: RankPointView, { full, breakEven }: RankCurveView): Parameters<typeof factList>[0] {
  const beyond = point.rank >= breakEven ? '; this rank saves no weights' : '';
  return [
    { label: 'Energy kept', value: point.energyText },
    { label: 'Output error', value: point.errorText },
    { label: 'Layer', value: `${point.shareText} of its MACs` },
    { label: 'MACs', value: point.macs },
    { label: 'Params', value: point.params },
    { label: 'Weights', value: point.weights },
    { label: 'Ranks', value: `1 to ${full}, break-even at ${breakEven}${beyond}` },
  ];
}
