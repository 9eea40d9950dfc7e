import { ranked, type SortKey } from '../engine/report/ranking';
import { hotLayers } from '../engine/view/ranking';
import type { Listing, ListingLine } from '../shared/listing';
import type { Report, ReportLayer } from '../shared/report';
import type { Metric } from '../shared/scene';

/** A sum over layers; a lower bound where a layer's share of it is not known. */
export interface Sum {
  readonly value: number;
  readonly atLeast: boolean;
}

/** What some layers cost together. */
export interface LayerSums {
  readonly macs: Sum;
  readonly params: Sum;
  readonly weightBytes: Sum;
  readonly movedBytes: Sum;
  readonly energyPj: Sum;
  /** Why a cost is not known, or null. */
  readonly unknown: string | null;
}

/** What the layers behind one line of a listing cost together. */
export interface LineCost extends LayerSums {
  readonly line: ListingLine;
  readonly layers: readonly ReportLayer[];
  readonly hot: boolean;
}

/** Costs by line number, for the lines that stand for a layer at all. */
export type ListingCosts = ReadonlyMap<number, LineCost>;

/** Pairs every line with the layers that came from it: a call has its function's, a function's line those of all calls. */
export function listingCosts(listing: Listing, report: Report, metric: Metric): ListingCosts {
  const byOrigin = layersByOrigin(report.layers);
  const hot = hotLayers(report, metric);
  const costs = new Map<number, LineCost>();
  for (const line of listing.lines) {
    const layers = byOrigin.get(line.origin);
    if (layers !== undefined) costs.set(line.line, lineCost(line, layers, hot));
  }
  return costs;
}

/** The cost that shares and sorting are about: a ratio has no total, its MACs stand in. */
export function heatKey(metric: Metric): SortKey {
  return metric === 'intensity' ? 'macs' : metric;
}

function layersByOrigin(layers: readonly ReportLayer[]): ReadonlyMap<string, ReportLayer[]> {
  const map = new Map<string, ReportLayer[]>();
  for (const layer of layers) {
    for (const origin of new Set(layer.origins)) {
      const known = map.get(origin);
      if (known === undefined) map.set(origin, [layer]);
      else known.push(layer);
    }
  }
  return map;
}

function lineCost(line: ListingLine, layers: readonly ReportLayer[], hot: ReadonlySet<string>): LineCost {
  return { line, layers, hot: layers.some((layer) => hot.has(layer.id)), ...sumsOf(layers) };
}

export function sumsOf(layers: readonly ReportLayer[]): LayerSums {
  return {
    macs: sum(layers, (layer) => layer.macs),
    params: sum(layers, (layer) => layer.params),
    weightBytes: sum(layers, (layer) => layer.weightBytes),
    movedBytes: sum(layers, (layer) => layer.movedBytes),
    energyPj: sum(layers, (layer) => layer.energyPj),
    unknown: layers.find((layer) => layer.unknown !== null)?.unknown ?? null,
  };
}

function sum(layers: readonly ReportLayer[], pick: (layer: ReportLayer) => number | null): Sum {
  let value = 0;
  let atLeast = false;
  for (const layer of layers) {
    const part = pick(layer);
    if (part === null) atLeast = true;
    else value += part;
  }
  return { value, atLeast };
}

/** Whether a line is known to cost nothing at all; operands of shape arithmetic are stored, but never moved. */
export function isFreeLine(cost: LineCost): boolean {
  return [cost.macs, cost.params, cost.movedBytes, cost.energyPj].every(
    ({ value, atLeast }) => value === 0 && !atLeast,
  );
}

/** The costliest of a line's layers: the one to show when the line is clicked. */
export function mainLayer(cost: LineCost, metric: Metric): ReportLayer | undefined {
  return ranked(cost.layers, heatKey(metric))[0];
}
