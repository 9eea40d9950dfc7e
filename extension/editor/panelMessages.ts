import { readSection } from '../shared/documentation';
import { METRICS, type Metric, type ViewState } from '../shared/scene';
import { isDimValue } from '../shared/settings';
import type { FromWebview } from '../shared/webviewProtocol';

const MAX_OPEN_GROUPS = 10_000;
const MAX_TEXT = 10_000;

/** What a page says, checked; null for anything else. The page shows text from model files, so nothing is taken on trust. */
export function readMessage(message: unknown): FromWebview | null {
  if (!isRecord(message)) return null;
  switch (message['type']) {
    case 'ready':
      return typeof message['version'] === 'number'
        ? { type: 'ready', version: message['version'], view: readView(message['view']) }
        : null;
    case 'view': {
      const view = readView(message['view']);
      return view === null ? null : { type: 'view', view };
    }
    case 'hardware':
      return withText(message['id'], (id) => ({ type: 'hardware', id }));
    case 'dim':
      return withText(message['name'], (name) => readDim(name, message['value']));
    case 'select':
      return message['id'] === null
        ? { type: 'select', id: null }
        : withText(message['id'], (id) => ({ type: 'select', id }));
    case 'reveal':
      return withText(message['id'], (id) => ({ type: 'reveal', id }));
    case 'search':
      return withText(message['query'], (query) => ({ type: 'search', query }));
    case 'openListing':
      return message['id'] === null
        ? { type: 'openListing', id: null }
        : withText(message['id'], (id) => ({ type: 'openListing', id }));
    case 'openDocs': {
      const section = readSection(message['section']);
      return section === null ? null : { type: 'openDocs', section };
    }
    case 'suggest':
      return { type: 'suggest' };
    case 'choose':
      return readIds(message['ids']);
    case 'preview':
      return message['id'] === null
        ? { type: 'preview', id: null }
        : withText(message['id'], (id) => ({ type: 'preview', id }));
    case 'ranks':
      return message['id'] === null
        ? { type: 'ranks', id: null }
        : withText(message['id'], (id) => ({ type: 'ranks', id }));
    case 'measureRanks':
      return { type: 'measureRanks' };
    case 'plan':
      return withText(message['budget'], (budget) => ({ type: 'plan', budget }));
    case 'applySuggestion':
      return withText(message['id'], (id) => ({ type: 'applySuggestion', id }));
    case 'cancel':
      return { type: 'cancel' };
    case 'fault':
      return withText(message['message'], (text) => ({ type: 'fault', message: text }));
    default:
      return null;
  }
}

const MAX_CHOSEN = 1000;

function readIds(ids: unknown): FromWebview | null {
  if (!Array.isArray(ids) || ids.length > MAX_CHOSEN) return null;
  return ids.every((id) => typeof id === 'string') ? { type: 'choose', ids } : null;
}

function readDim(name: string, value: unknown): FromWebview | null {
  return value === null || isDimValue(value) ? { type: 'dim', name, value } : null;
}

/** A view as a page sends or remembers it; null unless it is whole. */
export function readView(view: unknown): ViewState | null {
  if (!isRecord(view)) return null;
  const metric = readMetric(view['metric']);
  const open: unknown = view['open'];
  if (metric === null || !Array.isArray(open) || open.length > MAX_OPEN_GROUPS) return null;
  return open.every((id) => typeof id === 'string') ? { metric, open } : null;
}

function readMetric(value: unknown): Metric | null {
  return METRICS.find((metric) => metric === value) ?? null;
}

function withText(value: unknown, make: (text: string) => FromWebview | null): FromWebview | null {
  return typeof value === 'string' && value.length <= MAX_TEXT ? make(value) : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
