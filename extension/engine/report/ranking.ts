import type { ReportLayer } from '../../shared/report';

/** What layers can be sorted by; `bytes` are the moved ones. */
export const SORT_KEYS = ['macs', 'params', 'bytes', 'energy'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** The layer's cost under this key; null where it is unknown. */
export function costOf(layer: ReportLayer, key: SortKey): number | null {
  switch (key) {
    case 'macs':
      return layer.macs;
    case 'params':
      return layer.params;
    case 'bytes':
      return layer.movedBytes;
    case 'energy':
      return layer.energyPj;
  }
}

/** Sum of the known costs: what shares are shares of. */
export function sumOf(layers: readonly ReportLayer[], key: SortKey): number {
  return layers.reduce((total, layer) => total + (costOf(layer, key) ?? 0), 0);
}

/** Costliest first, unknown costs last; layers that cost the same stay in execution order. */
export function ranked(layers: readonly ReportLayer[], key: SortKey): readonly ReportLayer[] {
  return [...layers].sort((a, b) => (costOf(b, key) ?? -1) - (costOf(a, key) ?? -1));
}

/** Ids of the hottest layers: as many of the costliest as it takes to make up half of the sum. */
export function hottest(layers: readonly ReportLayer[], key: SortKey): ReadonlySet<string> {
  const half = sumOf(layers, key) / 2;
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
  const costs = [layer.macs, layer.flops, layer.params, layer.weightBytes, layer.movedBytes, layer.energyPj];
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
