import { METRICS, type Metric } from '../../extension/shared/scene';
import type { DimControl, PanelSnapshot } from '../../extension/shared/webviewProtocol';
import { type Choice, dropdown, iconButton, textField } from '../ui/controls';
import { element, fill, ICONS } from '../ui/dom';

export interface Toolbar {
  readonly element: HTMLElement;
  show(snapshot: PanelSnapshot): void;
}

interface ToolbarEvents {
  metric(metric: Metric): void;
  hardware(id: string): void;
  dim(name: string, value: number | null): void;
  zoomBy(factor: number): void;
  fit(): void;
  openListing(): void;
}

const METRIC_CHOICES: readonly Choice[] = [
  { value: 'macs', label: 'MACs' },
  { value: 'params', label: 'Parameters' },
  { value: 'bytes', label: 'Moved bytes' },
  { value: 'energy', label: 'Energy' },
  { value: 'intensity', label: 'Intensity' },
];
/** More dims than this do not fit a toolbar; data-dependent ones come last and are the first to be left out. */
const MAX_DIMS = 6;

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
    ),
  );
  return {
    element: bar,
    show(snapshot) {
      metric.show(METRIC_CHOICES, snapshot.metric);
      const profiles = snapshot.hardwareProfiles.map(({ id, label }) => ({ value: id, label }));
      hardware.show(profiles, snapshot.hardware);
      const key = JSON.stringify(snapshot.dims);
      if (key === shownDims) return;
      shownDims = key;
      fill(dims, ...inOrder(snapshot.dims).map((dim) => dimField(dim, events)));
    },
  };
}

function inOrder(dims: readonly DimControl[]): readonly DimControl[] {
  return [...dims].sort((a, b) => Number(a.kind === 'data') - Number(b.kind === 'data')).slice(0, MAX_DIMS);
}

function dimField(dim: DimControl, events: ToolbarEvents): HTMLElement {
  const value = dim.value === null ? '' : String(dim.value);
  const field = textField({
    label: dim.name,
    placeholder: dim.kind === 'data' ? 'open' : '1',
    class: 'dim-input',
    showLabel: true,
    onCommit: (text) => {
      const number = readDim(text);
      if (number === undefined) field.value = value;
      else if (String(number ?? '') !== value || dim.assumed) events.dim(dim.name, number);
    },
  });
  field.value = value;
  field.element.title = dim.assumed
    ? `${dim.name}: assumed to be ${value === '' ? 'unknown' : value}; type a value to bind it`
    : `${dim.name}: empty means the default`;
  field.element.classList.toggle('assumed', dim.assumed);
  return field.element;
}

/** A dim as typed: a positive integer, null for none, undefined for anything else. */
export function readDim(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return /^\d+$/.test(trimmed) && Number.isSafeInteger(value) ? value : undefined;
}
