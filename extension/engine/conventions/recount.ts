import type { CountedAs, LazyReport } from '../../shared/report';
import type { Convention } from './convention';

interface Difference {
  readonly why: string;
  layers: number;
  more: number;
}

/**
 * A report's layers as another tool counts them, over all their calls, and the reasons why the total is another one, the
 * weightiest first. Layers whose rule is not followed, or whose cost is not known, make the total a lower bound.
 */
export function recount({ layers }: Pick<LazyReport, 'layers'>, convention: Convention): CountedAs {
  const { id, tool, unit } = convention;
  const counts = new Map<string, number>();
  const differences = new Map<string, Difference>();
  const differing: (readonly [layer: string, difference: Difference])[] = [];
  let total = 0;
  let complete = true;
  for (const layer of layers) {
    // MACs of a report cover all calls, shapes are of one.
    const perCall = { ...layer, macs: layer.macsPerCall ?? layer.macs };
    const found = layer.unknown === null ? convention.recount(perCall) : null;
    if (!found) {
      complete = false;
      continue;
    }
    const count = found.count * (layer.calls ?? 1);
    counts.set(layer.id, count);
    total += count;
    const more = count - (layer.macs ?? 0);
    if (more === 0) continue;
    const difference = differences.get(found.why) ?? { why: found.why, layers: 0, more: 0 };
    differences.set(found.why, difference);
    difference.layers++;
    difference.more += more;
    differing.push([layer.id, difference]);
  }
  const reasons = [...differences.values()].sort((a, b) => Math.abs(b.more) - Math.abs(a.more));
  const places = new Map(reasons.map((reason, place) => [reason, place]));
  return {
    id,
    tool,
    unit,
    total,
    complete,
    differences: reasons,
    layers: Object.fromEntries(counts),
    reasons: Object.fromEntries(differing.map(([layer, reason]) => [layer, places.get(reason) ?? 0])),
  };
}
