import { at } from '../arrays';

/**
 * Places items in a row as close to their wishes as their order and distances allow: minimizes the weighted
 * sum of squared deviations under `x[i + 1] - x[i] >= gap[i]`. Pool adjacent violators, linear time.
 */
export function placeInOrder(
  wishes: readonly number[],
  weights: readonly number[],
  gaps: readonly number[],
): number[] {
  const offsets: number[] = [];
  const pools: { mean: number; weight: number; count: number }[] = [];
  wishes.forEach((wish, i) => {
    const offset = i === 0 ? 0 : at(offsets, i - 1) + at(gaps, i - 1);
    offsets.push(offset);
    let pool = { mean: wish - offset, weight: at(weights, i), count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      const mean = (last.mean * last.weight + pool.mean * pool.weight) / weight;
      pool = { mean, weight, count: last.count + pool.count };
    }
    pools.push(pool);
  });
  const means = pools.flatMap((pool) => new Array<number>(pool.count).fill(pool.mean));
  return means.map((mean, i) => mean + at(offsets, i));
}
