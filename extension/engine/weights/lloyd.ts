/** Points on a line in ascending order, as running totals: entry i covers the first i points. */
export interface Points {
  readonly positions: Float64Array;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

/** Rounds after which the centroids stand where they are. */
const MOST_ROUNDS = 100;

/** Points of `counts[i]` elements that sum up to `sums[i]` each, in ascending order. Empty ones are left out. */
export function pointsOf(counts: Float64Array, sums: Float64Array): Points {
  const filled = counts.reduce((total, count) => total + Number(count > 0), 0);
  const points = {
    positions: new Float64Array(filled),
    counts: new Float64Array(filled + 1),
    sums: new Float64Array(filled + 1),
  };
  let at = 0;
  counts.forEach((count, i) => {
    if (count === 0) return;
    const sum = sums[i] ?? 0;
    points.positions[at] = sum / count;
    points.counts[at + 1] = (points.counts[at] ?? 0) + count;
    points.sums[at + 1] = (points.sums[at] ?? 0) + sum;
    at++;
  });
  return points;
}

/**
 * k-means on a line (Lloyd 1982) from centroids that are spread evenly between the least and the largest value, the
 * initialization that Deep Compression (Han et al. 2016, 3.2) found best. Centroids without points stay where they are.
 * Ascending.
 */
export function kMeans(points: Points, low: number, high: number, entries: number): Float64Array {
  const centroids = Float64Array.from(
    { length: entries },
    (_, i) => low + ((high - low) * i) / Math.max(1, entries - 1),
  );
  for (let round = 0; round < MOST_ROUNDS; round++) if (!moveToMeans(points, centroids)) break;
  return centroids;
}

/** Whether any centroid moved. */
function moveToMeans(points: Points, centroids: Float64Array): boolean {
  const borders = bordersOf(centroids);
  let moved = false;
  let from = 0;
  for (let i = 0; i < centroids.length; i++) {
    const border = borders[i];
    const to = border === undefined ? points.positions.length : firstBeyond(points.positions, border);
    const count = (points.counts[to] ?? 0) - (points.counts[from] ?? 0);
    const mean = ((points.sums[to] ?? 0) - (points.sums[from] ?? 0)) / count;
    if (count > 0 && mean !== centroids[i]) {
      centroids[i] = mean;
      moved = true;
    }
    from = to;
  }
  return moved;
}

/** The middle between each centroid and the next; what lies on it belongs to the lower one. */
export function bordersOf(centroids: Float32Array | Float64Array): Float64Array {
  return Float64Array.from(
    { length: centroids.length - 1 },
    (_, i) => ((centroids[i] ?? 0) + (centroids[i + 1] ?? 0)) / 2,
  );
}

/** Index of the first of these ascending positions above `border`; their number where none is. */
export function firstBeyond(positions: Float64Array, border: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] ?? 0) <= border) low = middle + 1;
    else high = middle;
  }
  return low;
}
