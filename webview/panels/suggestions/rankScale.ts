import { leastIndex, max, type ScaleLinear, scaleLinear } from 'd3';
import type { RankCurveView, RankPointView } from '../../../extension/shared/suggestionsView';

/** Pixels between the plot's edges and its axes. */
export const RANK_MARGIN = { top: 24, right: 14, bottom: 32, left: 38 } as const;

/** Shares beyond this one are cut off: so far beyond break-even nobody goes. */
const HIGHEST = 1.5;

/** From rank and share to pixels. */
export interface RankScale {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

export function rankScale({ points, full }: RankCurveView, width: number, height: number): RankScale {
  const { top, right, bottom, left } = RANK_MARGIN;
  const most = Math.min(HIGHEST, Math.max(1, max(points, ({ share }) => share) ?? 1));
  return {
    x: scaleLinear([0, Math.max(1, full)], [left, Math.max(left, width - right)]),
    y: scaleLinear([0, most], [height - bottom, top]),
  };
}

/** Index of the point whose rank is closest; 0 where there is none. */
export function nearestRank(points: readonly RankPointView[], rank: number): number {
  return leastIndex(points, (a, b) => Math.abs(a.rank - rank) - Math.abs(b.rank - rank)) ?? 0;
}

/** One rank in words. */
export function rankText({ rank, energyText, shareText }: RankPointView, breakEven: number): string {
  const beyond = rank >= breakEven ? ', saves no weights' : '';
  return `Rank ${rank}: energy kept ${energyText}, ${shareText} of the layer's MACs${beyond}`;
}
