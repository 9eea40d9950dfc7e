import { leastIndex, type ScaleLinear, scaleLinear } from 'd3';
import type { PlanPoint, PlanView } from '../../../extension/shared/suggestionsView';
import { sameIds } from './choice';

/** Pixels between the plot's edges and its axes. */
export const MARGIN = { top: 24, right: 14, bottom: 32, left: 34 } as const;

/** Pixels between the axis and a point without risk. */
const INSET = 8;

/** How far from a point a click still means it, in pixels. */
const REACH = 24;

/** From risk and cost to pixels. */
export interface PlotScale {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** Both axes begin at 0, so that distances on them are shares of the whole. */
export function plotScale(points: readonly PlanPoint[], width: number, height: number): PlotScale {
  const most = (value: (point: PlanPoint) => number): number => Math.max(0, ...points.map(value)) * 1.04 || 1;
  const left = MARGIN.left + INSET;
  return {
    x: scaleLinear([0, most(({ risk }) => risk)], [left, Math.max(left, width - MARGIN.right)]),
    y: scaleLinear([0, most(({ cost }) => cost)], [height - MARGIN.bottom, MARGIN.top]),
  };
}

/** Index of the point that is closest to a place on the plot; null where none is close. */
export function nearestPoint(
  points: readonly PlanPoint[],
  { x, y }: PlotScale,
  place: readonly [number, number],
): number | null {
  const distance = ({ risk, cost }: PlanPoint): number => Math.hypot(x(risk) - place[0], y(cost) - place[1]);
  const index = leastIndex(points, (a, b) => distance(a) - distance(b));
  const nearest = points[index ?? -1];
  return index !== undefined && nearest && distance(nearest) <= REACH ? index : null;
}

/** The point that is what is chosen now; the plan that was asked for where none of them is. */
export function chosenPoint({ points, chosen }: PlanView, ids: readonly string[]): number {
  const same = (point: PlanPoint | undefined): boolean => point !== undefined && sameIds(point.ids, ids);
  if (same(points[chosen])) return chosen;
  const index = points.findIndex(same);
  return index < 0 ? chosen : index;
}

/** A point in words. */
export function pointText({ label, meetsBudget }: PlanPoint): string {
  return `${label}, ${meetsBudget ? 'meets the budget' : 'over the budget'}`;
}

/** The point that a key leads to from another one; null where the key does not move. */
export function stepFrom(index: number, key: string, count: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(index + 1, count - 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(index - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
