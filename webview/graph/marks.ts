import type { Selection } from 'd3';
import type { SceneNode } from '../../extension/shared/scene';
import { ICONS } from '../ui/dom';
import type { Level } from './levels';

/** Number of suggestions by the id of the layer that they are about. */
export type Marks = ReadonlyMap<string, number>;

export const NO_MARKS: Marks = new Map();

/** SVG elements that a badge consists of. */
export const MARK_ELEMENTS = 5;

const HEIGHT = 17;
const DIGIT = 6.6;
/** Boxes that are drawn coarsely are seen from further away. */
const COARSE = 1.6;

/** How many suggestions there are for a box; 0 for boxes that are no layer. */
export function markOf(marks: Marks, { kind, id }: Pick<SceneNode, 'kind' | 'id'>): number {
  return kind === 'layer' ? (marks.get(id) ?? 0) : 0;
}

/** The badge in words, to be put behind the text of a box; "" where there is none. */
export function markText(count: number): string {
  return count === 0 ? '' : `, ${count} ${count === 1 ? 'suggestion' : 'suggestions'}`;
}

/** Draws a light bulb and a count over the upper right corner of the boxes that suggestions are about. */
export function drawMarks(
  layer: Selection<SVGGElement, unknown, null, undefined>,
  nodes: readonly SceneNode[],
  marks: Marks,
  level: Level,
): void {
  const marked = nodes.filter((node) => markOf(marks, node) > 0);
  layer
    .selectAll<SVGGElement, SceneNode>('g.mark')
    .data(marked, ({ id }) => `${id}:${marks.get(id) ?? 0}`)
    .join((entering) => {
      const g = entering.append('g').attr('class', 'mark');
      g.append('title').text((node) => markText(markOf(marks, node)).replace(', ', ''));
      g.append('rect')
        .attr('width', (node) => widthOf(markOf(marks, node)))
        .attr('height', HEIGHT)
        .attr('rx', HEIGHT / 2);
      g.append('path').attr('d', ICONS.bulb).attr('transform', 'translate(4,2) scale(0.8)');
      g.append('text')
        .attr('x', 19)
        .attr('y', 12.5)
        .text((node) => markOf(marks, node));
      return g;
    })
    .attr('data-layer', ({ id }) => id)
    .attr('transform', (node) => placeOf(node, widthOf(markOf(marks, node)), level));
}

function widthOf(count: number): number {
  return 19 + String(count).length * DIGIT + 6;
}

function placeOf(node: SceneNode, width: number, level: Level): string {
  const scale = level === 'near' ? 1 : COARSE;
  const x = node.x + node.width + 5 - width * scale;
  return `translate(${x},${node.y - HEIGHT * scale * 0.72}) scale(${scale})`;
}
