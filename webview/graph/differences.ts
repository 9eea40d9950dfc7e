import type { Selection } from 'd3';
import type { Difference } from '../../extension/shared/diff';
import type { SceneNode } from '../../extension/shared/scene';
import { ICONS } from '../ui/dom';
import { type Badge, layerBadge } from './badge';
import { COARSE, type Level } from './levels';
import { rectPath } from './paths';

/** SVG elements that the badge of a difference and the frame around its box consist of. */
export const DIFFERENCE_ELEMENTS = 6;

const HEIGHT = 17;
const RADIUS = 4;
/** Share of the badge's height that stands above its box. */
const RISE = 0.94;
/** Space between a box and the frame around it. */
const GAP = 3;
const KINDS = ['added', 'removed', 'changed'] as const;
const GLYPHS: Readonly<Record<Difference, string>> = {
  changed: ICONS.changed,
  added: ICONS.plus,
  removed: ICONS.minus,
};
const GLYPH_ROOM = 19;
const LETTER = 6.1;
const END = 7;

type Layer = Selection<SVGGElement, unknown, null, undefined>;
type BadgeOf = (node: SceneNode) => Badge | null;

/** Draws a frame around the boxes that differ from another model, with a glyph and words at the upper left corner. */
export function drawDifferences(
  layer: Layer,
  nodes: readonly SceneNode[],
  badgeOf: BadgeOf,
  level: Level,
): void {
  const of = (node: SceneNode): Badge => badgeOf(node) ?? layerBadge('changed');
  const badges = layer
    .selectAll<SVGGElement, SceneNode>('g.difference')
    .data(
      nodes.filter((node) => badgeOf(node) !== null),
      (node) => `${node.id}:${of(node).kind}:${of(node).label}`,
    )
    .join((entering) => {
      const g = entering.append('g').attr('class', (node) => `difference ${of(node).kind}`);
      g.append('rect').attr('class', 'difference-frame');
      const badge = g.append('g').attr('class', 'difference-badge');
      badge
        .append('rect')
        .attr('width', (node) => GLYPH_ROOM + of(node).label.length * LETTER + END)
        .attr('height', HEIGHT)
        .attr('rx', HEIGHT / 2);
      badge
        .append('path')
        .attr('d', (node) => GLYPHS[of(node).kind])
        .attr('transform', 'translate(5,3) scale(0.7)');
      badge
        .append('text')
        .attr('x', GLYPH_ROOM)
        .attr('y', 12.5)
        .text((node) => of(node).label);
      return g;
    })
    .attr('data-differs', ({ id }) => id);
  placeFrames(badges);
  placeBadges(badges, level);
}

type Badges = Selection<SVGGElement, SceneNode, SVGGElement, unknown>;

function placeFrames(badges: Badges): void {
  badges
    .select('.difference-frame')
    .attr('x', ({ x }) => x - GAP)
    .attr('y', ({ y }) => y - GAP)
    .attr('width', ({ width }) => width + 2 * GAP)
    .attr('height', ({ height }) => height + 2 * GAP)
    .attr('rx', ({ compact, height }) => (compact === true ? height / 2 : RADIUS) + GAP);
}

function placeBadges(badges: Badges, level: Level): void {
  const scale = level === 'near' ? 1 : COARSE;
  badges
    .select('.difference-badge')
    .attr('transform', ({ x, y }) => `translate(${x - 6},${y - HEIGHT * scale * RISE}) scale(${scale})`);
}

/** The same for boxes that are drawn as blocks: one shape for each kind of difference, however many there are. */
export function drawFarDifferences(layer: Layer, nodes: readonly SceneNode[], badgeOf: BadgeOf): void {
  const shapes = KINDS.map((kind) => ({
    kind,
    path: nodes
      .filter((node) => badgeOf(node)?.kind === kind)
      .map(outerRect)
      .join(''),
  }));
  layer
    .selectAll<SVGPathElement, unknown>('path.far-difference')
    .data(shapes.filter(({ path }) => path !== ''))
    .join('path')
    .attr('class', ({ kind }) => `far-difference difference ${kind}`)
    .attr('d', ({ path }) => path);
}

function outerRect({ x, y, width, height }: SceneNode): string {
  return rectPath({ x: x - GAP, y: y - GAP, width: width + 2 * GAP, height: height + 2 * GAP });
}
