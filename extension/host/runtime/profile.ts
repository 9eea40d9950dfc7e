import type { LayerTimes } from '../../engine/hostRuntime';

/** What onnxruntime calls the run of one node, behind the node's name. */
const KERNEL = '_kernel_time';
const RUN = 'model_run';
const MICROSECONDS = 1000;

interface Event {
  readonly cat: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

/**
 * Times of layers out of onnxruntime's profile: events in Chrome's trace format, a line each, those of a run in front of
 * the event of the run itself. What a layer does several times within a run adds up. Lines that are no events say nothing.
 */
export function layerTimes(lines: readonly string[]): readonly LayerTimes[] {
  const layers = new Map<string, { readonly op: string; readonly milliseconds: number[] }>();
  let run = 0;
  for (const line of lines) {
    const event = eventIn(line);
    if (event?.cat === 'Session' && event.name === RUN) run++;
    if (event?.cat !== 'Node' || !event.name.endsWith(KERNEL)) continue;
    const name = event.name.slice(0, -KERNEL.length);
    const layer = layers.get(name) ?? { op: event.args?.op_name ?? '', milliseconds: [] };
    layer.milliseconds[run] = (layer.milliseconds[run] ?? 0) + event.dur / MICROSECONDS;
    layers.set(name, layer);
  }
  return [...layers].map(([name, { op, milliseconds }]) => ({
    name,
    op,
    milliseconds: Array.from({ length: run }, (_, i) => milliseconds[i] ?? 0),
  }));
}

/** Names are written as they are: with a quote in them, a line is no JSON. */
function eventIn(line: string): Event | null {
  const text = line.trim().replace(/,$/, '');
  if (!text.startsWith('{')) return null;
  try {
    const event = JSON.parse(text) as Partial<Event>;
    const { cat, name, dur } = event;
    if (typeof cat !== 'string' || typeof name !== 'string' || typeof dur !== 'number') return null;
    return { ...event, cat, name, dur };
  } catch {
    return null;
  }
}
