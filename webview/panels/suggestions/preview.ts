import type { Scene } from '../../../extension/shared/scene';
import type { SuggestionsView } from '../../../extension/shared/suggestionsView';
import { drawStill, stillScale } from '../../graph/still';
import { element } from '../../ui/dom';

export type PreviewScenes = NonNullable<SuggestionsView['preview']>;

/** The changed part of the graph, as it is and as it would be. */
export interface Preview {
  readonly element: HTMLElement;
  show(scenes: PreviewScenes): void;
}

/** Height that both drawings fit, and the scale below which they are rather scrolled, in pixels. */
const HEIGHT = 380;
const LEAST_SCALE = 0.4;
/** Boxes that the text alternative lists at most. */
const MAX_LISTED = 60;

/** Two drawings side by side, or one above the other where there is little room, at the same scale. */
export function createPreview(): Preview {
  const [now, then] = [figure('Now'), figure('Then')];
  const place = element('div', { class: 'preview' }, now.element, then.element);
  let scenes: PreviewScenes | null = null;
  let shown = '';
  const draw = (): void => {
    const width = now.stage.clientWidth;
    if (!scenes || width === 0) return;
    const { before, after } = scenes;
    const scales = [before, after].map((scene) => stillScale(scene, { width, height: HEIGHT }, LEAST_SCALE));
    const scale = Math.min(...scales);
    drawStill(now.stage, before, scale, 'before-');
    drawStill(then.stage, after, scale, 'after-');
    for (const { stage } of [now, then]) makeScrollable(stage);
  };
  let width = 0;
  new ResizeObserver(() => {
    if (now.stage.clientWidth === width) return;
    width = now.stage.clientWidth;
    draw();
  }).observe(place);
  return {
    element: place,
    show(next) {
      const key = JSON.stringify(next);
      if (key === shown) return;
      shown = key;
      scenes = next;
      now.list(next.before);
      then.list(next.after);
      width = now.stage.clientWidth;
      draw();
    },
  };
}

function figure(name: string): {
  readonly element: HTMLElement;
  readonly stage: HTMLElement;
  list(scene: Scene): void;
} {
  const stage = element('div', { class: 'still-stage' });
  const boxes = element('ol', { class: 'reader-only' });
  const caption = element('figcaption', {}, name);
  const scroller = element('div', { class: 'still-scroller' }, stage);
  return {
    element: element('figure', { class: 'still' }, caption, scroller, boxes),
    stage,
    list({ nodes }) {
      const listed = nodes.slice(0, MAX_LISTED).map(({ label }) => element('li', {}, label));
      const left = nodes.length - listed.length;
      boxes.replaceChildren(...listed, ...(left > 0 ? [element('li', {}, `${left} more`)] : []));
    },
  };
}

/** Only what scrolls is worth a stop of the Tab key. */
function makeScrollable(stage: HTMLElement): void {
  const scroller = stage.parentElement;
  if (!scroller) return;
  if (scroller.scrollHeight > scroller.clientHeight + 1) scroller.tabIndex = 0;
  else scroller.removeAttribute('tabindex');
}
