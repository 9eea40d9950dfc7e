import type { Engine, ViewAnswer } from '../shared/engineCalls';
import type { ViewState } from '../shared/scene';
import type { Details } from '../shared/webviewProtocol';
import type { Analysis } from './modelDocument';

/** What a page shows of an analysis. */
export interface Drawing {
  readonly analysis: Analysis;
  readonly view: ViewState;
  readonly answer: ViewAnswer;
  readonly selected: Details | null;
}

export interface DrawingRequest {
  readonly path: string;
  readonly analysis: Analysis;
  readonly view: ViewState;
  /** Id of the layer or group to tell in detail. */
  readonly selected: string | null;
  /** Ids of layers that must be visible: the groups around them are opened. */
  readonly reveal: readonly string[];
}

/** Asks the engine for a drawing. Laid out anew only when something else is to be seen: a selection alone changes nothing. */
export async function fetchDrawing(
  engine: Engine<AbortSignal>,
  request: DrawingRequest,
  last: Drawing | null,
  signal: AbortSignal,
): Promise<Drawing> {
  const { path, analysis, selected } = request;
  const { options } = analysis;
  const view = await openAround(engine, request, signal);
  const known = last?.analysis === analysis && isSameView(last.view, view) ? last.answer : null;
  const [answer, details] = await Promise.all([
    known ?? engine.view(path, options, view, { signal }),
    selected === null ? null : engine.details(path, options, selected, { signal }),
  ]);
  return { analysis, view, answer, selected: details };
}

async function openAround(
  engine: Engine<AbortSignal>,
  { path, analysis, view, reveal }: DrawingRequest,
  signal: AbortSignal,
): Promise<ViewState> {
  if (reveal.length === 0) return view;
  const groups = await Promise.all(
    reveal.map((layer) => engine.groupsAround(path, analysis.options, layer, { signal })),
  );
  return { ...view, open: [...new Set([...view.open, ...groups.flat()])] };
}

function isSameView(a: ViewState, b: ViewState): boolean {
  return (
    a.metric === b.metric && a.open.length === b.open.length && a.open.every((id, at) => id === b.open[at])
  );
}
