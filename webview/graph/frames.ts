import { select } from 'd3';
import type { SceneFrame } from '../../extension/shared/scene';

export const FRAME_HEADER = 24;

/** Draws the background of an open group. */
export function drawFrame(parent: SVGGElement, frame: SceneFrame): void {
  parent.setAttribute('class', `frame ${frame.depth % 2 === 0 ? 'even' : 'odd'}`);
  parent.setAttribute('transform', `translate(${frame.x},${frame.y})`);
  parent.replaceChildren();
  select(parent)
    .append('rect')
    .attr('class', 'body')
    .attr('width', frame.width)
    .attr('height', frame.height)
    .attr('rx', 6);
}

/** Draws the title of an open group: over the lines, so that it stays readable where one enters the frame. */
export function drawFrameTitle(parent: SVGGElement, frame: SceneFrame): void {
  parent.setAttribute('class', 'frame-title');
  parent.setAttribute('transform', `translate(${frame.x},${frame.y})`);
  parent.replaceChildren();
  const g = select(parent);
  const title = frame.repeat > 1 ? `${frame.title}  x${frame.repeat}` : frame.title;
  const room = Math.floor((frame.width - 40) / 6.4);
  const shown = title.length <= room ? title : `${title.slice(0, Math.max(3, room - 1))}…`;
  const costFits = shown.length + frame.cost.length + 2 <= room;
  const width = Math.min(frame.width - 2, 32 + (shown.length + (costFits ? frame.cost.length + 2 : 0)) * 6.4);
  g.append('rect')
    .attr('class', 'plate')
    .attr('x', 1)
    .attr('y', 1)
    .attr('width', width)
    .attr('height', FRAME_HEADER - 2)
    .attr('rx', 5);
  g.append('path').attr('class', 'chevron').attr('d', 'M3 5l5 5l5-5').attr('transform', 'translate(6,4)');
  const label = g.append('text').attr('class', 'title').attr('x', 26).attr('y', 16);
  label.append('tspan').text(shown);
  if (costFits) label.append('tspan').attr('class', 'cost').attr('dx', 8).text(frame.cost);
}
