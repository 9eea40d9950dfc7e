import {
  axisBottom,
  axisLeft,
  format,
  line,
  pointer,
  select,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolTriangle,
} from 'd3';
import type { RankCurveView, RankPointView } from '../../../extension/shared/suggestionsView';
import { element } from '../../ui/dom';
import { nearestRank, RANK_MARGIN, rankScale, type RankScale } from './rankScale';

/** Energy kept, MACs and measured output error against the rank, with the rank that is looked at. */
export interface RankPlot {
  readonly element: HTMLElement;
  /** `at` is the index of the point that is looked at. */
  show(curve: RankCurveView, at: number): void;
}

const HEIGHT = 168;
/** Characters of the break-even's label that have to fit beside its line, in pixels. */
const LABEL_ROOM = 92;
const ENERGY = symbol(symbolCircle, 54)() ?? '';
const MACS = symbol(symbolDiamond, 64)() ?? '';
const ERROR = symbol(symbolTriangle, 44)() ?? '';

let made = 0;

/** A picture alone: the slider below it says the same in words and is what the keyboard works. */
export function createRankPlot(choose: (at: number) => void): RankPlot {
  const clip = `rank-plot-${++made}`;
  const stage = element('div', { class: 'plot-stage rank-stage', attributes: { 'aria-hidden': 'true' } });
  const svg = select(stage).append('svg').attr('class', 'plot').attr('height', HEIGHT);
  const room = svg.append('clipPath').attr('id', clip).append('rect');
  const bottom = svg.append('g').attr('class', 'axis');
  const left = svg.append('g').attr('class', 'axis');
  const xTitle = svg.append('text').attr('class', 'axis-title end').text('rank');
  svg.append('text').attr('class', 'axis-title').attr('x', 2).attr('y', 12).text('share');
  const even = svg.append('line').attr('class', 'break-even');
  const evenText = svg.append('text').attr('class', 'break-even-text');
  const lines = svg.append('g').attr('clip-path', `url(#${clip})`);
  const macs = lines.append('path').attr('class', 'rank-line macs');
  const energy = lines.append('path').attr('class', 'rank-line energy');
  const error = lines.append('path').attr('class', 'rank-line error');
  const measured = svg.append('g');
  const cursor = svg.append('line').attr('class', 'rank-cursor');
  const macsMark = svg.append('path').attr('class', 'rank-mark macs').attr('d', MACS);
  const energyMark = svg.append('path').attr('class', 'rank-mark energy').attr('d', ENERGY);
  let curve: RankCurveView | null = null;
  let at = 0;
  let scale: RankScale | null = null;

  const follow = (event: PointerEvent): void => {
    if (!curve || !scale || event.buttons !== 1) return;
    choose(nearestRank(curve.points, scale.x.invert(pointer(event, svg.node())[0])));
  };
  svg.on('pointerdown', follow).on('pointermove', follow);
  new ResizeObserver(draw).observe(stage);
  return {
    element: element('figure', { class: 'rank-plot' }, stage, legend()),
    show(next, index) {
      curve = next;
      at = index;
      draw();
    },
  };

  function draw(): void {
    const width = stage.clientWidth;
    if (!curve || width === 0) return;
    scale = rankScale(curve, width, HEIGHT);
    drawAxes(scale, width);
    drawLines(scale, curve);
    drawBreakEven(scale, curve, width);
    drawCursor(scale, curve.points[at]);
  }

  function drawAxes({ x, y }: RankScale, width: number): void {
    const { top, right, bottom: below, left: beside } = RANK_MARGIN;
    svg.attr('width', width);
    bottom.attr('transform', `translate(0,${HEIGHT - below})`);
    bottom.call(
      axisBottom(x)
        .ticks(Math.max(2, width / 70), 'd')
        .tickSize(4),
    );
    left.attr('transform', `translate(${beside},0)`);
    left.call(
      axisLeft(y)
        .tickValues([0, 0.25, 0.5, 0.75, 1])
        .tickFormat(format('.0%'))
        .tickSize(beside + right - width),
    );
    xTitle.attr('x', width - right).attr('y', HEIGHT - 3);
    room
      .attr('x', beside)
      .attr('y', top)
      .attr('width', Math.max(0, width - beside - right));
    room.attr('height', HEIGHT - top - below);
  }

  function drawLines({ x, y }: RankScale, { points }: RankCurveView): void {
    const path = line<RankPointView>().x(({ rank }) => x(rank));
    macs.attr('d', path.y(({ share }) => y(share))(points));
    energy.attr(
      'd',
      path.defined((point) => point.energy !== null).y((point) => y(point.energy ?? 0))(points),
    );
    drawErrors({ x, y }, points);
  }

  /** Few ranks are measured: each has a mark, and the line leads from one to the next. */
  function drawErrors({ x, y }: RankScale, points: readonly RankPointView[]): void {
    const found = points.flatMap(({ rank, error: share }) =>
      share === null ? [] : [[x(rank), y(share)] as const],
    );
    const top = y.range()[1] ?? 0;
    error.attr('d', line()(found.map(([left, height]) => [left, height])));
    measured
      .selectAll('path')
      .data(found)
      .join('path')
      .attr('class', 'rank-mark error')
      .attr('d', ERROR)
      .attr('transform', ([left, height]) => `translate(${left},${Math.max(top, height)})`);
  }

  function drawBreakEven({ x, y }: RankScale, { breakEven }: RankCurveView, width: number): void {
    const place = x(breakEven);
    const turned = place + LABEL_ROOM > width;
    const [low, high] = y.range();
    even
      .attr('x1', place)
      .attr('x2', place)
      .attr('y1', low ?? 0)
      .attr('y2', (high ?? 0) - 8);
    evenText
      .attr('class', turned ? 'break-even-text end' : 'break-even-text')
      .attr('x', place + (turned ? -4 : 4))
      .attr('y', RANK_MARGIN.top - 6)
      .text(`break-even ${breakEven}`);
  }

  function drawCursor({ x, y }: RankScale, point: RankPointView | undefined): void {
    if (!point) return;
    const [low = 0, high = 0] = y.range();
    const place = x(point.rank);
    const height = (share: number): number => Math.max(high, y(share));
    cursor.attr('x1', place).attr('x2', place).attr('y1', low).attr('y2', high);
    macsMark.attr('transform', `translate(${place},${height(point.share)})`);
    energyMark
      .attr('transform', `translate(${place},${height(point.energy ?? 0)})`)
      .style('display', point.energy === null ? 'none' : 'inline');
  }
}

function legend(): HTMLElement {
  const entry = (name: string, shape: string, text: string): HTMLElement => {
    const place = element('span', {});
    const svg = select(place).append('svg').attr('class', 'plot').attr('width', 26).attr('height', 12);
    svg.append('path').attr('class', `rank-line ${name}`).attr('d', 'M0 6H26');
    svg
      .append('path')
      .attr('class', `rank-mark ${name}`)
      .attr('d', shape)
      .attr('transform', 'translate(13,6)');
    place.append(text);
    return place;
  };
  return element(
    'div',
    { class: 'plot-legend', attributes: { 'aria-hidden': 'true' } },
    entry('energy', ENERGY, 'energy of the weight'),
    entry('macs', MACS, 'MACs of the layer'),
    entry('error', ERROR, 'output error, measured'),
  );
}
