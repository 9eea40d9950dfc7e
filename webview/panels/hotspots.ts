import type { Hotspot, Metric } from '../../extension/shared/scene';
import { element, fill, icon, ICONS } from '../ui/dom';

const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  macs: 'MACs',
  params: 'Params',
  bytes: 'Bytes',
  energy: 'Energy',
  intensity: 'MAC/B',
};

interface HotspotList {
  readonly metric: Metric;
  readonly hotspots: readonly Hotspot[];
  readonly leftOut: number;
  readonly selected: string | null;
  onSelect(id: string): void;
}

/** The hottest layers with their shares; a row selects its layer. */
export function showHotspots(parent: HTMLElement, list: HotspotList): void {
  if (list.hotspots.length === 0) {
    fill(parent, element('p', { class: 'empty' }, 'No layer costs anything in this metric.'));
    return;
  }
  const rows = list.hotspots.map((hotspot) => row(hotspot, list));
  const head = element(
    'div',
    { class: 'hotspot head', attributes: { 'aria-hidden': 'true' } },
    element('span', {}, 'Layer'),
    element('span', { class: 'number' }, METRIC_NAMES[list.metric]),
    element('span', { class: 'number' }, 'Share'),
    element('span', { class: 'number' }, 'Sum'),
  );
  const rest =
    list.leftOut > 0 ? element('p', { class: 'empty' }, `${list.leftOut} more layers cost less.`) : null;
  fill(
    parent,
    head,
    element('ul', { attributes: { 'aria-label': 'Hotspots, hottest first' } }, ...rows),
    rest,
  );
}

function row(hotspot: Hotspot, list: HotspotList): HTMLElement {
  const { id, name, op, family, cost, share, cumulativeShare, hot } = hotspot;
  const selected = id === list.selected;
  const button = element(
    'button',
    {
      class: `hotspot family-${family}${hot ? ' hot' : ''}${selected ? ' selected' : ''}`,
      attributes: {
        type: 'button',
        'data-id': id,
        title: `${op} ${name}`,
        'aria-label': `${op} ${name}, ${cost}, ${percent(share)} of the total, ${percent(cumulativeShare)} with those above`,
        ...(selected ? { 'aria-current': 'true' } : {}),
      },
      on: {
        click: () => {
          list.onSelect(id);
        },
      },
    },
    element(
      'span',
      { class: 'hotspot-name' },
      hot ? icon(ICONS.flame) : element('span', { class: 'dot' }),
      element('b', {}, op),
      element('span', { class: 'dim tail' }, element('bdi', {}, name)),
    ),
    element('span', { class: 'number' }, cost),
    element('span', { class: 'number' }, percent(share)),
    element('span', { class: 'number dim' }, percent(cumulativeShare)),
    bar(share / Math.max(list.hotspots[0]?.share ?? 0, share)),
  );
  return element('li', {}, button);
}

function bar(length: number): HTMLElement {
  const made = element('span', { class: 'bar', attributes: { 'aria-hidden': 'true' } });
  made.style.setProperty('--heat', `${Math.round(length * 100)}%`);
  return made;
}

function percent(share: number): string {
  return share > 0 && share < 0.001 ? '<0.1%' : `${(share * 100).toFixed(1)}%`;
}
