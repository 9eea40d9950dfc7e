import { layerName } from '../engine/report/cells';
import { familyOf } from '../engine/view/families';
import { costOf, formatMetric } from '../engine/view/metrics';
import type { Report, ReportLayer } from '../shared/report';
import type { Metric } from '../shared/scene';
import type { SearchMatch } from '../shared/webviewProtocol';

const MAX_MATCHES = 50;

export interface Found {
  readonly matches: readonly SearchMatch[];
  readonly leftOut: number;
}

/** Layers whose operator, name, scope or tensors contain every word of the query, in execution order. */
export function searchLayers(report: Report, query: string, metric: Metric): Found {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return { matches: [], leftOut: 0 };
  const found = report.layers.filter((layer) => {
    const text = searchText(layer);
    return words.every((word) => text.includes(word));
  });
  return {
    matches: found.slice(0, MAX_MATCHES).map((layer) => match(layer, metric)),
    leftOut: Math.max(0, found.length - MAX_MATCHES),
  };
}

function searchText(layer: ReportLayer): string {
  const tensors = [...layer.inputs, ...layer.outputs].map((tensor) => tensor.name);
  return [layer.op, layer.scope.join('/'), layer.name, ...tensors].join('\n').toLowerCase();
}

function match(layer: ReportLayer, metric: Metric): SearchMatch {
  const value = metric === 'intensity' ? layer.intensity : costOf(layer, metric);
  return {
    id: layer.id,
    name: layerName(layer),
    op: layer.op,
    family: familyOf(layer.op),
    cost: value === null ? '?' : formatMetric(metric, value),
  };
}
