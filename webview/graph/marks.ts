import type { Selection } from 'd3';
import type { Differing } from '../../extension/shared/diff';
import type { SceneNode } from '../../extension/shared/scene';
import { ICONS } from '../ui/dom';
import { type Badge, groupBadge, layerBadge } from './badge';
import { DIFFERENCE_ELEMENTS, drawDifferences, drawFarDifferences } from './differences';
import { COARSE, type Level } from './levels';

/** Number of suggestions by the id of the layer that they are about. */
export type Counts = ReadonlyMap<string, number>;

/** What is marked on a layer or closed group. */
export interface Mark {
  readonly suggestions: number;
  /** How it, or what is in it, differs from the model that this one is compared with. */
  readonly difference: Badge | null;
}

/** Marks by the id of their layer or group; the two are never alike. */
export type Marks = ReadonlyMap<string, Mark>;

export const NO_COUNTS: Counts = new Map();
export const NO_MARKS: Marks = new Map();
const NOTHING: Mark = { suggestions: 0, difference: null };

const COUNT_ELEMENTS = 5;

const HEIGHT = 17;
const DIGIT = 6.6;

/** Both kinds of marks together. */
export function marksFrom(counts: Counts, differing: Differing): Marks {
  const marks = new Map<string, Mark>();
  for (const [id, suggestions] of counts) marks.set(id, { suggestions, difference: null });
  for (const [id, difference] of Object.entries(differing.layers))
    marks.set(id, { suggestions: counts.get(id) ?? 0, difference: layerBadge(difference) });
  for (const [id, within] of Object.entries(differing.groups))
    marks.set(id, { suggestions: 0, difference: groupBadge(within) });
  return marks;
}

/** What is marked on a box: groups tell differences alone, and the model's inputs and outputs nothing. */
export function markOf(marks: Marks, { kind, id }: Pick<SceneNode, 'kind' | 'id'>): Mark {
  const mark = marks.get(id) ?? NOTHING;
  if (kind === 'group') return { ...mark, suggestions: 0 };
  return kind === 'layer' ? mark : NOTHING;
}

/** The badges in words, to be put behind the text of a box; "" where there is none. */
export function markText({ suggestions, difference }: Mark): string {
  const differs = difference === null ? '' : `, ${difference.words} in comparison`;
  const count = suggestions === 0 ? '' : `, ${countText(suggestions)}`;
  return differs + count;
}

function countText(count: number): string {
  return `${count} ${count === 1 ? 'suggestion' : 'suggestions'}`;
}

/** SVG elements that the badges of a layer consist of. */
export function markElements({ suggestions, difference }: Mark): number {
  return (suggestions === 0 ? 0 : COUNT_ELEMENTS) + (difference === null ? 0 : DIFFERENCE_ELEMENTS);
}

/**
 * Draws what is marked over the upper corners of boxes: differences at the left, suggestions at the right. Where boxes
 * are blocks, `nodes` are all of them, and differences are outlines.
 */
export function drawMarks(
  layer: Selection<SVGGElement, unknown, null, undefined>,
  nodes: readonly SceneNode[],
  marks: Marks,
  level: Level,
): void {
  const badgeOf = (node: SceneNode): Badge | null => markOf(marks, node).difference;
  const near = level === 'far' ? [] : nodes;
  drawFarDifferences(layer, level === 'far' ? nodes : [], badgeOf);
  drawDifferences(layer, near, badgeOf, level);
  drawCounts(layer, near, (node) => markOf(marks, node).suggestions, level);
}

function drawCounts(
  layer: Selection<SVGGElement, unknown, null, undefined>,
  nodes: readonly SceneNode[],
  countOf: (node: SceneNode) => number,
  level: Level,
): void {
  layer
    .selectAll<SVGGElement, SceneNode>('g.mark')
    .data(
      nodes.filter((node) => countOf(node) > 0),
      (node) => `${node.id}:${countOf(node)}`,
    )
    .join((entering) => {
      const g = entering.append('g').attr('class', 'mark');
      g.append('title').text((node) => countText(countOf(node)));
      g.append('rect')
        .attr('width', (node) => widthOf(countOf(node)))
        .attr('height', HEIGHT)
        .attr('rx', HEIGHT / 2);
      g.append('path').attr('d', ICONS.bulb).attr('transform', 'translate(4,2) scale(0.8)');
      g.append('text').attr('x', 19).attr('y', 12.5).text(countOf);
      return g;
    })
    .attr('data-layer', ({ id }) => id)
    .attr('transform', (node) => placeOf(node, widthOf(countOf(node)), level));
}

function widthOf(count: number): number {
  return 19 + String(count).length * DIGIT + 6;
}

function placeOf(node: SceneNode, width: number, level: Level): string {
  const scale = level === 'near' ? 1 : COARSE;
  const x = node.x + node.width + 5 - width * scale;
  return `translate(${x},${node.y - HEIGHT * scale * 0.72}) scale(${scale})`;
}
