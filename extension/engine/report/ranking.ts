import type { ReportLayer } from '../../shared/report';
import { ADDITIVE, type AdditiveMetric, costOf } from '../view/metrics';

/** What layers can be sorted by; `bytes` are the moved ones. */
export const SORT_KEYS = ADDITIVE;
export type SortKey = AdditiveMetric;

/** Costliest first, unknown costs last; layers that cost the same stay in execution order. */
export function ranked(layers: readonly ReportLayer[], key: SortKey): readonly ReportLayer[] {
  return [...layers].sort((a, b) => (costOf(b, key) ?? -1) - (costOf(a, key) ?? -1));
}

/** Ids of the hottest layers: as many of the costliest as it takes to make up half of the sum. */
export function hottest(layers: readonly ReportLayer[], key: SortKey): ReadonlySet<string> {
  const half = layers.reduce((total, layer) => total + (costOf(layer, key) ?? 0), 0) / 2;
  const hot = new Set<string>();
  let covered = 0;
  for (const layer of ranked(layers, key)) {
    if (covered >= half) break;
    covered += costOf(layer, key) ?? 0;
    hot.add(layer.id);
  }
  return hot;
}

/** Whether a layer is known to cost nothing at all: views, shape arithmetic, constants. */
export function isFree(layer: ReportLayer): boolean {
  const costs = [layer.macs, layer.flops, layer.params, layer.movedBytes, layer.energyPj];
  return layer.unknown === null && costs.every((cost) => cost === 0);
}

/** Which layers a listing shows, and how many it leaves out and why. */
export interface Selection {
  readonly shown: readonly ReportLayer[];
  /** Layers left out because they cost nothing. */
  readonly free: number;
  /** Layers left out beyond the first `top`. */
  readonly beyondTop: number;
}

export interface SelectionOptions {
  /** Null keeps execution order. */
  readonly sort: SortKey | null;
  readonly top: number | null;
  /** Whether layers that cost nothing are shown too. */
  readonly all: boolean;
}

/** Picks and orders layers; `top` without `sort` means the costliest by MACs. */
export function select(layers: readonly ReportLayer[], options: SelectionOptions): Selection {
  const costly = options.all ? layers : layers.filter((layer) => !isFree(layer));
  const key = options.sort ?? (options.top === null ? null : 'macs');
  const ordered = key === null ? costly : ranked(costly, key);
  const shown = options.top === null ? ordered : ordered.slice(0, options.top);
  return { shown, free: layers.length - costly.length, beyondTop: ordered.length - shown.length };
}

/** What a selection leaves out, in words: `2 cheaper layers`, `1 layer without any cost`. */
export function omissions({ free, beyondTop }: Selection): readonly string[] {
  return [
    ...(beyondTop > 0 ? [counted(beyondTop, 'cheaper layer')] : []),
    ...(free > 0 ? [`${counted(free, 'layer')} without any cost`] : []),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
