import { pointer } from 'd3';
import type { Scene } from '../../extension/shared/scene';
import type { Viewport } from '../state';
import { createCamera } from './camera';
import { type Area, contains, grow } from './cull';
import { createLayers } from './layers';
import { type Level, levelFor } from './levels';
import { markElements, markOf, type Marks, markText, NO_MARKS } from './marks';
import { type Hit, pick } from './pick';
import { createRuler } from './ruler';
import { EMPTY_SCENE, indexScene } from './sceneIndex';
import { commonAnchor, findArea, fitAll, fitStart, keepAnchor, reveal, visibleArea } from './viewport';

/** What the user does in the graph. */
export interface GraphEvents {
  select(id: string | null): void;
  toggle(id: string): void;
  open(id: string): void;
  /** The badge of a layer: what is suggested for it is wanted. */
  suggestions(id: string): void;
  moved(viewport: Viewport): void;
}

/** The drawing of one scene, of which only what is in sight is in the document. */
export interface GraphView {
  /** Draws a scene; what was in sight stays where it is, `anchor` before all else. */
  show(scene: Scene | null, anchor: string | null): void;
  select(id: string | null): void;
  /** Badges for layers that there are suggestions about, or that differ from another model's. */
  mark(marks: Marks): void;
  /** Scrolls to a box or open group and may light it up; false where the scene does not hold it. */
  reveal(id: string, flash: boolean): boolean;
  fit(): void;
  zoomBy(factor: number): void;
  actualSize(): void;
  /** Where the first scene is to be looked at, as saved earlier; null for its beginning. */
  restore(viewport: Viewport | null): void;
}

/** How far around the visible area is drawn, in pixels, so that small movements draw nothing. */
const PAD = 300;

export function createGraph(stage: HTMLElement, events: GraphEvents): GraphView {
  const layers = createLayers(stage);
  const camera = createCamera(layers.svg, schedule, () => {
    if (scene) events.moved(camera.viewport);
  });
  const ruler = createRuler((y) => {
    camera.moveTo({ ...camera.viewport, y: size().height / 2 - y * camera.viewport.k });
  });
  stage.append(ruler.element);

  let scene: Scene | null = null;
  let index = indexScene(EMPTY_SCENE);
  let restored: Viewport | null = null;
  let selected: string | null = null;
  let marks: Marks = NO_MARKS;
  let drawn: { readonly area: Area; readonly level: Level } | null = null;
  let scheduled = 0;

  listenToPointer();
  new ResizeObserver(() => {
    drawn = null;
    if (scene) ruler.show(scene, size().height);
    schedule();
  }).observe(stage);

  return {
    show,
    select(id) {
      selected = id;
      layers.mark(selected);
    },
    mark(next) {
      if (next === marks) return;
      marks = next;
      drawn = null;
      schedule();
    },
    reveal(id, flash) {
      const area = scene && findArea(scene, id);
      if (!area) return false;
      camera.moveTo(reveal(camera.viewport, size(), area));
      if (flash) layers.flash(area);
      return true;
    },
    fit: () => {
      if (scene) camera.moveTo(fitAll(scene, size()));
    },
    zoomBy: camera.zoomBy,
    actualSize: () => {
      camera.zoomTo(1);
    },
    restore(viewport) {
      restored = viewport;
    },
  };

  function show(next: Scene | null, anchor: string | null): void {
    const before = scene;
    if (next === before) return;
    scene = next;
    drawn = null;
    layers.show(next !== null);
    ruler.element.style.display = next ? '' : 'none';
    if (!next) return;
    index = indexScene(next);
    ruler.show(next, size().height);
    camera.moveTo(before ? anchored(before, next, anchor) : (restored ?? fitStart(next, size())));
    restored = null;
  }

  function anchored(before: Scene, after: Scene, anchor: string | null): Viewport {
    const area = visibleArea(camera.viewport, size());
    const near = commonAnchor(before, after, (area.left + area.right) / 2, (area.top + area.bottom) / 2);
    for (const id of [anchor, near]) {
      const [from, to] = id === null ? [null, null] : [findArea(before, id), findArea(after, id)];
      if (from && to) return keepAnchor(camera.viewport, from, to);
    }
    return fitStart(after, size());
  }

  function listenToPointer(): void {
    layers.svg
      .on('click.pick', (event: MouseEvent) => {
        stage.focus({ preventScroll: true });
        const badge = badgeAt(event);
        if (badge !== null) {
          events.suggestions(badge);
          return;
        }
        const hit = hitAt(event);
        if (hit?.toggle === true) events.toggle(hit.id);
        else events.select(hit?.id ?? null);
      })
      .on('dblclick.pick', (event: MouseEvent) => {
        const hit = badgeAt(event) === null ? hitAt(event) : null;
        if (hit === null || hit.toggle) return;
        if (hit.expandable) events.toggle(hit.id);
        else events.open(hit.id);
      })
      .on('pointermove.pick', (event: PointerEvent) => {
        const hit = event.buttons === 0 ? hitAt(event) : null;
        layers.svg.classed('over', hit !== null || badgeAt(event) !== null);
        stage.title = hit ? titleOf(hit, marks) : '';
      });
  }

  function hitAt(event: MouseEvent): Hit | null {
    if (!scene) return null;
    const [px, py] = pointer(event, layers.svg.node());
    const { x, y, k } = camera.viewport;
    return pick(scene, index.nodes, index.frames, (px - x) / k, (py - y) / k);
  }

  function schedule(): void {
    if (scheduled === 0) scheduled = requestAnimationFrame(draw);
  }

  function draw(): void {
    scheduled = 0;
    layers.transform(camera.viewport);
    if (!scene) return;
    const area = visibleArea(camera.viewport, size());
    ruler.mark(area);
    const level = levelOf(area);
    if (drawn?.level === level && (level === 'far' || contains(drawn.area, area))) return;
    const padded = grow(area, PAD / camera.viewport.k);
    drawn = { level, area: levelOf(padded) === level ? padded : area };
    layers.draw(scene, index, drawn.area, level, marks);
    layers.mark(selected);
  }

  function levelOf(area: Area): Level {
    const boxes = index.nodes.within(area);
    const nodes = scene?.nodes ?? [];
    const extra = boxes.reduce((sum, i) => sum + (nodes[i] ? markElements(markOf(marks, nodes[i])) : 0), 0);
    return levelFor(camera.viewport.k, boxes.length, index.edges.within(area).length, extra);
  }

  function size(): { width: number; height: number } {
    return { width: Math.max(1, stage.clientWidth), height: Math.max(1, stage.clientHeight) };
  }
}

function badgeAt({ target }: MouseEvent): string | null {
  const badge = target instanceof Element ? target.closest('g.mark') : null;
  return badge?.getAttribute('data-layer') ?? null;
}

function titleOf({ target }: Hit, marks: Marks): string {
  if (!('label' in target)) return `${target.title} ${target.cost}`;
  return target.label + markText(markOf(marks, target));
}
