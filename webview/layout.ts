import { section, type Section } from './panels/section';
import type { StateStore } from './state';
import { element } from './ui/dom';
import { KEYBOARD_HELP } from './graph/keyboard';

/** The page's fixed parts. */
export interface Page {
  readonly stage: HTMLElement;
  readonly table: HTMLElement;
  readonly totals: Section;
  readonly hotspots: Section;
  readonly details: Section;
  readonly findings: Section;
  readonly sizes: Section;
  readonly suggestions: Section;
  /** The pane that holds the sections and scrolls. */
  readonly side: HTMLElement;
  /** Reads a text out to screen readers. */
  announce(text: string): void;
}

const MIN_SIDE = 220;
const MAX_SIDE = 720;

/** Builds the page: toolbar on top, graph in the middle, side pane at the right. */
export function buildPage(toolbar: HTMLElement, notice: HTMLElement, state: StateStore): Page {
  const stage = element('div', {
    class: 'stage',
    attributes: {
      tabindex: '0',
      role: 'application',
      'aria-label': 'Layer graph',
      'aria-describedby': 'graph-help',
    },
  });
  const help = element('p', { class: 'reader-only', attributes: { id: 'graph-help' } }, KEYBOARD_HELP);
  const live = element('p', { class: 'reader-only', attributes: { 'aria-live': 'polite' } });
  const table = element('div', { class: 'reader-only' });
  const totals = section('Totals', 'totals');
  const hotspots = section('Hotspots', 'hotspots');
  const details = section('Details', 'details');
  const findings = section('Findings', 'findings', false);
  const sizes = section('Run-time sizes', 'sizes', false);
  const suggestions = section('Suggestions', 'suggestions');
  const sections = [totals, hotspots, details, findings, sizes, suggestions].map((part) => part.element);
  const side = element('aside', { class: 'side', attributes: { 'aria-label': 'Costs' } }, ...sections);
  const graph = element('div', { class: 'graph-pane' }, stage, notice, help, live, table);
  const main = element('main', { class: 'main' }, graph, splitter(side, state), side);
  const app = element('div', { class: 'app' }, toolbar, main);
  document.body.append(app);
  const announce = (text: string): void => {
    live.textContent = text;
  };
  return { stage, table, totals, hotspots, details, findings, sizes, suggestions, side, announce };
}

/** The border that resizes the side pane, by pointer or arrow keys. */
function splitter(side: HTMLElement, state: StateStore): HTMLElement {
  const handle = element('div', {
    class: 'splitter',
    attributes: {
      role: 'separator',
      tabindex: '0',
      'aria-orientation': 'vertical',
      'aria-label': 'Width of the side pane',
    },
  });
  let width = 0;
  const resize = (wanted: number): void => {
    width = Math.max(MIN_SIDE, Math.min(MAX_SIDE, wanted));
    side.style.width = `${width}px`;
  };
  resize(state.current.sideWidth);
  handle.addEventListener('pointerdown', (event) => {
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener('pointermove', (event) => {
    if (handle.hasPointerCapture(event.pointerId)) resize(document.body.clientWidth - event.clientX);
  });
  const save = (): void => {
    state.update({ sideWidth: width });
  };
  handle.addEventListener('pointerup', save);
  handle.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') resize(width + 16);
    else if (key === 'ArrowRight') resize(width - 16);
    save();
  });
  return handle;
}
