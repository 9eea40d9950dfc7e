import type { Selection } from 'd3';
import type { Difference } from '../../extension/shared/diff';
import type { SceneNode } from '../../extension/shared/scene';
import { ICONS } from '../ui/dom';
import { COARSE, type Level } from './levels';

/** SVG elements that the badge of a difference and the frame around its box consist of. */
export const DIFFERENCE_ELEMENTS = 6;

const HEIGHT = 17;
const RADIUS = 4;
/** Share of the badge's height that stands above its box. */
const RISE = 0.94;
/** Space between a box and the frame around it. */
const GAP = 3;
const GLYPHS: Readonly<Record<Difference, string>> = {
  changed: ICONS.changed,
  added: ICONS.plus,
  removed: ICONS.minus,
};
const WIDTHS: Readonly<Record<Difference, number>> = { changed: 68, added: 56, removed: 70 };

/** Draws a frame around the boxes that differ from another model, with a glyph and a word at the upper left corner. */
export function drawDifferences(
  layer: Selection<SVGGElement, unknown, null, undefined>,
  nodes: readonly SceneNode[],
  differenceOf: (node: SceneNode) => Difference | null,
  level: Level,
): void {
  const of = (node: SceneNode): Difference => differenceOf(node) ?? 'changed';
  const badges = layer
    .selectAll<SVGGElement, SceneNode>('g.difference')
    .data(
      nodes.filter((node) => differenceOf(node) !== null),
      (node) => `${node.id}:${of(node)}`,
    )
    .join((entering) => {
      const g = entering.append('g').attr('class', (node) => `difference ${of(node)}`);
      g.append('rect').attr('class', 'difference-frame');
      const badge = g.append('g').attr('class', 'difference-badge');
      badge
        .append('rect')
        .attr('width', (node) => WIDTHS[of(node)])
        .attr('height', HEIGHT)
        .attr('rx', HEIGHT / 2);
      badge
        .append('path')
        .attr('d', (node) => GLYPHS[of(node)])
        .attr('transform', 'translate(5,3) scale(0.7)');
      badge.append('text').attr('x', 19).attr('y', 12.5).text(of);
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
