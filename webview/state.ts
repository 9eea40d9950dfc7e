import { METRICS, type ViewState } from '../extension/shared/scene';
import type { WebviewApi } from './channel';

/** Where the graph is scrolled to: scale and translation in pixels. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

/** What survives hiding the page: where the user was, never what the model costs. */
export interface SavedState {
  readonly view: ViewState | null;
  readonly selected: string | null;
  readonly viewport: Viewport | null;
  /** Width of the side pane in pixels. */
  readonly sideWidth: number;
}

const DEFAULT_SIDE_WIDTH = 360;
const EMPTY: SavedState = { view: null, selected: null, viewport: null, sideWidth: DEFAULT_SIDE_WIDTH };

export interface StateStore {
  readonly current: SavedState;
  update(change: Partial<SavedState>): void;
}

/** Persists through the webview API; what an older page saved and this one cannot read is dropped. */
export function openState(api: WebviewApi): StateStore {
  let current = readState(api.getState());
  return {
    get current() {
      return current;
    },
    update: (change) => {
      current = { ...current, ...change };
      api.setState(current);
    },
  };
}

/** Reads a saved state; {@link EMPTY} in place of whatever does not fit. */
export function readState(saved: unknown): SavedState {
  if (!isRecord(saved)) return EMPTY;
  const { view, selected, viewport, sideWidth } = saved;
  return {
    view: readView(view),
    selected: typeof selected === 'string' ? selected : null,
    viewport: readViewport(viewport),
    sideWidth: isFinite(sideWidth) ? sideWidth : DEFAULT_SIDE_WIDTH,
  };
}

function readView(view: unknown): ViewState | null {
  if (!isRecord(view)) return null;
  const metric = METRICS.find((known) => known === view['metric']);
  const open = view['open'];
  if (metric === undefined || !Array.isArray(open)) return null;
  return { metric, open: open.filter((id) => typeof id === 'string') };
}

function readViewport(viewport: unknown): Viewport | null {
  if (!isRecord(viewport)) return null;
  const { x, y, k } = viewport;
  return isFinite(x) && isFinite(y) && isFinite(k) && k > 0 ? { x, y, k } : null;
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
