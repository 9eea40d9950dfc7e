import type { RankCurve, RankPoint } from '../../shared/compression';
import { readRankId } from '../../shared/ranks';

/** Each takes a decomposition and a run of the model: enough to see where the error falls. */
const MOST = 8;

/** Ranks of a curve whose output error is measured: spread evenly up to the full one, that of the card among them. */
export function ranksToMeasure({ id, points }: RankCurve): readonly RankPoint[] {
  const own = points.findIndex(({ rank }) => rank === readRankId(id)?.rank);
  const steps = Array.from({ length: MOST - 1 }, (_, i) =>
    Math.round((i * (points.length - 1)) / (MOST - 2)),
  );
  const chosen = new Set(own < 0 ? steps : [...steps, own]);
  return points.filter((_, i) => chosen.has(i));
}
