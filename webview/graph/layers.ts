import { select, type Selection } from 'd3';
import type { Scene, SceneEdge, SceneFrame, SceneNode } from '../../extension/shared/scene';
import type { Viewport } from '../state';
import type { Area } from './cull';
import { drawFar } from './far';
import { drawFrame, drawFrameTitle } from './frames';
import type { Level } from './levels';
import { drawMarks, type Marks } from './marks';
import { drawMiddle, drawNear } from './nodes';
import { linePath } from './paths';
import { pickItems, type SceneIndex } from './sceneIndex';

type Layer = Selection<SVGGElement, unknown, null, undefined>;

/** The SVG's layers, back to front: frames, lines, frame titles, boxes, marks of boxes. */
export interface Layers {
  readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  transform(viewport: Viewport): void;
  show(visible: boolean): void;
  /** Puts what lies in the area into the document, and nothing else. */
  draw(scene: Scene, index: SceneIndex, area: Area, level: Level, marks: Marks): void;
  mark(selected: string | null): void;
  flash(area: Area): void;
}

const FLASH_MILLISECONDS = 1600;

/** Puts an empty drawing into an element; `name` tells the ids of several drawings on one page apart. */
export function createLayers(stage: HTMLElement, name = ''): Layers {
  const svg = select(stage).append('svg').attr('class', 'graph').attr('aria-hidden', 'true');
  defineArrows(svg, name);
  const content = svg.append('g');
  const layer = (kind: string): Layer => content.append('g').attr('class', kind);
  const far = layer('far');
  const frames = layer('frames');
  const edges = layer('edges');
  const titles = layer('titles');
  const nodes = layer('nodes');
  const badges = layer('marks');
  let farScene: Scene | null = null;

  return {
    svg,
    transform: ({ x, y, k }) => content.attr('transform', `translate(${x},${y}) scale(${k})`),
    show: (visible) => content.style('display', visible ? 'inline' : 'none'),
    draw(scene, index, area, level, marks) {
      svg.attr('data-level', level);
      drawFarLevel(scene, level);
      const shown = level === 'far' ? { nodes: [], edges: [], frames: [] } : within(scene, index, area);
      drawEdges(edges, shown.edges, level, name);
      drawItems<SceneFrame>(frames, shown.frames, level, drawFrame);
      drawItems<SceneFrame>(titles, level === 'near' ? shown.frames : [], level, drawFrameTitle);
      drawItems<SceneNode>(nodes, shown.nodes, level, level === 'near' ? drawNear : drawMiddle);
      drawMarks(badges, level === 'far' ? scene.nodes : shown.nodes, marks, level);
    },
    mark(selected) {
      nodes.selectAll<SVGGElement, SceneNode>('g.node').classed('selected', ({ id }) => id === selected);
      frames.selectAll<SVGGElement, SceneFrame>('g.frame').classed('selected', ({ id }) => id === selected);
      edges
        .selectAll<SVGPathElement, SceneEdge>('path')
        .classed('touched', ({ from, to }) => selected !== null && (from === selected || to === selected));
    },
    flash(area) {
      content.selectAll('rect.flash').remove();
      const flash = content
        .append('rect')
        .attr('class', 'flash')
        .attr('x', area.left - 6)
        .attr('y', area.top - 6)
        .attr('width', area.right - area.left + 12)
        .attr('height', area.bottom - area.top + 12)
        .attr('rx', 8);
      setTimeout(() => flash.remove(), FLASH_MILLISECONDS);
    },
  };

  function drawFarLevel(scene: Scene, level: Level): void {
    const parent = far.node();
    if (level === 'far' && farScene !== scene && parent) {
      drawFar(parent, scene);
      farScene = scene;
    }
    if (level !== 'far' && farScene !== null) {
      far.selectChildren().remove();
      farScene = null;
    }
  }
}

function within(scene: Scene, index: SceneIndex, area: Area): Omit<Scene, 'width' | 'height'> {
  return {
    nodes: pickItems(scene.nodes, index.nodes.within(area)),
    edges: pickItems(scene.edges, index.edges.within(area)),
    frames: pickItems(scene.frames, index.frames.within(area)),
  };
}

/** What each element shows, so that panning redraws nothing that is already there. */
const shownBy = new WeakMap<SVGGElement, object>();

function drawItems<T extends { readonly id: string }>(
  layer: Layer,
  items: readonly T[],
  level: Level,
  draw: (parent: SVGGElement, item: T) => void,
): void {
  layer
    .selectAll<SVGGElement, T>('g[data-id]')
    .data(items, function (item) {
      return this instanceof SVGGElement && this.dataset['id'] !== undefined
        ? `${this.dataset['level'] ?? ''}:${this.dataset['id']}`
        : `${level}:${item.id}`;
    })
    .join((entering) =>
      entering
        .append('g')
        .attr('data-id', (item) => item.id)
        .attr('data-level', level),
    )
    .each(function (item) {
      if (shownBy.get(this) === item) return;
      shownBy.set(this, item);
      draw(this, item);
    })
    .order();
}

function drawEdges(layer: Layer, edges: readonly SceneEdge[], level: Level, name: string): void {
  layer
    .selectAll<SVGPathElement, SceneEdge>('path')
    .data(edges, (edge) => edge.id)
    .join('path')
    .attr('class', (edge) => (edge.hot ? 'edge hot' : 'edge'))
    .attr('marker-end', (edge) => (level === 'near' ? `url(#${name}arrow${edge.hot ? '-hot' : ''})` : null))
    .attr('d', (edge) => linePath(edge.points));
  layer
    .selectAll<SVGTextElement, SceneEdge>('text')
    .data(level === 'near' ? edges.filter((edge) => edge.label !== '') : [], (edge) => edge.id)
    .join('text')
    .attr('x', (edge) => (edge.points[0] ?? 0) + 6)
    .attr('y', (edge) => (edge.points[1] ?? 0) + 13)
    .text((edge) => edge.label);
}

function defineArrows(svg: Layers['svg'], name: string): void {
  const defs = svg.append('defs');
  for (const kind of ['arrow', 'arrow-hot'])
    defs
      .append('marker')
      .attr('id', name + kind)
      .attr('viewBox', '0 0 8 8')
      .attr('refX', 7)
      .attr('refY', 4)
      .attr('markerWidth', 7)
      .attr('markerHeight', 7)
      .attr('markerUnits', 'userSpaceOnUse')
      .attr('orient', 'auto')
      .append('path')
      .attr('class', kind)
      .attr('d', 'M0 0.5L8 4L0 7.5z');
}
