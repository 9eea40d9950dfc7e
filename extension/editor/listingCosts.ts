import { ranked, type SortKey } from '../engine/report/ranking';
import { hotLayers } from '../engine/view/ranking';
import type { Listing, ListingLine } from '../shared/listing';
import type { Report, ReportLayer } from '../shared/report';
import type { Metric } from '../shared/scene';

/** A sum over layers; a lower bound where a layer's share of it is not known. */
export interface Sum {
  readonly value: number;
  readonly atLeast: boolean;
  /** An upper bound instead: what is not known is the cost of a branch, which only a run takes. */
  readonly atMost: boolean;
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
  /** The layer, where it is one alone: what a sum does not have is told of it. */
  readonly only: ReportLayer | null;
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

/** What layers cost together. */
export function sumsOf(layers: readonly ReportLayer[]): LayerSums {
  return {
    macs: sum(layers, 'macs'),
    params: sum(layers, 'params'),
    weightBytes: sum(layers, 'weightBytes'),
    movedBytes: sum(layers, 'movedBytes'),
    energyPj: sum(layers, 'energyPj'),
    unknown: layers.find(({ unknown, choice }) => unknown !== null && !choice)?.unknown ?? null,
    only: layers.length === 1 ? (layers[0] ?? null) : null,
  };
}

type Cost = 'macs' | 'params' | 'weightBytes' | 'movedBytes' | 'energyPj';

function sum(layers: readonly ReportLayer[], cost: Cost): Sum {
  let value = 0;
  let atLeast = false;
  let atMost = false;
  for (const layer of layers) {
    const part = layer[cost] ?? ifTaken(layer, cost);
    value += part ?? 0;
    if (part === null) atLeast = true;
    else if (layer[cost] === null) atMost = true;
  }
  return { value, atLeast, atMost: atMost && !atLeast };
}

function ifTaken({ choice }: ReportLayer, cost: Cost): number | null {
  return !choice || cost === 'params' || cost === 'weightBytes' ? null : choice[cost];
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
