import { select, type Selection } from 'd3';
import type { SceneNode } from '../../extension/shared/scene';
import { ICONS } from '../ui/dom';
import { headerPath } from './paths';

export type NodeSelection = Selection<SVGGElement, SceneNode, SVGGElement, unknown>;

const HEADER = 22;
const RADIUS = 4;
const PADDING = 9;
const BAR_WIDTH = 76;
const BAR_HEIGHT = 5;
/** Space between the two texts of a header, in characters. */
const HEADER_CHARACTERS = 29;
const LINE_CHARACTERS = 34;
/** Lower boxes have one line of text instead of two. */
const PLAIN_HEIGHT = 60;

/** Draws one box in full; called again whenever its data changes. */
export function drawNear(parent: SVGGElement, node: SceneNode): void {
  const g = startBox(parent, node, 'near');
  if (node.compact === true) drawPill(g, node);
  else drawFull(g, node);
}

/** Draws one box so that it can be read from further away: title and heat. */
export function drawMiddle(parent: SVGGElement, node: SceneNode): void {
  const g = startBox(parent, node, 'middle');
  const compact = node.compact === true;
  outline(g, node);
  const title = shorten(node.repeat > 1 ? `${node.title} x${node.repeat}` : node.title, compact ? 14 : 15);
  text(g, 'title', PADDING, compact ? node.height - 7 : 30, title);
  if (compact) return;
  text(g, 'cost', PADDING, node.height - 18, node.cost);
  heatBar(g, node, 0, node.height - 8, node.width, 8);
}

function startBox(
  parent: SVGGElement,
  node: SceneNode,
  level: string,
): Selection<SVGGElement, unknown, null, undefined> {
  const hot = node.hot ? ' hot' : '';
  const compact = node.compact === true ? ' compact' : '';
  const unknown = node.unknown !== null ? ' unknown' : '';
  parent.setAttribute('class', `node ${level} ${node.kind} family-${node.family}${hot}${compact}${unknown}`);
  parent.setAttribute('transform', `translate(${node.x},${node.y})`);
  parent.style.setProperty('--heat', `${Math.round((node.heat ?? 0) * 100)}%`);
  parent.replaceChildren();
  return select(parent);
}

type Parent = Selection<SVGGElement, unknown, null, undefined>;

function drawPill(g: Parent, node: SceneNode): void {
  outline(g, node);
  const shape = shorten(node.shape, 16);
  text(g, 'title', PADDING, 17, shorten(node.title, 25 - shape.length));
  text(g, 'shape end', node.width - PADDING, 17, shape);
}

function drawFull(g: Parent, node: SceneNode): void {
  const group = node.kind === 'group';
  outline(g, node);
  g.append('path')
    .attr('class', 'header')
    .attr('d', headerPath(node.width, HEADER, RADIUS));
  drawHeader(g, node);
  const plain = node.height < PLAIN_HEIGHT;
  const detailRoom = plain && node.detail !== '' ? node.detail.length + 4 : 0;
  const nameRoom = LINE_CHARACTERS - detailRoom;
  text(g, 'subtitle', PADDING, 36, shorten(node.subtitle, nameRoom));
  if (plain) text(g, 'detail end', node.width - PADDING, 36, node.detail);
  else text(g, 'detail', PADDING, 50, node.detail);
  if (group) text(g, 'shape end', node.width - PADDING, 36, shorten(node.shape, 16));
  const bottom = node.height - (plain ? 10 : 12);
  if (node.cost !== '' || node.unknown !== null) {
    heatBar(g, node, PADDING, bottom - BAR_HEIGHT / 2, BAR_WIDTH, BAR_HEIGHT);
    const cost = node.cost === '?' ? 'cost unknown' : node.cost;
    text(g, 'cost end', node.width - PADDING, bottom + 4, cost);
  }
}

function drawHeader(g: Parent, node: SceneNode): void {
  const group = node.kind === 'group';
  const left = node.hot ? PADDING + 15 : PADDING;
  const right = group ? chevronRoom(node) : shorten(node.shape, 18).length;
  text(
    g,
    'title',
    left,
    15.5,
    shorten(node.title, Math.max(6, HEADER_CHARACTERS - right - (node.hot ? 2 : 0))),
  );
  if (node.hot) {
    g.append('path')
      .attr('class', 'flame')
      .attr('d', ICONS.flame)
      .attr('transform', `translate(${PADDING - 3},4) scale(0.875)`);
  }
  if (!group) {
    text(g, 'shape end', node.width - PADDING, 15.5, shorten(node.shape, 18));
    return;
  }
  const x = node.width - 21;
  g.append('path').attr('class', 'chevron').attr('d', 'M5 3l5 5l-5 5').attr('transform', `translate(${x},3)`);
  if (node.repeat > 1) text(g, 'badge end', x, 15.5, `x${node.repeat}`);
}

function chevronRoom(node: SceneNode): number {
  return node.repeat > 1 ? 3 + String(node.repeat).length : 2;
}

/** The box itself; repeated blocks show the edges of the boxes behind. */
function outline(g: Parent, node: SceneNode): void {
  if (node.repeat > 1) {
    for (const offset of [8, 4]) box(g, 'stack', offset, offset, node);
  }
  box(g, 'body', 0, 0, node);
}

function box(g: Parent, name: string, x: number, y: number, node: SceneNode): void {
  g.append('rect')
    .attr('class', name)
    .attr('x', x)
    .attr('y', y)
    .attr('width', node.width)
    .attr('height', node.height)
    .attr('rx', node.compact === true ? node.height / 2 : RADIUS);
}

function heatBar(g: Parent, node: SceneNode, x: number, y: number, width: number, height: number): void {
  const bar = (name: string, length: number): void => {
    g.append('rect')
      .attr('class', name)
      .attr('x', x)
      .attr('y', y)
      .attr('width', length)
      .attr('height', height)
      .attr('rx', Math.min(2, height / 2));
  };
  bar('track', width);
  if (node.heat !== null && node.heat > 0) bar('heat', Math.max(2, node.heat * width));
}

function text(g: Parent, name: string, x: number, y: number, content: string): void {
  if (content === '') return;
  g.append('text').attr('class', name).attr('x', x).attr('y', y).text(content);
}

/** Cuts the end of a text: box texts have been shortened by the engine, this is for tight places only. */
function shorten(content: string, limit: number): string {
  return content.length <= limit ? content : `${content.slice(0, Math.max(1, limit - 1))}…`;
}
