import {
  axisBottom,
  axisLeft,
  curveStepAfter,
  line,
  pointer,
  select,
  symbol,
  symbolCircle,
  symbolDiamond,
} from 'd3';
import type { PlanPoint, PlanView } from '../../../extension/shared/suggestionsView';
import { element } from '../../ui/dom';
import { plotLegend } from './plotLegend';
import {
  chosenPoint,
  MARGIN,
  nearestPoint,
  type PlotScale,
  plotScale,
  pointText,
  stepFrom,
} from './plotScale';

/** The plans that nothing beats, as points that can be chosen. */
export interface Plot {
  readonly element: HTMLElement;
  show(plan: PlanView, chosen: readonly string[]): void;
}

const HEIGHT = 176;
const CIRCLE = symbol(symbolCircle, 62)() ?? '';
const DIAMOND = symbol(symbolDiamond, 150)() ?? '';

/** Draws risk against cost. One stop of the Tab key; arrow keys move along the front, Enter chooses. */
export function createPlot(choose: (ids: readonly string[]) => void): Plot {
  const stage = element('div', { class: 'plot-stage' });
  const caption = element('p', { class: 'plot-caption' });
  const svg = select(stage).append('svg').attr('class', 'plot').attr('height', HEIGHT);
  const bottom = svg.append('g').attr('class', 'axis');
  const left = svg.append('g').attr('class', 'axis');
  const xTitle = svg.append('text').attr('class', 'axis-title end').text('risk');
  svg
    .append('text')
    .attr('class', 'axis-title')
    .attr('x', 2)
    .attr('y', 12)
    .text('MACs + bytes, share of now');
  const front = svg.append('path').attr('class', 'front');
  const marks = svg
    .append('g')
    .attr('role', 'group')
    .attr('aria-label', 'Plans by rising risk, arrow keys move');
  let plan: PlanView = { points: [], chosen: 0, message: '' };
  let ids: readonly string[] = [];
  let scale: PlotScale = plotScale([], 0, HEIGHT);
  let shown = '';

  svg.on('click', (event: MouseEvent) => {
    choosePoint(nearestPoint(plan.points, scale, pointer(event, svg.node())));
  });
  marks.on('keydown', onKey).on('focusout', () => {
    describe(chosenPoint(plan, ids));
  });
  svg.on('pointermove', (event: PointerEvent) => {
    const near = nearestPoint(plan.points, scale, pointer(event, svg.node()));
    svg.classed('over', near !== null);
    describe(near ?? chosenPoint(plan, ids));
  });
  new ResizeObserver(draw).observe(stage);
  return {
    element: element('figure', { class: 'plan-plot' }, stage, caption, plotLegend()),
    show(next, chosen) {
      plan = next;
      ids = chosen;
      draw();
    },
  };

  function draw(): void {
    const width = stage.clientWidth;
    const current = chosenPoint(plan, ids);
    const key = JSON.stringify([plan, current, width]);
    if (key === shown || width === 0) return;
    shown = key;
    scale = plotScale(plan.points, width, HEIGHT);
    drawAxes(width);
    drawFront();
    drawPoints(current);
    describe(current);
  }

  function drawAxes(width: number): void {
    svg.attr('width', width);
    bottom.attr('transform', `translate(0,${HEIGHT - MARGIN.bottom})`);
    bottom.call(
      axisBottom(scale.x)
        .ticks(Math.max(2, width / 80))
        .tickSize(4),
    );
    left.attr('transform', `translate(${MARGIN.left},0)`);
    left.call(
      axisLeft(scale.y)
        .ticks(4)
        .tickSize(MARGIN.left + MARGIN.right - width),
    );
    xTitle.attr('x', width - MARGIN.right).attr('y', HEIGHT - 3);
  }

  function drawFront(): void {
    const path = line<PlanPoint>(
      (point) => scale.x(point.risk),
      (point) => scale.y(point.cost),
    );
    front.attr('d', path.curve(curveStepAfter)([...plan.points].sort((a, b) => a.risk - b.risk)));
  }

  function drawPoints(current: number): void {
    marks
      .selectAll<SVGGElement, PlanPoint>('g')
      .data(plan.points)
      .join((entering) => {
        const g = entering.append('g').attr('role', 'button');
        g.append('circle').attr('r', 12).attr('class', 'target');
        g.append('path');
        return g.on('focus', (_event, point) => {
          describe(plan.points.indexOf(point));
        });
      })
      .attr(
        'class',
        (point, i) => `point${point.meetsBudget ? ' meets' : ''}${i === current ? ' current' : ''}`,
      )
      .attr('transform', (point) => `translate(${scale.x(point.risk)},${scale.y(point.cost)})`)
      .attr('tabindex', (_point, i) => (i === current ? 0 : -1))
      .attr('aria-pressed', (_point, i) => i === current)
      .attr('aria-label', pointText)
      .select('path')
      .attr('d', (_point, i) => (i === current ? DIAMOND : CIRCLE));
  }

  function onKey(event: KeyboardEvent): void {
    const buttons = marks.selectAll<SVGGElement, PlanPoint>('g').nodes();
    const at = buttons.findIndex((button) => button === document.activeElement);
    const to = stepFrom(at, event.key, buttons.length);
    if (event.key === 'Enter' || event.key === ' ') choosePoint(at);
    else if (to !== null) buttons[to]?.focus();
    else return;
    event.preventDefault();
  }

  function choosePoint(index: number | null): void {
    const point = plan.points[index ?? -1];
    if (point) choose(point.ids);
  }

  function describe(index: number): void {
    const point = plan.points[index];
    caption.textContent = point ? pointText(point) : '';
  }
}
