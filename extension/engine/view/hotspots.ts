import type { Report, ReportLayer } from '../../shared/report';
import type { Hotspot, Metric } from '../../shared/scene';
import { familyOf } from './families';
import { formatMetric } from './metrics';
import { rankLayers } from './ranking';

/** Rows that a list can hold and a person can read. */
export const MAX_HOTSPOTS = 200;

/** The hottest layers in a metric, and how many more there are. */
export function findHotspots(
  report: Report,
  metric: Metric,
): { readonly hotspots: readonly Hotspot[]; readonly hotspotsLeftOut: number } {
  const ranked = rankLayers(report, metric);
  const hotspots = ranked.slice(0, MAX_HOTSPOTS).map(({ layer, cost, share, cumulativeShare, hot }) => ({
    id: layer.id,
    name: placeName(layer),
    op: layer.op,
    family: familyOf(layer.op),
    cost: formatMetric(metric, metric === 'intensity' ? (layer.intensity ?? 0) : cost),
    share,
    cumulativeShare,
    hot,
  }));
  return { hotspots, hotspotsLeftOut: ranked.length - hotspots.length };
}

/** In a flat list the module says more than the node's own name. */
function placeName({ scope, name, outputs, op }: ReportLayer): string {
  if (scope.length > 0) return scope.join('.');
  return name === '' ? (outputs[0]?.name ?? op) : name;
}
