import { METRICS, type Metric } from '../../extension/shared/scene';
import type { DimControl, PanelSnapshot } from '../../extension/shared/webviewProtocol';
import { type Choice, dropdown, iconButton } from '../ui/controls';
import { element, fill, ICONS } from '../ui/dom';
import { dimField } from './dims';

export interface Toolbar {
  readonly element: HTMLElement;
  show(snapshot: PanelSnapshot): void;
}

interface ToolbarEvents {
  metric(metric: Metric): void;
  readonly hardware: (id: string) => void;
  readonly dim: (name: string, value: number | null) => void;
  zoomBy(factor: number): void;
  readonly fit: () => void;
  readonly suggestions: () => void;
  readonly openListing: () => void;
}

const METRIC_CHOICES: readonly Choice[] = [
  { value: 'macs', label: 'MACs' },
  { value: 'params', label: 'Parameters' },
  { value: 'bytes', label: 'Moved bytes' },
  { value: 'energy', label: 'Energy' },
  { value: 'intensity', label: 'Intensity' },
];
/** More dims than this do not fit a toolbar; the rest joins the run-time sizes in the side pane. */
export const MAX_DIMS = 5;

/** The bar above the graph: metric, hardware, dims, search, zoom. */
export function createToolbar(events: ToolbarEvents, search: HTMLElement): Toolbar {
  const metric = dropdown('Metric', (value) => {
    const chosen = METRICS.find((known) => known === value);
    if (chosen) events.metric(chosen);
  });
  const hardware = dropdown('Hardware', events.hardware);
  const dims = element('div', { class: 'dims' });
  let shownDims = '';
  const bar = element(
    'header',
    { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Graph' } },
    metric.element,
    hardware.element,
    dims,
    element('span', { class: 'spacer' }),
    search,
    element(
      'div',
      { class: 'zoom-buttons' },
      iconButton('Zoom in (+)', ICONS.plus, () => {
        events.zoomBy(1.25);
      }),
      iconButton('Zoom out (-)', ICONS.minus, () => {
        events.zoomBy(0.8);
      }),
      iconButton('Fit the graph (F)', ICONS.fit, events.fit),
      iconButton('Open the listing', ICONS.listing, events.openListing),
      iconButton('Suggest compression', ICONS.bulb, events.suggestions),
    ),
  );
  return {
    element: bar,
    show(snapshot) {
      metric.show(METRIC_CHOICES, snapshot.metric);
      const profiles = snapshot.hardwareProfiles.map(({ id, label }) => ({ value: id, label }));
      hardware.show(profiles, snapshot.hardware);
      const declared = toolbarDims(snapshot.dims);
      const key = JSON.stringify(declared);
      if (key === shownDims) return;
      shownDims = key;
      fill(dims, ...declared.map((dim) => dimField(dim, events.dim)));
    },
  };
}

/** The dims that the toolbar shows: the first declared ones. */
export function toolbarDims(dims: readonly DimControl[]): readonly DimControl[] {
  return dims.filter(({ kind }) => kind === 'declared').slice(0, MAX_DIMS);
}
